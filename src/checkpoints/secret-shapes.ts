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
  ['token', /\beyJ[\w-]{6,}\.(?:eyJ)?[\w-]{6,}(?:\.[\w-]*){0,3}/gu],
  ['token', new RegExp(String.raw`(?<![\w-])(?:${prefixes()})`, 'gu')],
  ['token', /\b(?:Bearer|Token|Basic|Digest|ApiKey|SSWS|AWS4-HMAC-SHA256)[ \t]+(?<secret>[\w.~+/=-]{16,})/giu],
  [
    'header',
    /\b(?:(?:Proxy-)?Authorization|(?:Set-)?Cookie|X-[\w-]*(?:Key|Token|Secret|Auth)[\w-]*|Api-Key|PRIVATE-TOKEN|JOB-TOKEN|DD-API-KEY|apikey)["']?[ \t]*[:=][ \t]*["']?(?!Bearer |Token |Basic )(?<secret>[^\s"'][^"'\r\n]{3,})/giu,
  ],
  ['credentials', /\b[a-z][a-z\d+.-]*:\/\/(?<secret>[^\s/@:"'<>]*:[^\s@"'<>]+)@/giu],
  ['credentials', /\b[a-z][a-z\d+.-]*:\/\/(?<secret>[\w.~%+-]{16,})@/giu],
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
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|SharedSecret|Pwd|Password)[ \t]*=[ \t]*(?<secret>[^;\s"']{3,})/giu,
  ],
  [
    'password',
    /(?:--?|\b)(?:[\w.-]*[-_.])?(?:password|passwd|passphrase|passcode|pwd|pass|pw)["']?[ \t]+(?:is|was|to|=>|:=)[ \t]+["'`](?<secret>[^"'`\r\n]{3,})["'`]/giu,
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
    SG\.[\w-]{10,}\.[\w-]{20,} key-[\da-f]{32} xkeysib-[\da-f]{32,}[\w-]* md-[\w-]{22} SK[\da-f]{32} AC[\da-f]{32} [\da-f]{32}-us\d{1,2}
    dckr_(?:pat|oat)_[\w-]{20,} do[ort]_v1_[\da-f]{40,} dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}
    shp(?:at|ca|pa|ss|tka|ua)_[\da-fA-F]{20,} sq0(?:atp|csp|idp)-[\w-]{20,} EAAA[\w-]{50,} EAA[A-Za-z\d]{50,} access_token\$(?:production|sandbox)\$\w+\$\w{20,}
    hv[sbr]\.[\w-]{20,} s\.[A-Za-z\d]{24} atlasv1\.[\w.-]{20,} [A-Za-z\d]{14}\.atlasv1\.[\w-]{20,} dapi[\da-f]{30,}[\w-]* glsa_\w{20,} glc_[\w+/=]{20,} eyJrIjoi[\w+/=]{20,}
    figd_[\w-]{20,} lin_(?:api|oauth)_\w{20,} secret_[A-Za-z\d]{40,} ntn_\w{20,} tskey-[\w-]{15,} vc[pikras]_[\w]{20,} nfp_\w{20,} rnd_\w{20,} railway_\w{20,} fo1_[\w-]{20,} FlyV1\x20fm\d[\w+/=,]{20,} HRKU-[\w-]{20,}
    sntry[su]_[\w+/=.-]{20,} NRAK-[A-Z\d]{20,} NRJS-[\da-f]{15,} NRI[IQ]-[\w-]{20,} phc_\w{20,} phx_\w{20,} ddp_\w{20,} PMAK-[\da-f-]{20,} CCIPAT_[\w-]{20,} circle-?ci-token-\w+ bkua_[\da-f]{30,} sbp_[\da-f]{30,} sb_secret_[\w-]{20,} pscale_(?:tkn|pw|oauth)_[\w.-]{20,} sqp_[\da-f]{30,} squ_[\da-f]{30,} dop_[\w]{20,}
    ATATT3[\w=-]{30,} ATBB[\w]{20,} ATCTT3[\w=-]{30,} AAAA[\w-]{7}:[\w-]{80,} ops_eyJ[\w+/=-]{20,} A3-[A-Z\d-]{25,} pat-(?:na|eu)\d-[\da-f-]{30,} pat[A-Za-z\d]{14}\.[\da-f]{40,} duffel_(?:test|live)_[\w=-]{20,} EZ[AT]K\w{40,} FLWSECK(?:_TEST)?-[\w-]{12,} rzp_(?:live|test)_\w{10,} t[12]_[\w-]{60,} lo_oauth_\w+ frpt_\w+ LTAI[A-Za-z\d]{16,} AKID[A-Za-z\d]{16,} PK[A-Z\d]{18,20} dG9rO[\w=]{30,} NFTEST\w+ tfp_[\w-]{30,} pul-[\da-f]{40} shippo_(?:live|test)_[\da-f]{30,} sl\.[\w-]{60,} sk\.eyJ[\w.-]{30,} pk\.eyJ[\w.-]{30,} CFPAT-[\w-]{30,} ico-\w{30,} apify_api_\w{20,} rpa_\w{30,} e2b_[\da-f]{30,} re_\w{8}_\w{20,} sentinel_\w{30,} whsk_\w{20,} uploadcare_\w{20,} ory_[a-z]{2}_[\w.-]{20,}
  `
    .trim()
    .split(/\s+/u)
    .join('|');
}

/** Names whose values are secrets, as the end of a variable, an option, a field or a query parameter. */
const names = String.raw`pass(?:word|wd|phrase|code)?|pwd|secret(?:[-_.]?(?:key|value|string))?|token|auth[-_.]?token|api[-_.]?key|apikey|app[-_.]?key|access[-_.]?key(?:[-_.]?id)?|(?:private|signing|encryption|license|account|shared|session|service|master|deploy|webhook|ssh|storage|subscription|admin|anon|consumer|publishable|secret|hmac|jwt|cookie)[-_.]?(?:key|secret|token|salt)|client[-_.]?secret|credentials?|auth|_auth|authorization|bearer|cookie|sig(?:nature)?|sas|dsn|connection[-_.]?string|otp|mfa|totp|seed|mnemonic|salt|pin|key`;

/** `NAME=value`, `"name": "value"`, `--name value`, `?name=value`: the name and what stands between it and the value. */
const assignment = new RegExp(
  String.raw`(?<![A-Za-z\d])(?<name>(?:[\w.-]{0,60}?[-_.])?(?:${names})|[A-Za-z]{1,40}(?:Password|Passwd|Secret|Token|ApiKey|AccessKey|PrivateKey|Credentials?))(?<mark>["']?[ \t]*(?:=>|:=|==?|:)[ \t]*|[ \t]+(?=\S))(?<quote>\$?["'\x60]|\\")?(?<value>[^\s"'\x60\\;&|<>()]+)`,
  'giu',
);
/** Of these names even a value that looks like a word is a secret. */
const surely = /pass(?:word|wd|phrase|code)?$|pwd$|secret$/iu;
/** A name that ends in "key" alone says nothing when its value is a word. */
const hardly = /(?:^|[-_.])(?:key|pin|sig|seed|salt|auth|sas|otp|mfa|cookie|dsn)$/iu;

/** Finds what the shapes and the assignments say. */
export function findShapes(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const [kind, shape] of shapes) {
    for (const match of text.matchAll(shape)) {
      const secret = match.groups?.['secret'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  for (const match of text.matchAll(assignment)) {
    const { name = '', mark = '', quote = '', value = '' } = match.groups ?? {};
    const end = match.index + match[0].length;
    if (
      isAssigned({
        name,
        mark,
        quoted: quote !== '',
        value,
        rest: text.slice(end, end + 200),
        dashed: isOption(text, match.index),
      })
    )
      found.push({ start: end - value.length, end: closed(text, end, quote), kind: kindOf(name) });
  }
  return [...found, ...findRandom(text)];
}

function isOption(text: string, start: number): boolean {
  return text.slice(Math.max(0, start - 2), start).endsWith('-') || text[start] === '-';
}

/** A quoted value goes on to its quote, blanks included; one without an end to the end of its line. */
function closed(text: string, end: number, quote: string): number {
  const mark = quote.at(-1);
  if (mark === undefined) return end;
  const line = text.indexOf('\n', end);
  const last = text.indexOf(mark, end);
  if (last === -1) return line === -1 ? text.length : line;
  return line !== -1 && line < last ? line : last;
}

type Assigned = {
  readonly name: string;
  readonly mark: string;
  readonly quoted: boolean;
  readonly value: string;
  readonly rest: string;
  /** Written as an option of a program. */
  readonly dashed: boolean;
};

/** Whether what looks like an assignment is one, and not a sentence with the word "password" in it. */
function isAssigned({ name, mark, quoted, value, rest, dashed }: Assigned): boolean {
  if (value.length < 3 || isHarmless(value)) return false;
  const random = /\d/u.test(value) && /[A-Za-z]/u.test(value) && value.length >= 6;
  if (mark.trim() === '')
    return dashed && !value.startsWith('-') && (!hardly.test(name) || random || value.length >= 16);
  if (hardly.test(name)) return random && value.length >= 8;
  if (mark.trim() === '=' && mark === mark.trim()) return quoted || random || surely.test(name) || value.length >= 8;
  if (quoted || random) return true;
  // "password: swordfish" alone on its line; "fix the password: it is too short" goes on.
  return surely.test(name) && /^[ \t,.]*(?:\r?\n|$)/u.test(rest);
}

/** What stands for a value, or is no value: variables, types, calls, the mask of an earlier filter. */
function isHarmless(value: string): boolean {
  return (
    /^(?:\$|%\w+%$|\{\{?|<|\*{2,}|x{3,}$|\.{3}|…|\[)/iu.test(value) ||
    /^(?:true|false|null|none|undefined|string|number|boolean|required|optional|invalid|expired|missing|empty|process\.env\b.*|env\..*|os\.environ.*|import\.meta.*|req\.\w.*|this\.\w.*|self\.\w.*)[,.]*$/iu.test(
      value,
    )
  );
}

function kindOf(name: string): string {
  if (surely.test(name)) return /secret$/iu.test(name) ? 'secret' : 'password';
  return /key(?:[-_.]?id)?$/iu.test(name) ? 'key' : 'token';
}

/** Runs of characters that keys are written in, with their neighbours, so that a part of a path is not taken for a whole. */
const run = /(?<![\w+/=.@~-])[\w+/=-]{28,}(?![\w+/@~-])/gu;

/**
 * Text that nobody made up by hand: long, of mixed classes, and with hardly a character twice in a row. Object ids, digests and
 * UUIDs are hexadecimal and stay: they name things. So do paths and names, which are made of words.
 */
function findRandom(text: string): readonly Found[] {
  return [...text.matchAll(run)].flatMap(({ 0: word, index }) =>
    isRandom(word) ? [{ start: index, end: index + word.length, kind: 'random text' }] : [],
  );
}

function isRandom(word: string): boolean {
  if (/^(?:sha\d{1,3}|md5)-/u.test(word) || /^[\da-f-]+$/iu.test(word)) return false;
  const classes = [/[a-z]/u, /[A-Z]/u, /\d/u].filter((one) => one.test(word)).length;
  if (classes < 3 || entropy(word) < 4) return false;
  // Words, as in paths and names, are runs of small letters; in random text they are short.
  const letters = word.match(/[a-z]{4,}/giu) ?? [];
  const inWords = letters.filter(isWordLike).reduce((total, part) => total + part.length, 0);
  return inWords < word.length * 0.4;
}

/** `Checkout` or `checkout` or `CHECKOUT`, but not `cHeCkOut`. */
function isWordLike(letters: string): boolean {
  return /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[A-Z][a-z]+)*$/u.test(letters) && /[aeiouy]/iu.test(letters);
}

/** Bits a character, by Shannon. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / word.length) * Math.log2(count / word.length), 0);
}
