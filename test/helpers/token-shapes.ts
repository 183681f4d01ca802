/**
 * Made-up secrets in the shapes that issuers use, and sentences and commands to put them in. They are put together at run time,
 * from a fixed seed: no text in this repository looks like a live secret.
 */

/** `{a36}`: 36 letters and digits; `h` hexadecimal, `U` capitals and digits, `l` small letters and digits, `d` digits, `b` base64, `w` base64url. */
const shapes: Readonly<Record<string, string>> = {
  'AWS access key': 'AKIA{T16}',
  'AWS temporary key': 'ASIA{T16}',
  'AWS secret key': 'aws_secret_access_key = {b40}',
  'AWS session token': 'export AWS_SESSION_TOKEN={b120}',
  'GCP API key': 'AIza{w35}',
  'GCP service account':
    '{"type": "service_account", "private_key_id": "{h7}", "private_key": "-----BEGIN {P} KEY-----\\n{b64}\\n{b64}\\n-----END {P} KEY-----\\n"}',
  'GCP OAuth secret': 'GOCSPX-{w28}',
  'GCP OAuth token': 'ya29.{w60}',
  'Azure storage': 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={b86}==;EndpointSuffix=core.windows.net',
  'Azure client secret': 'AZURE_CLIENT_SECRET={a3}8Q~{w34}',
  'Azure SAS': 'https://shop.blob.core.windows.net/c?sv=2026-01-01&sig={a43}%3D',
  'Azure DevOps': 'AZURE_DEVOPS_PAT_TOKEN={l52}',
  'GitHub personal': 'ghp_{a36}',
  'GitHub OAuth': 'gho_{a36}',
  'GitHub user': 'ghu_{a36}',
  'GitHub server': 'ghs_{a36}',
  'GitHub refresh': 'ghr_{a36}',
  'GitHub fine-grained': 'github_pat_{a22}_{a59}',
  'GitLab personal': 'glpat-{w20}',
  'GitLab runner': 'glrt-{w20}',
  'GitLab deploy': 'gldt-{w20}',
  'GitLab trigger': 'glptt-{h40}',
  'GitLab header': 'curl --header "PRIVATE-TOKEN: {w20}" https://gitlab.example/api',
  npm: 'npm_{a36}',
  'npm registry': '//registry.example/:_authToken={h8}-{h4}-4{h3}-8{h3}-{h12}',
  PyPI: 'pypi-AgEIcHlwaS5vcmc{w70}',
  RubyGems: 'rubygems_{h48}',
  'Slack bot': 'xoxb-{d12}-{d12}-{a24}',
  'Slack user': 'xoxp-{d12}-{d12}-{d12}-{h32}',
  'Slack app': 'xapp-1-A{U10}-{d13}-{h64}',
  'Slack webhook': 'https://hooks.slack.com/services/T{U8}/B{U10}/{a24}',
  'Stripe secret': 'sk_live_{a24}',
  'Stripe test': 'sk_test_{a24}',
  'Stripe restricted': 'rk_live_{a24}',
  'Stripe webhook': 'whsec_{a32}',
  'Twilio key': 'SK{h32}',
  'Twilio token': 'TWILIO_AUTH_TOKEN={h32}',
  SendGrid: 'SG.{w22}.{w43}',
  'OpenAI legacy': 'sk-{a48}',
  'OpenAI project': 'sk-proj-{w74}',
  Anthropic: 'sk-ant-api03-{w93}AA',
  'Anthropic OAuth': 'sk-ant-oat01-{w93}AA',
  'Hugging Face': 'hf_{a34}',
  Groq: 'gsk_{a52}',
  Replicate: 'r8_{a37}',
  Perplexity: 'pplx-{a48}',
  Docker: 'dckr_pat_{w27}',
  DigitalOcean: 'dop_v1_{h64}',
  'DigitalOcean OAuth': 'doo_v1_{h64}',
  Shopify: 'shpat_{h32}',
  'Shopify secret': 'shpss_{h32}',
  Square: 'sq0atp-{w22}',
  'Square secret': 'sq0csp-{w43}',
  Mailgun: 'key-{h32}',
  Mailchimp: '{h32}-us12',
  Sendinblue: 'xkeysib-{h64}-{a16}',
  Telegram: '{D9}:AA{w33}',
  'Discord bot': 'M{a25}.{w6}.{w38}',
  'Discord webhook': 'https://discord.com/api/webhooks/{d18}/{w68}',
  Vault: 'hvs.{w90}',
  Terraform: '{a14}.atlasv1.{w64}',
  Databricks: 'dapi{h32}',
  Grafana: 'glsa_{a32}_{h8}',
  Figma: 'figd_{w40}',
  Linear: 'lin_api_{a40}',
  Notion: 'ntn_{a46}',
  Tailscale: 'tskey-auth-{a12}-{a32}',
  Vercel: 'VERCEL_TOKEN={a24}',
  Netlify: 'nfp_{a36}',
  Heroku: 'HEROKU_API_KEY={h8}-{h4}-4{h3}-8{h3}-{h12}',
  Cloudflare: 'CLOUDFLARE_API_TOKEN={w40}',
  Datadog: 'DD_API_KEY={h32}',
  'New Relic': 'NRAK-{U27}',
  Sentry: 'sntrys_{b80}',
  Postman: 'PMAK-{h24}-{h34}',
  CircleCI: 'CIRCLE_TOKEN={h40}',
  Supabase: 'sbp_{h40}',
  PlanetScale: 'pscale_tkn_{w43}',
  SonarQube: 'squ_{h40}',
  Atlassian: 'ATATT3{w180}',
  Bitbucket: 'ATBB{a32}',
  '1Password': 'ops_eyJ{w200}',
  Doppler: 'dp.pt.{a43}',
  Razorpay: 'rzp_live_{a14}',
  Firebase: 'AAAA{w7}:APA91b{w130}',
  Facebook: 'EAA{a100}',
  Mapbox: 'sk.eyJ{w60}.{w22}',
  Dropbox: 'sl.{w130}',
  HubSpot: 'pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}',
  Airtable: 'pat{a14}.{h64}',
  JWT: 'eyJ{w30}.eyJ{w80}.{w43}',
  'RSA key': '-----BEGIN RSA {P} KEY-----\n{b64}\n{b64}\n-----END RSA {P} KEY-----',
  'OpenSSH key': '-----BEGIN OPENSSH {P} KEY-----\n{b70}\n{b70}\n-----END OPENSSH {P} KEY-----',
  'PGP key': '-----BEGIN PGP {P} KEY BLOCK-----\n\n{b64}\n-----END PGP {P} KEY BLOCK-----',
  'age key': 'AGE-SECRET-KEY-1{U58}',
  'half a key': '-----BEGIN {P} KEY-----\n{b64}\n{b64}',
  'basic auth URL': 'https://deploy:{a16}@git.example/shop.git',
  'token URL': 'https://{a40}@git.example/shop.git',
  'Postgres URL': 'postgres://shop:{a14}@db.example:5432/shop',
  'MySQL URL': 'mysql://root:{a10}@127.0.0.1/shop',
  'MongoDB URL': 'mongodb+srv://shop:{a16}@cluster0.example.net/shop',
  'Redis URL': 'redis://:{a20}@cache.example:6379/0',
  'AMQP URL': 'amqps://shop:{a16}@mq.example/vhost',
  'bearer header': 'curl -H "Authorization: Bearer {w40}" https://api.example',
  'basic header': "curl -H 'Authorization: Basic {b32}' https://api.example",
  'key header': 'curl -H "X-Api-Key: {a32}" https://api.example',
  cookie: "curl -H 'Cookie: session={a40}; theme=dark' https://shop.example",
  'curl user': 'curl -u admin:{a12} https://ci.example',
  'mysql -p': 'mysql -u root -p{a12} shop < dump.sql',
  'docker login': 'docker login -u shop -p {a20} registry.example',
  'password option': './deploy.sh --password {a12} --env staging',
  'token option': 'vercel deploy --token {a24}',
  'token option with =': 'tool --api-token={a24} run',
  'password in words': 'the password is "{a10}", use it for staging',
  'password, one word': 'password: {p9}',
  'password assignment': 'password={p9}',
  PGPASSWORD: 'PGPASSWORD={a12} psql -h db.example shop',
  export: 'export STRIPE_SECRET={a30} && npm start',
  'env file': 'SESSION_SECRET="{b44}"',
  json: '{"clientSecret": "{a32}", "id": 4}',
  yaml: 'api_key: {a32}',
  netrc: 'machine api.example login shop password {a16}',
  'connection string': 'Server=db.example;Database=shop;User Id=sa;Password={a12};',
  'query string': 'https://api.example/v1/items?page=2&access_token={a40}',
  bcrypt: 'htpasswd entry admin:$2b$12${c53}',
  'random key': 'use {m44} for signing',
};

const alphabets: Readonly<Record<string, string>> = {
  a: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  h: '0123456789abcdef',
  U: 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789',
  T: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  l: 'abcdefghijklmnopqrstuvwxyz0123456789',
  d: '0123456789',
  D: '123456789',
  b: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/',
  w: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-',
  m: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  c: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./',
  p: 'abcdefghijklmnopqrstuvwxyz',
};

/** `parts`: the random stretches of 8 characters or more, of which nothing may be left. */
export type Planted = { readonly kind: string; readonly text: string; readonly parts: readonly string[] };

export const tokenKinds: readonly string[] = Object.keys(shapes);

/** `each` secrets of every shape. */
export function plantedSecrets({ seed, each }: { readonly seed: number; readonly each: number }): readonly Planted[] {
  const random = generator(seed);
  return Object.entries(shapes).flatMap(([kind, shape]) =>
    Array.from({ length: each }, () => {
      const parts: string[] = [];
      const text = shape
        .replaceAll('{P}', 'PRIVATE')
        .replaceAll(/\{([a-zA-Z])(\d+)\}/gu, (_, alphabet: string, length: string) => {
          const part = Array.from({ length: Number(length) }, () => pick(alphabets[alphabet] ?? '', random)).join('');
          if (part.length >= 8) parts.push(part);
          return part;
        });
      return { kind, text, parts };
    }),
  );
}

function pick(letters: string, random: () => number): string {
  return letters.charAt(Math.floor(random() * letters.length));
}

/** The same numbers from the same seed, on every machine (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
