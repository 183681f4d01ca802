import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claudeDirectories } from '../../src/sessions/directories.ts';
import { readJobs } from '../../src/sessions/jobs.ts';
import { readRegistry } from '../../src/sessions/registry.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude-code');
const temporary = (): string => mkdtempSync(join(homedir(), 'registry-'));

/** The registry of one moment of a sample, laid out as in a config directory. */
function moment(path: string): string {
  const directory = temporary();
  mkdirSync(join(directory, 'sessions'));
  for (const name of readdirSync(join(fixtures, path))) {
    writeFileSync(join(directory, 'sessions', name), readFileSync(join(fixtures, path, name)));
  }
  return directory;
}

describe('config directories', () => {
  test('CLAUDE_CONFIG_DIR, ~/.claude, then those of the config; each once, by real path', () => {
    const home = temporary();
    for (const name of ['.claude', 'work', 'other']) mkdirSync(join(home, name));
    symlinkSync(join(home, '.claude'), join(home, 'link'));
    const env = { CLAUDE_CONFIG_DIR: join(home, 'work') };
    const configured = ['~/other', '~/missing', 'relative', join(home, 'link'), join(home, 'work')];
    const found = claudeDirectories({ env, home, configured }).map((path) => path.slice(home.length));
    expect(found).toEqual(['/work', '/.claude', '/other']);
  });

  test('none at all is no failure', () => {
    expect(claudeDirectories({ env: {}, home: temporary(), configured: [] })).toEqual([]);
  });
});

describe('the live registry', () => {
  test('each state of an interactive session is read', async () => {
    const states: string[] = [];
    for (const step of readdirSync(join(fixtures, 'interactive-states/registry')).toSorted()) {
      const { records } = await readRegistry(moment(`interactive-states/registry/${step}`));
      const [{ status, waitingFor, name, nameSource, sessionId } = never()] = records;
      states.push([step, status, waitingFor ?? '', name, nameSource, sessionId.slice(0, 4)].join(' '));
    }
    expect(states).toMatchInlineSnapshot(`
      [
        "01-idle-at-start idle  shop-billing-d7 derived bcce",
        "02-waiting-permission waiting permission prompt shop-billing-d7 derived bcce",
        "03-idle-after-turn idle  shop-billing-d7 derived bcce",
        "04-renamed idle  vat-invoices user bcce",
        "05-busy-thinking busy  vat-invoices user bcce",
        "06-waiting-question waiting input needed vat-invoices user bcce",
        "07-shell-in-background shell  vat-invoices user bcce",
        "08-after-compact idle  vat-invoices user bcce",
        "09-after-clear idle  vat-invoices user 8955",
        "10-stale-after-kill-9 busy  vat-invoices user 8955",
      ]
    `);
  });

  test('background, worktree and older records carry what is needed', async () => {
    const [background] = (await readRegistry(moment('background-jobs/registry/2-blocked-on-permission'))).records;
    expect(background).toMatchInlineSnapshot(`
      {
        "cwd": "/home/dev/acme/shop-auth",
        "entrypoint": "cli",
        "jobId": "41203887",
        "kind": "bg",
        "name": "lint",
        "nameSource": "peer",
        "pid": 26854,
        "pidDomain": "linux:00000000000000000000000000000000:pid:[4026531836]",
        "procStart": "388441",
        "sessionId": "41203887-d9a9-44e1-9c37-4661dc4d9584",
        "startedAt": "2026-11-22T15:01:12.776Z",
        "status": "waiting",
        "statusUpdatedAt": "2026-11-22T15:01:13.613Z",
        "updatedAt": "2026-11-22T15:01:13.613Z",
        "version": "2.1.330",
        "waitingFor": "permission prompt",
      }
    `);
    const [older] = (await readRegistry(moment('v2.1.197/registry/2-waiting'))).records;
    expect(older).toMatchObject({ status: 'waiting', pidDomain: null, procStart: '393548', version: '2.1.197' });
  });

  test('a half written file is read again; one that stays half is a problem and hides no other', async () => {
    const directory = moment('interactive-states/registry/01-idle-at-start');
    const file = join(directory, 'sessions/77.json');
    writeFileSync(file, '{"pid":77,"sess');
    writeFileSync(join(directory, 'sessions/78.json'), '');
    const reading = readRegistry(directory);
    setTimeout(() => writeFileSync(file, '{"pid":77,"sessionId":"abc","status":"busy"}'), 5);
    const { records, problems } = await reading;
    expect(records.map(({ pid, status }) => [pid, status])).toEqual([
      [77, 'busy'],
      [13815, 'idle'],
    ]);
    expect(problems).toEqual([
      {
        code: 'REGISTRY_UNREADABLE',
        message: `Could not read ${join(directory, 'sessions/78.json')}: not a complete record`,
      },
    ]);
  });

  test('keys, other layouts, spare workers, daemons and hostile values are no sessions', async () => {
    const directory = temporary();
    mkdirSync(join(directory, 'sessions'));
    const files = {
      '1.0123abcd.key': 'secret',
      'pid-2.json': '{"pid":2,"sessionId":"a"}',
      '3.json': '{"pid":3,"sessionId":"a","spare":true}',
      '4.json': '{"pid":4,"sessionId":"a","kind":"daemon"}',
      '5.json': '{"pid":5}',
      '6.json': '{"pid":-6,"sessionId":"a"}',
      '7.json': '{"pid":7,"sessionId":"../../etc; rm -rf"}',
      '8.json': '{"pid":8,"sessionId":"a","cwd":["/x"],"name":{},"statusUpdatedAt":"soon","updatedAt":1e300}',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, 'sessions', name), text);
    const { records, problems } = await readRegistry(directory);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ pid: 8, cwd: null, name: null, statusUpdatedAt: null, updatedAt: null });
    expect(problems).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be read is a problem', async () => {
    const directory = temporary();
    mkdirSync(join(directory, 'sessions'));
    chmodSync(join(directory, 'sessions'), 0);
    expect((await readRegistry(directory)).problems.map(({ code }) => code)).toEqual(['REGISTRY_UNREADABLE']);
  });
});

describe('background jobs', () => {
  test('a blocked one and a done one', async () => {
    const directory = temporary();
    for (const id of ['41203887', 'eaa4f6ab']) {
      mkdirSync(join(directory, 'jobs', id), { recursive: true });
      const state = readFileSync(join(fixtures, `background-jobs/jobs-live/${id}/state.json`));
      writeFileSync(join(directory, 'jobs', id, 'state.json'), state);
    }
    writeFileSync(join(directory, 'jobs/pins.json'), '[]');
    expect((await readJobs(directory)).jobs).toMatchInlineSnapshot(`
      [
        {
          "cwd": "/home/dev/acme/shop-auth",
          "detail": "Running linter",
          "endedAt": null,
          "id": "41203887",
          "intent": "Run the linter",
          "name": "lint",
          "nameSource": "user",
          "needs": "approve Bash: npm run lint",
          "sessionId": "41203887-d9a9-44e1-9c37-4661dc4d9584",
          "state": "working",
          "updatedAt": "2026-11-22T15:01:13.665Z",
          "version": "2.1.330",
          "worktreePath": null,
        },
        {
          "cwd": "/home/dev/acme/shop",
          "detail": "refunds rounded to cents, committed",
          "endedAt": "2026-11-22T15:01:03.712Z",
          "id": "eaa4f6ab",
          "intent": "Fix rounding of refunds",
          "name": "refund-rounding",
          "nameSource": "user",
          "needs": null,
          "sessionId": "eaa4f6ab-aefd-4e2e-a089-dc655724fda9",
          "state": "done",
          "updatedAt": "2026-11-22T15:01:03.712Z",
          "version": "2.1.330",
          "worktreePath": "/home/dev/acme/shop/.claude/worktrees/refund-rounding",
        },
      ]
    `);
  });
});

function never(): never {
  throw new Error('no record was read');
}
