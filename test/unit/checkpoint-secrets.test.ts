import { beforeAll, describe, expect, test } from 'vitest';
import { cleanDraft } from '../../src/checkpoints/draft/clean-draft.ts';
import { cleanRest, cleanText, type Rest } from '../../src/checkpoints/draft/clean-rest.ts';
import { notTaken } from '../../src/checkpoints/code/not-taken.ts';
import type { Draft } from '../../src/checkpoints/draft/draft-input.ts';
import { openSecretFilter, type SecretFilter } from '../../src/checkpoints/secrets/filter.ts';
import { renderCheckpointMarkdown } from '../../src/render/checkpoint/markdown.ts';
import { fullCheckpoint } from '../helpers/full-checkpoint.ts';
import { plantedSecrets, tokenKinds, type Planted } from '../helpers/token-shapes.ts';

let filter: SecretFilter;
beforeAll(async () => {
  filter = await openSecretFilter();
});

/** Eight characters in a row of a secret are a leak: half of it helps to guess the rest. */
const leaks = (text: string, { parts }: Planted): boolean =>
  parts.some((part) => Array.from({ length: part.length - 7 }).some((_, at) => text.includes(part.slice(at, at + 8))));

describe('the filter catches what is known', () => {
  const planted = plantedSecrets({ seed: 20_261_122, each: 4 });

  test.each([
    ['alone', (text: string) => text],
    ['in a sentence', (text: string) => `Please fix the login, the token is ${text} and then run the tests`],
    ['in a command', (text: string) => `echo '${text}' > out.txt && npm test`],
  ])('%s: 99 of 100 at least, and the rest is known', async (_, place) => {
    const filtered = await filter(planted.map(({ text }) => place(text)));
    const missed = planted.filter((one, at) => leaks(filtered[at] ?? '', one));
    expect(tokenKinds.length).toBeGreaterThan(100);
    expect(missed.length / planted.length).toBeLessThan(0.01);
    // A password that is a plain word, in the middle of a sentence: docs/decisions/secret-filter.md.
    expect(new Set(missed.map(({ kind }) => kind)).difference(new Set(['password, one word']))).toEqual(new Set());
  });

  test('a comment cannot switch it off', async () => {
    const secret = plantedSecrets({ seed: 1, each: 1 }).find(({ kind }) => kind === 'GitHub personal');
    const text = `secretlint-disable\n/* secretlint-disable */ # secretlint-disable-line\n${secret?.text}`;
    const [filtered] = await filter([text]);
    expect(filtered).toMatch(/\n\[secret removed: token\]$/u);
  });

  test('a secret of several lines, and one that never ends', async () => {
    const kind = 'PRIVATE'; // so that no scanner takes this file for a key
    const key = `-----BEGIN ${kind} KEY-----\nMIIEvQ\nABCDEF`;
    expect(await filter([`before ${key}\n-----END ${kind} KEY----- after`, `before ${key}`])).toEqual([
      'before [secret removed: private key] after',
      'before [secret removed: private key]',
    ]);
  });
});

describe('the filter leaves alone what is none', () => {
  const harmless = `Expire login tokens after 30 minutes and add a test
The password: reset fails when the token is expired
Fix the secret santa page, its key is the year
src/auth/token-refresh/password_reset.spec.ts
/home/dev/.claude/projects/-home-dev-acme-shop-billing/bcce64ee-19e4-41b5-abcf-3878e44073d1.jsonl
packages/shop-checkout-integration-tests/src/PasswordResetControllerIntegrationTest.java
3a07619f2b8c4d5e6f708192a3b4c5d6e7f80912
9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
00000000-0000-4000-8000-000000000001
sha512-z3iYQ0pvkGfBwZz9X2mZgkG8C5e1Jp0m2c3T4Gk5b6N7v8D9A==
npm install @scope/pkg@12.3.4-beta.5 --save-exact
git commit -m "auth: rotate the signing key once a day"
git rebase --onto main 1a2b3c4d feature/token-expiry
curl -s https://registry.example/shop/-/shop-1.2.3.tgz?cache=false
docker run -e TOKEN=$TOKEN -e API_KEY=\${API_KEY} shop
const token = nextToken(reader);
export PATH=$PWD/node_modules/.bin:$PATH
psql -h localhost -U shop -d shop_test
password=<your password>
max_tokens=4096 temperature=0.2
aws s3 cp build s3://shop-assets-production/2026/11/22/
kg checkpoint 20261122T194501123Z-4f9a2c
ENOENT: no such file or directory, open '/var/lib/shop/cache/index-20261122.json'
feature/SHOP-12345-add-vat-to-invoices-for-eu-customers`.split('\n');

  test('prose, paths, object ids, UUIDs, versions, variables', async () => {
    expect(await filter(harmless)).toEqual(harmless);
  });
});

/** A draft with a text in every place that can hold one. */
const draftWith = (text: string): Draft => {
  const { schema: _s, id: _i, at: _a, by: _b, code: _c, summary: _m, life: _l, ...draft } = fullCheckpoint(text);
  return draft;
};

describe('nothing gets around the filter', () => {
  const planted = plantedSecrets({ seed: 3, each: 1 }).find(({ kind }) => kind === 'Anthropic');
  const secret = planted?.text ?? '';

  test('a secret in every text of a draft is in none afterwards, in neither form', async () => {
    const draft = await cleanDraft(draftWith(`x ${secret} y`), openSecretFilter);
    const whole = { ...fullCheckpoint('plain'), ...draft };
    expect(secret.length).toBeGreaterThan(100);
    expect(JSON.stringify(whole)).not.toContain(secret.slice(20, 40));
    expect(renderCheckpointMarkdown(whole)).not.toContain(secret.slice(20, 40));
    expect(JSON.stringify(draft).split('[secret removed: ').length).toBeGreaterThan(25);
  });

  test('a directory of a random name does not cost the way back into it', async () => {
    const worktree = '/tmp/kg-repo-CfKEwa/rCWfr0h/shop.auth';
    const { session, ...draft } = draftWith('x');
    const resume = (path: string): string => `cd ${path} && claude --resume 00000000-0000-4000-8000-000000000001`;
    const cleaned = async (path: string) => {
      const one = { ...draft, worktree, session: session && { ...session, resume: resume(path) } };
      return (await cleanDraft(one, openSecretFilter)).session?.resume;
    };
    expect(await cleaned(worktree)).toBe(resume(worktree));
    expect(await cleaned(worktree.replace('C', 'D'))).toContain('[secret removed: random text]');
    expect(await cleaned(`${worktree}/${secret}`)).toMatch(/shop\.auth\/?\[secret removed: /u);
  });

  test('a secret in what is known last, as in what git says when it fails, is not kept either', async () => {
    const path = `src/${secret}.ts`;
    const file = { path, from: path, change: 'renamed', mode: '100644', base: null, now: null } as const;
    const code = {
      commit: 'c',
      tree: 't',
      staged: null,
      parents: [],
      files: [file],
      skipped: [{ path, reason: 'secret' }],
    } as const;
    const rest: Rest = {
      drift: [{ path, writer: `/code/${secret}`, outcome: 'lacks' }],
      code,
      problems: [notTaken('/code/shop', `fatal: unable to read ${path}`)],
    };
    const cleaned = await cleanRest(rest, openSecretFilter);
    expect(JSON.stringify(cleaned)).not.toContain(secret.slice(20, 40));
    expect(JSON.stringify(cleaned).split('[secret removed: ')).toHaveLength(7);
    const refused = await cleanRest(rest, () => Promise.reject(new Error('not there')));
    expect(JSON.stringify(refused)).not.toContain(secret.slice(20, 40));
    expect(refused).toMatchObject({
      problems: [{ message: '[left out]' }],
      drift: [{ path: '[left out]', outcome: 'lacks' }],
    });
  });

  test('no limit cuts a secret in two, and no invisible character takes it apart', async () => {
    const texts = [590, 575, 560, 500].map((before) => `${'word '.repeat(before / 5)}${secret}`);
    const hidden = `${secret.slice(0, 30)}\u200B${secret.slice(30)} \u001B[31m${secret.slice(0, 10)}\u001B[0m${secret.slice(10)}`;
    const cut = `the key ${secret.slice(0, 60)}…`;
    for (const text of [...texts, hidden, cut]) {
      const { goal } = await cleanDraft(
        { ...draftWith('x'), goal: [{ text, source: 'first prompt' }] },
        openSecretFilter,
      );
      const [first] = goal;
      expect(first?.text.length).toBeLessThanOrEqual(600);
      expect(first?.text).not.toContain(secret.slice(13, 21));
    }
  });

  test('without the filter there is no free text, and a problem says so', async () => {
    const refuse = (): Promise<SecretFilter> => Promise.reject(new Error('not there'));
    const draft = await cleanDraft(draftWith('Add VAT for Ada'), refuse);
    expect(JSON.stringify(draft)).not.toContain('Add VAT');
    expect(draft).toMatchObject({ goal: [], lastAsk: null, next: [], tests: null, commands: [] });
    expect(draft).not.toHaveProperty('note');
    expect(draft.problems.map(({ code }) => code)).toEqual(['TEXT_LEFT_OUT']);
    expect(await cleanText('Add VAT', { limit: 10, open: refuse })).toBeNull();
    const failing = (): Promise<SecretFilter> => Promise.resolve(() => Promise.reject(new Error('broken')));
    expect((await cleanDraft(draftWith('Add VAT'), failing)).goal).toEqual([]);
  });

  test('a text is cut between characters, and said so', async () => {
    expect(await cleanText('👩‍👩‍👧 '.repeat(400), { limit: 50, open: openSecretFilter })).toMatch(/^[^\uFFFD]{20,100}…$/u);
  });
});
