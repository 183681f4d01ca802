import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readsOfCommand } from '../../src/sessions/touched/command-reads.ts';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions, type SessionsOptions } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import {
  bash,
  claude,
  edit,
  fileAttached,
  found,
  prompt,
  raw,
  read as readFile,
  sessionId,
  tool,
  type BuiltClaude,
} from '../helpers/sessions.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude-code');
const shop = '/code/shop';

const begin = (): BuiltClaude => claude(mkdtempSync(join(homedir(), 'reads-')));

async function sessionsIn(directory: string, options: Partial<SessionsOptions> = {}): Promise<readonly Session[]> {
  const processes = openProcesses({ platform: process.platform });
  const now = new Date('2026-11-22T18:00:00Z');
  const asked = { directories: [directory], processes, now, cacheDirectory: null, writesSince: '', reads: true };
  return (await readSessions({ ...asked, ...options })).sessions;
}

const clock = (at: string | null): string => at?.slice(11, 19) ?? '?';

/** All that is known of what sessions read, a line each. */
function told(sessions: readonly Session[]): string[] {
  return sessions.flatMap(({ id, reads = [] }) =>
    reads.map(({ path, first, last, grade, oid, by = [], inherited }) =>
      [
        `${id.replace(/^0{8}-0{4}-4000-8000-0*/u, '').replace(/-[\da-f]{4}-[\da-f-]+/u, '')}: ${path} ${grade}`,
        first === last ? clock(last) : `${clock(first)} to ${clock(last)}`,
        ...(oid === undefined ? [] : [oid.slice(0, 7)]),
        ...by.map((one) => `by ${one}`),
        ...(inherited === true ? ['inherited'] : []),
      ].join(' '),
    ),
  );
}

describe('of the real client', () => {
  test('a file that was read whole is known by the object id of its content', async () => {
    expect(told(await sessionsIn(join(fixtures, 'print-edit-bash/config')))).toMatchInlineSnapshot(`
      [
        "f328e62c: /home/dev/acme/shop-auth/src/auth.ts certain 14:58:04 fdfdd1e",
      ]
    `);
  });

  test('of the older client', async () => {
    expect(told(await sessionsIn(join(fixtures, 'v2.1.197/config')))).toMatchInlineSnapshot(`
      [
        "5462997e: /home/dev/acme/shop-docs/src/billing.ts certain 15:02:00 116d538",
        "96ccd9dc: /home/dev/acme/shop-docs/src/billing.ts certain 15:01:51 116d538",
      ]
    `);
  });

  test('a file that was handed in, and the notice that one has changed', async () => {
    expect(told(await sessionsIn(join(fixtures, 'interactive-states/config')))).toMatchInlineSnapshot(`
      [
        "bcce64ee: /home/dev/acme/shop-billing/src/billing.ts certain 14:58:45 116d538",
      ]
    `);
    expect(told(await sessionsIn(join(fixtures, 'overlap-one-worktree/config')))).toMatchInlineSnapshot(`
      [
        "86b6bdfd: /home/dev/acme/shop-docs/README.md certain 15:01:25 69da117",
      ]
    `);
  });
});

test('each way to look at a file has its grade, and the best one of a file counts', async () => {
  const built = begin();
  built
    .session({ cwd: shop })
    .transcript(
      prompt('x'),
      readFile('a.ts', 'export {};\n'),
      fileAttached('b.ts', 'b\n'),
      found('Grep', ['src/c.ts', '/code/shop/d.ts']),
      found('Glob', ['src/c.ts', 'src/e.ts']),
      bash('cd src && sed -n 1,40p f.ts | head -5; cat $HOME/g.ts'),
      tool('Read', { file_path: '/code/shop/gone.ts' }, { result: 'error' }),
      tool('Read', { file_path: '/code/shop/open.ts' }, { result: 'none' }),
    );
  expect(told(await sessionsIn(built.directory))).toMatchInlineSnapshot(`
    [
      "1: /code/shop/src/f.ts likely 12:00:09",
      "1: /code/shop/src/e.ts named 12:00:07",
      "1: /code/shop/d.ts likely 12:00:05",
      "1: /code/shop/src/c.ts likely 12:00:05",
      "1: /code/shop/b.ts certain 12:00:03 6178079",
      "1: /code/shop/a.ts certain 12:00:02 cb0ff5c",
    ]
  `);
});

test('where a session began, and which of its commands may have moved HEAD', async () => {
  const built = begin();
  built.session({ cwd: shop }).transcript(prompt('x'), bash('git switch -c one'), bash('git status'), edit('a.ts'));
  const [session] = await sessionsIn(built.directory);
  expect(session).toMatchObject({ beganIn: shop, moves: [{ at: '2026-11-22T12:00:02.000Z' }] });
  expect((await sessionsIn(built.directory, { reads: false }))[0]).not.toHaveProperty('reads');
});

test('reads go on from where they ended, over a call and its result, a move of the file and a shorter one', async () => {
  const home = mkdtempSync(join(homedir(), 'reads-'));
  const built = claude(home);
  const options = { cacheDirectory: join(home, 'cache') };
  const session = built
    .session({ cwd: shop })
    .transcript(prompt('x'), readFile('a.ts', 'a\n'), readFile('b.ts', 'b\n'));
  const whole = readFileSync(session.transcriptPath, 'utf8');
  const lines = whole.trimEnd().split('\n');
  const paths = async (): Promise<readonly string[]> =>
    (await sessionsIn(built.directory, options))[0]?.reads?.map(({ path }) => path) ?? [];
  writeFileSync(session.transcriptPath, `${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 50)}`);
  expect(await paths()).toEqual(['/code/shop/a.ts']);
  writeFileSync(session.transcriptPath, whole);
  expect(await paths()).toEqual(['/code/shop/b.ts', '/code/shop/a.ts']);
  const memory = join(
    home,
    'cache',
    (await filesOf(join(home, 'cache'))).find((name) => name.startsWith('reads-')) ?? '',
  );
  writeFileSync(memory, readFileSync(memory, 'utf8').replaceAll('/code/shop/a.ts', '/code/shop/remembered.ts'));
  expect(await paths()).toEqual(['/code/shop/b.ts', '/code/shop/remembered.ts']);
  const moved = join(dirname(dirname(session.transcriptPath)), 'elsewhere', `${session.id}.jsonl`);
  mkdirSync(dirname(moved));
  renameSync(session.transcriptPath, moved);
  expect(await paths()).toEqual(['/code/shop/b.ts', '/code/shop/a.ts']);
  writeFileSync(moved, `${lines.slice(0, 3).join('\n')}\n`);
  expect(await paths()).toEqual(['/code/shop/a.ts']);
  for (const damage of ['', '{', '[1]', '{"format":1,"of":"x"}', '{"format":9}']) {
    writeFileSync(memory, damage);
    expect(await paths()).toEqual(['/code/shop/a.ts']);
  }
});

test('a fork that was made from a session inherits its reads', async () => {
  const built = begin();
  const origin = built.session({ cwd: shop }).transcript(prompt('x'), readFile('a.ts', 'a\n'));
  const fork = join(dirname(origin.transcriptPath), `${sessionId(7)}.jsonl`);
  copyFileSync(origin.transcriptPath, fork);
  utimesSync(fork, new Date(), new Date());
  const lines = told(await sessionsIn(built.directory));
  expect(lines.map((line) => line.replace(/^\d+: /u, '')).toSorted()).toEqual([
    '/code/shop/a.ts certain 12:00:02 7898192',
    '/code/shop/a.ts certain 12:00:02 7898192 inherited',
  ]);
});

test('what a subagent read counts for its session, and names it; one with its own worktree answers for itself', async () => {
  const built = begin();
  built
    .session({ cwd: shop })
    .transcript(prompt('x'), readFile('a.ts', 'a\n'))
    .subagent({ id: 'a1', events: [prompt('y'), tool('Read', { file_path: '/code/shop/a.ts' })] })
    .subagent({
      id: 'a2',
      worktreePath: '/code/w',
      events: [prompt('z'), tool('Read', { file_path: '/code/w/b.ts' })],
    });
  expect(told(await sessionsIn(built.directory)).toSorted()).toMatchInlineSnapshot(`
    [
      "1/agent-a2: /code/w/b.ts certain 12:00:08",
      "1: /code/shop/a.ts certain 12:00:02 to 12:00:05 by agent-a1",
    ]
  `);
});

test('a transcript with more files than are kept stays bounded', async () => {
  const built = begin();
  const many = Array.from({ length: 4000 }, (_, at) => `src/${at}.ts`);
  built.session({ cwd: shop }).transcript(found('Glob', many), raw('not JSON'), readFile('src/1.ts', 'x\n'));
  const [session] = await sessionsIn(built.directory);
  expect(session?.reads).toHaveLength(3000);
  expect(session?.reads?.[0]).toMatchObject({ path: '/code/shop/src/1.ts', grade: 'certain' });
  rmSync(built.directory, { recursive: true });
});

test.each([
  ['cat a.ts b.ts', ['/w/a.ts', '/w/b.ts']],
  ['cd /x && cat a.ts', ['/x/a.ts']],
  ["sed -n '1,40p' src/a.ts", ['/w/src/a.ts']],
  ["sed -i 's/a/b/' a.ts", []],
  ['rg -n total src/a.ts | head -20', ['/w/src/a.ts']],
  ['cat "my file.ts" > out.txt', ['/w/my file.ts']],
  ['cat $FILE `which x` *.ts', []],
  ['npm test', []],
])('%s shows %j', (command, paths) => {
  expect(readsOfCommand(command, '/w').paths).toEqual(paths);
});

async function filesOf(directory: string): Promise<readonly string[]> {
  const { readdir } = await import('node:fs/promises');
  return readdir(directory);
}
