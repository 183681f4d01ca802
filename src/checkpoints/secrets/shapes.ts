import { findRandom } from './random-text.ts';
import { findAssigned } from './assignments.ts';

/** A stretch of a text that holds a secret. */
export type Found = { readonly start: number; readonly end: number; readonly kind: string };

/**
 * Shapes of secrets that the rule set does not know, or knows only where they stand in a file of their own kind: what is said
 * in prompts and commands. The first group that is named `secret` is the secret; without one, all of it is.
 */
const shapes: readonly (readonly [kind: string, shape: RegExp])[] = [
  [
    'private key',
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)/gu,
  ],
  ['private key', /AGE-SECRET-KEY-1[0-9A-Z]{30,}/gu],
  ['private key', /^PuTTY-User-Key-File-\d[\s\S]*?(?:Private-MAC: \S+|$(?![\s\S]))/gmu],
  ['token', /\bey[A-Za-z\d]{15,}\.ey[\w/\\-]{15,}(?:\.[\w/\\-]*=*)?/gu],
  ['token', /\beyJ[\w-]{6,}\.(?:eyJ)?[\w-]{6,}(?:\.[\w-]*){0,3}/gu],
  ['token', new RegExp(String.raw`(?<![\w-])(?:${prefixes()})`, 'gu')],
  ['token', /\b(?:Bearer|Token|Basic|Digest|ApiKey|SSWS|AWS4-HMAC-SHA256)[ \t]+(?<secret>[\w.~+/=-]{16,})/giu],
  [
    'header',
    /\b(?:(?:Proxy-)?Authorization|(?:Set-)?Cookie|X-[\w-]{0,40}(?:Key|Token|Secret|Auth)[\w-]{0,20}|Api-Key|PRIVATE-TOKEN|JOB-TOKEN|DD-API-KEY|apikey)["']?[ \t]*[:=][ \t]*["']?(?!Bearer |Token |Basic )(?<secret>[^\s"'][^"'\r\n]{3,})/giu,
  ],
  ['credentials', /(?<![a-z\d+.-])[a-z][a-z\d+.-]{0,30}:\/\/(?<secret>[^\s/@:"'<>]*:[^\s@"'<>]+)@/giu],
  ['credentials', /(?<![a-z\d+.-])[a-z][a-z\d+.-]{0,30}:\/\/(?<secret>[\w.~%+-]{16,})@/giu],
  ['credentials', /(?:^|\s)(?:-u|--user|--proxy-user|-U)[ \t=]*["']?(?<secret>[\w.@-]+:[^\s"']{2,})/gu],
  ['credentials', /\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?<secret>\S+)/giu],
  ['credentials', /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;&]*?\s-p(?<secret>[^\s"'-][^\s"']*)/gu],
  [
    'credentials',
    /\b(?:sshpass|docker login|podman login|helm registry login|az login|mongosh?|redis-cli|twine upload|unzip|zip|7z)\b[^\n|;&]*?\s(?:-p|-P|-a)[ \t]+["']?(?<secret>[^\s"'-][^\s"']*)/gu,
  ],
  ['password hash', /\$(?:2[abxy]?|[156y]|apr1|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]*)\$[\w./$,=+-]{15,}/gu],
  [
    'webhook',
    /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks|[\w-]+\.webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook|hooks\.zapier\.com\/hooks\/catch|maker\.ifttt\.com\/trigger\/[\w-]+\/with\/key|chat\.googleapis\.com\/v1\/spaces)\/(?<secret>[^\s"'<>]+)/giu,
  ],
  ['token', /(?<![\w-])\d{8,10}:AA[\w-]{32,35}(?![\w-])/gu],
  ['token', /(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/gu],
  [
    'connection string',
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret|Pwd|Password)[ \t]*=[ \t]*(?<secret>[^;\s"'<$%{*[][^;\s"']{2,})/giu,
  ],
  [
    'password',
    /(?<![\w.-])(?:[\w.-]{0,60}[-_.])?(?:password|passwd|passphrase|passcode|pwd|pass|pw)["']?[ \t]+(?:is|was|to|=>|:=)[ \t]+["'`](?<secret>[^"'`\r\n]{3,})["'`]/giu,
  ],
];

/** Beginnings that issuers put in front of their tokens, each with what follows. */
function prefixes(): string {
  return String.raw`
    (?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA|AGPA|ANPA)[A-Z2-7]{16}
    AIza[\w-]{30,} ya29\.[\w.-]{20,} GOCSPX-[\w-]{20,} 1//0[\w-]{30,}
    gh[pousr]_[A-Za-z\d]{20,} github_pat_\w{20,} v1\.[\da-f]{40}
    gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent|oas|ffct|wt|rtr)-[\w.-]{15,} GR1348941[\w-]{15,}
    npm_[A-Za-z\d]{20,} pypi-[\w-]{20,} rubygems_[\da-f]{30,} oy2[a-z\d]{40,} cio[A-Za-z\d]{32} crates_[\w-]{20,}
    xox[abeoprs](?:[-.][\w-]+){1,}[\w-]{8,} xapp-\d-[\w-]{15,} xoxe\.[\w.-]{20,}
    (?:sk|rk|pk)_(?:live|test|prod)_[\w]{10,} whsec_[\w+/=]{20,}
    sk-[\w-]{20,} sess-[\w-]{20,} gsk_\w{20,} r8_\w{20,} hf_\w{20,} api_org_\w{20,} pplx-\w{20,} xai-[\w-]{20,} nvapi-[\w-]{20,} tgp_v1_[\w-]{20,} fw_\w{20,} jina_\w{20,} pcsk_\w{20,} ls(?:v2)?_(?:pt|sk)_\w{20,} co-[\w]{30,}
    SG\.[\w.=-]{60,} key-[\da-f]{32} xkeysib-[\da-f]{32,}[\w-]* md-[\w-]{22} SK[\da-fA-F]{32} AC[\da-f]{32} [\da-f]{32}-us\d{1,2}
    dckr_(?:pat|oat)_[\w-]{20,} do[ort]_v1_[\da-f]{40,} dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}
    shp(?:at|ca|pa|ss|tka|ua)_[\da-fA-F]{20,} sq0(?:atp|csp|idp)-[\w-]{20,} EAAA[\w-]{50,} EAA[A-Za-z\d]{50,} access_token\$(?:production|sandbox)\$\w+\$\w{20,}
    hv[sbr]\.[\w-]{20,} s\.[A-Za-z\d]{24} atlasv1\.[\w.-]{20,} [A-Za-z\d]{14}\.atlasv1\.[\w-]{20,} dapi[\da-f]{30,}[\w-]* glsa_\w{20,} glc_[\w+/=]{20,} eyJrIjoi[\w+/=]{20,}
    figd_[\w-]{20,} lin_(?:api|oauth)_\w{20,} secret_[A-Za-z\d]{40,} ntn_\w{20,} tskey-[\w-]{15,} vc[pikras]_[\w]{20,} nfp_\w{20,} rnd_\w{20,} railway_\w{20,} fo1_[\w-]{20,} FlyV1\x20fm\d[\w+/=,]{20,} HRKU-[\w-]{20,}
    sntry[su]_[\w+/=.-]{20,} NRAK-[A-Z\d]{20,} NRJS-[\da-f]{15,} NRI[IQ]-[\w-]{20,} phc_\w{20,} phx_\w{20,} ddp_\w{20,} PMAK-[\da-f-]{20,} CCIPAT_[\w-]{20,} circle-?ci-token-\w+ bkua_[\da-f]{30,} sbp_[\da-f]{30,} sb_secret_[\w-]{20,} pscale_(?:tkn|pw|oauth)_[\w.-]{20,} sqp_[\da-f]{30,} squ_[\da-f]{30,} dop_[\w]{20,}
    p8e-[a-z\d]{32} dnkey-[\w=-]{26,} dt0c01\.\w{24}\.\w{40,} fio-u-[\w=-]{40,} [ps]at\.[\w-]{22}\.[\da-zA-Z]{24}\.\w{20} v1\.0-[\da-f]{24}-[\da-f]{60,} CLOJARS_\w{40,} API-[A-Z\d]{26} sha256~[\w-]{40,} rdme_\w{40,} sm_[aps]at_\w{16,} sgp_\w{20,} slk_[\da-f]{64} s-s4t2(?:af|ud)-[\da-f]{64} pubkey-[\da-f]{32} \w{6}_\w{29}_mmk YC[\w-]{38} AQVN[\w-]{35,} t1\.[A-Z\d][\w-]+={0,2}\.[\w-]{86}={0,2} A3T[A-Z\d]{17} (?:sc|ext|scauth|authress)_\w{5,30}\.\w{4,6}\.acc[_-][\w-]{10,32}\.[\w+/=-]{30,} EAAA[\w-]{22,} A{22}[\w%]{60,} [\w.~]{3}\dQ~[\w.~-]{31,34} \d{15,16}(?:\||%7C)[\w-]{27,40} ZXlK[\w+/=]{40,}
    ATATT3[\w=-]{30,} ATBB[\w]{20,} ATCTT3[\w=-]{30,} AAAA[\w-]{7}:[\w-]{80,} ops_eyJ[\w+/=-]{20,} A3-[A-Z\d-]{25,} pat-(?:na|eu)\d-[\da-f-]{30,} pat[A-Za-z\d]{14}\.[\da-f]{40,} duffel_(?:test|live)_[\w=-]{20,} EZ[AT]K\w{40,} FLWSECK(?:_TEST)?-[\w-]{12,} rzp_(?:live|test)_\w{10,} t[12]_[\w-]{60,} lo_oauth_\w+ frpt_\w+ LTAI[A-Za-z\d]{16,} AKID[A-Za-z\d]{16,} PK[A-Z\d]{18,20} dG9rO[\w=]{30,} NFTEST\w+ tfp_[\w-]{30,} pul-[\da-f]{40} shippo_(?:live|test)_[\da-f]{30,} sl\.[\w-]{60,} sk\.eyJ[\w.-]{30,} pk\.eyJ[\w.-]{30,} CFPAT-[\w-]{30,} ico-\w{30,} apify_api_\w{20,} rpa_\w{30,} e2b_[\da-f]{30,} re_\w{8}_\w{20,} sentinel_\w{30,} whsk_\w{20,} uploadcare_\w{20,} ory_[a-z]{2}_[\w.-]{20,}
  `
    .trim()
    .split(/\s+/u)
    .join('|');
}

/** Services whose keys are plain hexadecimal, digits or UUIDs, so that only the name in front of them tells. */
const services = new RegExp(
  String.raw`(?<![\w.-])[\w.-]{0,40}?(?:adafruit|adobe|airtable|algolia|alibaba|asana|atlassian|beamer|bintray|bitbucket|bittrex|cloudflare|codecov|cohere|coinbase|confluence|confluent|contentful|datadog|discord|drone_?ci|dropbox|etsy|facebook|fastly|finicity|finnhub|flickr|freshbooks|gitter|gocardless|heroku|hubspot|intercom|jfrog|jira|kraken|kucoin|launchdarkly|linear|linkedin|lob|looker|mailchimp|mailgun|mapbox|mattermost|meraki|messagebird|netlify|new_?relic|nytimes|plaid|rapidapi|sendbird|sentry|shippo|snyk|sonar|squarespace|sumo(?:logic)?|telegr(?:am)?|travis(?:ci)?|twilio|twitch|twitter|typeform|yandex|zendesk|gitlab_session|bundle_(?:enterprise|gems)__contribsys__com)[\w.-]{0,20}["']?[ \t]{0,3}(?:=>|:{1,3}=|==?|:|,)[ \t"'\x60]{0,3}(?<secret>(?=[\w.=+/-]*\d)[\w:.=+/-]{14,})`,
  'giu',
);

/** Finds what the shapes and the assignments say. */
export function findShapes(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const [kind, shape] of [...shapes, ['key', services] as const]) {
    for (const match of text.matchAll(shape)) {
      const secret = match.groups?.['secret'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  return [...found, ...findAssigned(text), ...findRandom(text)];
}
