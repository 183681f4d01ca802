import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProcesses, type ProcessTable } from '../../src/sessions/processes/processes.ts';
import { readSessions, type SessionsOptions, type SessionsReading } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import {
  answer,
  bash,
  claude,
  edit,
  metadata,
  ownStart,
  prompt,
  raw,
  sessionId,
  type BuiltClaude,
} from '../helpers/sessions.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude-code');
const now = new Date('2026-11-22T18:00:00Z');
const shop = '/code/shop';

const begin = (): BuiltClaude => claude(mkdtempSync(join(homedir(), 'read-')));

function read(directory: string, options: Partial<SessionsOptions> = {}): Promise<SessionsReading> {
  const processes = openProcesses({ platform: process.platform });
  return readSessions({ directories: [directory], processes, now, cacheDirectory: null, ...options });
}

/** Where nothing runs but what is named: pid → start. */
function table(running: Readonly<Record<number, string>>, domain: string | null = null): ProcessTable {
  return {
    startOf: async (pid) => {
      const start = running[pid];
      return start === undefined ? { state: 'gone' } : { state: 'running', start };
    },
    domain: async () => domain,
  };
}

/** A session in one line. */
function row({ id, kind, status, waitingFor, note, pid, task, lastAction, cwd }: Session): string {
  const short = id.replace(/^0{8}-0{4}-4000-8000-0*/u, '');
  const state = [status, waitingFor && `(${waitingFor})`, note && `[${note}]`, pid === undefined ? '' : 'pid'].filter(
    Boolean,
  );
  return [short, kind, state.join(' '), task, lastAction, cwd].join(' | ');
}

async function rows(directory: string, options: Partial<SessionsOptions> = {}): Promise<string[]> {
  return (await read(directory, options)).sessions.map(row).toSorted();
}

describe('one session', () => {
  test('from start to kill -9: each step is seen', async () => {
    const built = begin();
    const session = built.session({ cwd: shop });
    const seen: string[] = [];
    const look = async (): Promise<unknown> => seen.push(...(await rows(built.directory)));
    await look();
    session.live({ status: 'idle' });
    await look();
    session.transcript(prompt('Add VAT')).live({ status: 'busy' });
    await look();
    session
      .transcript(edit('src/vat.ts', { result: 'none' }))
      .live({ status: 'waiting', waitingFor: 'permission prompt' });
    await look();
    session.transcript(answer()).live({ status: 'shell' });
    await look();
    session.exit();
    await look();
    session.transcript(prompt('And refunds')).kill9();
    await look();
    expect(seen).toMatchInlineSnapshot(`
      [
        "1 | interactive | idle pid |  |  | /code/shop",
        "1 | interactive | active pid | Add VAT |  | /code/shop",
        "1 | interactive | waiting (permission prompt) pid | Add VAT | Edit src/vat.ts | /code/shop",
        "1 | interactive | idle [background shell running] pid | Add VAT | Edit src/vat.ts | /code/shop",
        "1 | interactive | finished | Add VAT | Edit src/vat.ts | /code/shop",
        "1 | interactive | crashed | And refunds | Edit src/vat.ts | /code/shop",
      ]
    `);
  });

  test('all fields of a waiting one', async () => {
    const built = begin();
    const since = '2026-11-22T12:00:05.000Z';
    const live = { status: 'waiting', waitingFor: 'input needed', since, name: 'vat' };
    built.session({ cwd: shop }).transcript(prompt('Add VAT'), edit('src/vat.ts')).live(live);
    const [session] = (await read(built.directory)).sessions;
    expect({ ...session, pid: session?.pid === process.pid, evidence: session?.evidence.length }).toMatchInlineSnapshot(
      { configDirectory: expect.stringContaining('.claude'), transcript: expect.stringContaining('-code-shop') },
      `
      {
        "configDirectory": StringContaining ".claude",
        "cwd": "/code/shop",
        "evidence": 2,
        "id": "00000000-0000-4000-8000-000000000001",
        "kind": "interactive",
        "lastAction": "Edit src/vat.ts",
        "lastActivity": "2026-11-22T12:00:05.000Z",
        "name": "vat",
        "originalCwd": null,
        "pid": true,
        "since": "2026-11-22T12:00:05.000Z",
        "status": "waiting",
        "task": "vat",
        "transcript": StringContaining "-code-shop",
        "waitingFor": "input needed",
        "writes": [],
      }
    `,
    );
  });

  test('/clear: the new conversation runs, the old one has finished', async () => {
    const built = begin();
    built.session({ cwd: shop }).transcript(prompt('Add VAT'), answer());
    built.session({ cwd: shop }).transcript(prompt('<command-name>/clear</command-name>')).live();
    expect(await rows(built.directory)).toMatchInlineSnapshot(`
      [
        "1 | interactive | finished | Add VAT | answered | /code/shop",
        "2 | interactive | idle pid |  |  | /code/shop",
      ]
    `);
  });

  test('print mode is told by its entrypoint', async () => {
    const built = begin();
    built.session({ cwd: shop, entrypoint: 'sdk-cli' }).transcript(prompt('Count'), answer());
    built.session({ cwd: shop, entrypoint: 'sdk-cli' }).live({ status: 'busy' });
    expect(await rows(built.directory)).toMatchInlineSnapshot(`
      [
        "1 | print | finished | Count | answered | /code/shop",
        "2 | print | active pid |  |  | /code/shop",
      ]
    `);
  });

  test('a name is what somebody gave; a derived one is none', async () => {
    const built = begin();
    built.session({ cwd: shop }).transcript(prompt('Add VAT'), answer()).live({ pid: 1, procStart: 'a' });
    built.session({ cwd: shop }).transcript(metadata('custom-title', { customTitle: 'titled' }));
    built.session({ cwd: shop }).live({ pid: 3, procStart: 'c', name: 'peered', nameSource: 'peer' });
    const { sessions } = await read(built.directory, { processes: table({ 1: 'a', 3: 'c' }) });
    expect(sessions.map(({ id, name, task }) => `${id.at(-1)} ${name}, ${task}`).toSorted()).toEqual([
      '1 null, Add VAT',
      '2 titled, titled',
      '3 peered, peered',
    ]);
  });

  test('a clock that was ahead makes nothing newer than now', async () => {
    const built = begin();
    built.session({ cwd: shop, start: '2031-01-01T00:00:00.000Z' }).transcript(prompt('x'), answer());
    const [session] = (await read(built.directory)).sessions;
    expect([session?.status, session?.lastActivity, session?.since]).toEqual([
      'finished',
      now.toISOString(),
      now.toISOString(),
    ]);
  });
});

describe('processes', () => {
  test('two on one session are two rows that know of each other', async () => {
    const built = begin();
    const session = built.session({ cwd: shop }).transcript(prompt('x'));
    session
      .live({ pid: 11, procStart: '1', status: 'idle' })
      .live({ pid: 12, procStart: '2', status: 'busy', cwd: '/code/cart' });
    const { sessions } = await read(built.directory, { processes: table({ 11: '1', 12: '2' }) });
    expect(sessions.map(({ pid, status, cwd, evidence }) => [pid, status, cwd, evidence.at(-1)?.says])).toEqual([
      [11, 'idle', shop, 'process 12 runs the same session'],
      [12, 'active', '/code/cart', 'process 11 runs the same session'],
    ]);
  });

  test('a session that another process took up again is live, whatever record was left behind', async () => {
    const built = begin();
    built.session({ cwd: shop }).kill9({ pid: 11 }).live({ pid: 12, procStart: '2', status: 'idle' });
    const { sessions } = await read(built.directory, { processes: table({ 12: '2' }) });
    expect(sessions.map(({ pid, status }) => [pid, status])).toEqual([[12, 'idle']]);
  });

  test('of another pid namespace: unknown, until a proven process shows that the namespace is this one', async () => {
    const built = begin();
    const fields = { pidDomain: 'linux:0:pid:[2]' };
    built.session({ cwd: shop }).live({ pid: 11, procStart: '1', status: 'busy', fields });
    const elsewhere = await read(built.directory, { processes: table({}, 'linux:0:pid:[1]') });
    expect(elsewhere.sessions.map(({ status }) => status)).toEqual(['unknown']);
    built.session({ cwd: shop }).live({ pid: 12, procStart: '2', status: 'idle', fields });
    const here = await read(built.directory, { processes: table({ 12: '2' }, 'linux:spelled-otherwise:pid:[2]') });
    expect(here.sessions.map(({ status }) => status).toSorted()).toEqual(['crashed', 'idle']);
  });

  test('a pid that another program has now', async () => {
    const built = begin();
    built.session({ cwd: shop }).live({ pid: process.pid, procStart: '1', status: 'busy' });
    expect(await rows(built.directory)).toEqual(['1 | interactive | crashed |  |  | /code/shop']);
  });

  test('one that ends while it is read has ended cleanly', async () => {
    const built = begin();
    const session = built
      .session({ cwd: shop })
      .transcript(prompt('x'))
      .live({ pid: 11, procStart: '1', status: 'busy' });
    const ending: ProcessTable = {
      domain: async () => null,
      startOf: async () => {
        session.transcript(answer()).exit();
        return { state: 'gone' };
      },
    };
    expect(await rows(built.directory, { processes: ending })).toEqual([
      '1 | interactive | finished | x | answered | /code/shop',
    ]);
  });
});

describe('background jobs', () => {
  test('live, ended and without any other trace', async () => {
    const built = begin();
    const bg = { fields: { kind: 'bg', jobId: 'aa' }, pid: 11, procStart: '1' };
    const blocked = { id: 'aa', state: 'working', needs: 'approve Bash: npm run lint' };
    built
      .session({ cwd: shop })
      .job(blocked)
      .live({ ...bg, status: 'waiting', waitingFor: 'permission prompt' });
    const done = { id: 'bb', state: 'done', worktreePath: '/code/shop/.claude/worktrees/b', intent: 'Fix rounding' };
    built.session({ cwd: shop }).job(done);
    built.session({ cwd: shop }).transcript(prompt('Lint'), bash('npm run lint')).job({ id: 'cc', state: 'stopped' });
    expect(await rows(built.directory, { processes: table({ 11: '1' }) })).toMatchInlineSnapshot(`
      [
        "1 | background | waiting (permission prompt) [approve Bash: npm run lint] pid |  |  | /code/shop",
        "2 | background | finished | Fix rounding |  | /code/shop/.claude/worktrees/b",
        "3 | background | finished [stopped] | Lint | Bash npm run lint | /code/shop",
      ]
    `);
  });

  test('of the real client', async () => {
    expect(await rows(join(fixtures, 'background-jobs/config'))).toMatchInlineSnapshot(`
      [
        "41203887-d9a9-44e1-9c37-4661dc4d9584 | background | finished [stopped] | lint | Bash npm run lint | /home/dev/acme/shop-auth",
        "eaa4f6ab-aefd-4e2e-a089-dc655724fda9 | background | finished | refund-rounding | Bash echo 'export const refund = (n: number) => -Math.round(n *… | /home/dev/acme/shop/.claude/worktrees/refund-rounding",
      ]
    `);
  });
});

describe('subagents', () => {
  const own = '/code/shop/.claude/worktrees/agent-a2';

  test('one beside its session moves it; one in its own worktree is a session', async () => {
    const built = begin();
    built
      .session({ cwd: shop })
      .transcript(prompt('Try both'), answer())
      .subagent({
        id: 'a1',
        events: [prompt('One'), answer(), prompt('Two'), answer(), prompt('Three'), edit('src/one.ts')],
      })
      .subagent({ id: 'a2', worktreePath: own, events: [prompt('Other'), edit('two.ts')] })
      .subagent({ id: 'a3', worktreePath: `${own}3`, finished: true, events: [prompt('Other'), edit('two.ts')] })
      .live({ status: 'busy' });
    const writesSince = '2026-11-22T00:00:00Z';
    const { sessions } = await read(built.directory, { writesSince });
    expect(sessions.map((session) => `${row(session)} | ${session.writes.map(({ path }) => path).join()}`))
      .toMatchInlineSnapshot(`
      [
        "1/agent-a3 | subagent | finished | Help | Edit two.ts | /code/shop/.claude/worktrees/agent-a23 | /code/shop/.claude/worktrees/agent-a23/two.ts",
        "1/agent-a2 | subagent | active | Help | Edit two.ts | /code/shop/.claude/worktrees/agent-a2 | /code/shop/.claude/worktrees/agent-a2/two.ts",
        "1 | interactive | active pid | Try both | Edit src/one.ts | /code/shop | /code/shop/src/one.ts",
      ]
    `);
    built.session({ cwd: '/code/cart' });
    rmSync(join(built.directory, 'sessions'), { recursive: true });
    expect(await rows(built.directory)).toMatchInlineSnapshot(`
      [
        "1 | interactive | finished | Try both | Edit src/one.ts | /code/shop",
        "1/agent-a2 | subagent | crashed | Help | Edit two.ts | /code/shop/.claude/worktrees/agent-a2",
        "1/agent-a3 | subagent | finished | Help | Edit two.ts | /code/shop/.claude/worktrees/agent-a23",
      ]
    `);
  });

  test('of the real client, older and newer', async () => {
    const found = [
      ...(await rows(join(fixtures, 'subagents/config'))),
      ...(await rows(join(fixtures, 'v2.1.197/config'))),
    ];
    expect(found.filter((line) => line.includes('| subagent |'))).toMatchInlineSnapshot(`
      [
        "ad9f2e0f-d2b2-4b6d-b028-8bd85b26644b/agent-a0f26d3459d371db7 | subagent | finished | Try a cache | Bash echo 'export const cache = new Map<string, number>();' >> s… | /home/dev/acme/shop/.claude/worktrees/agent-a0f26d3459d371db7",
        "2ce930c8-e909-4ca3-ba46-35c53c238be8/agent-a4dffd59bf228eb86 | subagent | finished | Try a cache | Bash echo 'export const cache = new Map<string, number>();' >> s… | /home/dev/acme/shop/.claude/worktrees/agent-a4dffd59bf228eb86",
      ]
    `);
  });
});

describe('files', () => {
  test('edits that succeeded are certain, differences around a command likely; failed and open ones are none', async () => {
    const built = begin();
    built
      .session({ cwd: shop })
      .transcript(
        prompt('x'),
        edit('src/a.ts'),
        edit('src/failed.ts', { result: 'error' }),
        bash('npm run format', { changed: ['/code/shop/src/a.ts', '/code/shop/src/b.ts'] }),
        edit('/code/cart/c.ts'),
        edit('src/open.ts', { result: 'none' }),
      );
    expect((await read(built.directory)).sessions[0]?.writes).toEqual([]);
    const { sessions } = await read(built.directory, { writesSince: '2026-11-22T00:00:00Z' });
    expect(sessions[0]?.writes.map(({ path, at, grade }) => `${at?.slice(11, 19)} ${grade} ${path}`))
      .toMatchInlineSnapshot(`
      [
        "12:00:08 certain /code/cart/c.ts",
        "12:00:06 certain /code/shop/src/a.ts",
        "12:00:06 likely /code/shop/src/b.ts",
      ]
    `);
  });

  test('what a fork copied from its origin is not its own', async () => {
    const built = begin();
    const events = [prompt('x'), edit('a.ts')];
    const origin = built.session({ cwd: shop }).transcript(...events);
    const fork = join(dirname(origin.transcriptPath), `${sessionId(2)}.jsonl`);
    const copied = readFileSync(origin.transcriptPath, 'utf8').replaceAll(sessionId(1), sessionId(2));
    await pollUntilLater(origin.transcriptPath);
    writeFileSync(fork, copied);
    built.session({ cwd: shop, id: sessionId(2) }).transcript(edit('b.ts'));
    const { sessions } = await read(built.directory, { writesSince: '2026-11-22T00:00:00Z' });
    const writes = sessions.map(({ id, writes: files }) => `${id.at(-1)} ${files.map(({ path }) => path).join()}`);
    expect(writes.toSorted()).toEqual(['1 /code/shop/a.ts', '2 /code/shop/b.ts']);
  });

  test('a transcript that moved to another folder stays one session; of two copies the newer counts', async () => {
    const built = begin();
    const session = built.session({ cwd: shop }).transcript(prompt('x'), answer());
    const moved = join(built.directory, 'projects/-code-shop--claude-worktrees-x');
    mkdirSync(moved);
    renameSync(session.transcriptPath, join(moved, `${session.id}.jsonl`));
    writeFileSync(session.transcriptPath, '');
    await pollUntilLater(session.transcriptPath);
    writeFileSync(join(moved, `${session.id}.jsonl`), readFileSync(join(moved, `${session.id}.jsonl`)));
    expect(await rows(built.directory)).toHaveLength(1);
    expect((await read(built.directory)).sessions[0]?.transcript).toBe(join(moved, `${session.id}.jsonl`));
  });

  test('the census tells versions, damage and unknown record types', async () => {
    const built = begin();
    built.session({ cwd: shop, version: '2.1.197' }).transcript(prompt('x'), raw('{"torn'), raw('{"type":"later"}'));
    built.session({ cwd: shop }).live();
    expect((await read(built.directory)).census).toMatchInlineSnapshot(`
      {
        "jobs": 0,
        "parseFailures": 1,
        "registryRecords": 1,
        "transcripts": 1,
        "unknownRecordTypes": {
          "later": 1,
        },
        "versions": {
          "2.1.197": 1,
          "2.1.330": 1,
        },
      }
    `);
  });

  test('a config directory that is missing is empty; one that is none is a problem', async () => {
    expect(await read('/nowhere/at/all')).toMatchObject({ sessions: [], problems: [] });
    const [problem] = (await read(import.meta.filename)).problems;
    expect(problem?.code).toBe('CLAUDE_DIRECTORY_UNREADABLE');
  });
});

describe('reading', () => {
  test('changes no byte of the config directory', async () => {
    const directory = mkdtempSync(join(homedir(), 'copy-'));
    for (const scene of ['background-jobs', 'subagents', 'v2.1.197', 'worktree-sessions']) {
      cpSync(join(fixtures, scene, 'config'), directory, { recursive: true });
    }
    mkdirSync(join(directory, 'sessions'));
    writeFileSync(join(directory, 'sessions/77.json'), '{"pid":77,"ses');
    const before = hashOf(directory);
    await read(directory, { cacheDirectory: join(homedir(), 'cache'), writesSince: '2026-01-01T00:00:00Z' });
    expect(hashOf(directory)).toBe(before);
  });

  test('several directories at once, each session with its own', async () => {
    const [one, two] = [begin(), begin()];
    one.session({ cwd: shop }).transcript(prompt('one'), answer()).live({ procStart: ownStart() });
    two.session({ cwd: shop }).transcript(prompt('two'), answer());
    const { sessions } = await read(one.directory, { directories: [one.directory, two.directory] });
    const found = sessions.map(({ configDirectory, status }) => `${configDirectory} ${status}`);
    expect(found.toSorted()).toEqual([`${one.directory} idle`, `${two.directory} finished`].toSorted());
  });
});

/** Content, size and time of change of everything below a directory. */
function hashOf(directory: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const { size, mtimeMs, mode } = statSync(join(directory, name));
    hash.update(JSON.stringify([name, size, mtimeMs, mode]));
    if (statSync(join(directory, name)).isFile()) hash.update(readFileSync(join(directory, name)));
  }
  return hash.digest('hex');
}

/** Until a file written now is younger than that one: some file systems count time in coarse steps. */
async function pollUntilLater(path: string): Promise<void> {
  const probe = `${path}.probe`;
  for (;;) {
    writeFileSync(probe, '');
    const later =
      statSync(probe).mtimeMs > statSync(path).mtimeMs && statSync(probe).birthtimeMs > statSync(path).birthtimeMs;
    rmSync(probe);
    if (later) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
