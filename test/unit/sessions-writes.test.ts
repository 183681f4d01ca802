import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions, type SessionsOptions } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import { bash, claude, edit, prompt, sessionId, tool, type BuiltClaude, type Event } from '../helpers/sessions.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude-code');
const shop = '/code/shop';

const begin = (): BuiltClaude => claude(mkdtempSync(join(homedir(), 'writes-')));

async function read(directory: string, options: Partial<SessionsOptions> = {}): Promise<readonly Session[]> {
  const processes = openProcesses({ platform: process.platform });
  const now = new Date('2026-11-22T18:00:00Z');
  const asked = { directories: [directory], processes, now, cacheDirectory: null, writesSince: '2026-11-22T00:00:00Z' };
  return (await readSessions({ ...asked, ...options })).sessions;
}

const clock = (at: string | null | undefined): string => at?.slice(11, 19) ?? '?';

/** All that is known of the files of sessions, a line each. */
function told(sessions: readonly Session[]): string[] {
  return sessions.flatMap(({ id, writes, alarms = [] }) => {
    const name = id.replace(/^0{8}-0{4}-4000-8000-0*/u, '').replace(/-[\da-f]{4}-[\da-f-]+/u, '');
    const lines = writes.flatMap(({ path, writings = [] }) =>
      writings.map(({ at, grade, from, by }) => {
        const span = from === undefined ? clock(at) : `${clock(from)} to ${clock(at)}`;
        return `${name}: ${path} ${grade} ${span}${by === undefined ? '' : ` by ${by}`}`;
      }),
    );
    return [...lines, ...alarms.map(({ path, at, kind }) => `${name}: ${path} ${kind} ${clock(at)}`)];
  });
}

/** A result that carries more than success: the client's own account of the call. */
function answered(name: string, input: Record<string, unknown>, toolUseResult: unknown): Event {
  return (scene) => {
    const [call = {}, result = {}] = tool(name, input)(scene);
    return typeof result === 'string' ? [call] : [call, { ...result, toolUseResult }];
  };
}

const staleEdit = (path: string): Event =>
  answered('Edit', { file_path: path, old_string: 'a', new_string: 'b' }, { filePath: path, staleRecovered: true });

function notice(filename: unknown): Event {
  const attachment = { type: 'edited_text_file', filename, snippet: '1\t- auth', rereadEntry: { contentLength: 31 } };
  return ({ common, tick, id }) => [{ attachment, type: 'attachment', uuid: id(), timestamp: tick(), ...common }];
}

describe('of the real client', () => {
  test('a file that somebody else changed during a command, and then under an edit', async () => {
    expect(told(await read(join(fixtures, 'overlap-one-worktree/config')))).toMatchInlineSnapshot(`
      [
        "86b6bdfd: /home/dev/acme/shop-docs/README.md certain 15:01:31",
        "86b6bdfd: /home/dev/acme/shop-docs/README.md likely 15:01:25 to 15:01:30",
        "86b6bdfd: /home/dev/acme/shop-docs/.stamp likely 15:01:25 to 15:01:30",
        "86b6bdfd: /home/dev/acme/shop-docs/README.md stale-recovered 15:01:31",
      ]
    `);
  });

  test('edits, and differences around commands', async () => {
    expect(told(await read(join(fixtures, 'print-edit-bash/config')))).toMatchInlineSnapshot(`
      [
        "f328e62c: /home/dev/acme/shop-auth/README.md likely 14:58:05 to 14:58:05",
        "f328e62c: /home/dev/acme/shop-auth/src/auth.test.ts likely 14:58:05 to 14:58:05",
        "f328e62c: /home/dev/acme/shop-auth/src/auth.test.ts certain 14:58:05",
        "f328e62c: /home/dev/acme/shop-auth/src/token.test.ts likely 14:58:05 to 14:58:05",
        "f328e62c: /home/dev/acme/shop-auth/CHANGELOG.md likely 14:58:05 to 14:58:05",
        "f328e62c: /home/dev/acme/shop-auth/src/auth.ts certain 14:58:04",
      ]
    `);
  });

  test('what a subagent did counts for its session, and names it', async () => {
    expect(told(await read(join(fixtures, 'subagents/config')))).toMatchInlineSnapshot(`
      [
        "0c2eacc7: /home/dev/acme/shop-docs/docs/modules.md certain 14:58:14 by agent-a03d0c6d91f8452df",
      ]
    `);
  });

  test('a notebook, whose fields are written in another way', async () => {
    expect(told(await read(join(fixtures, 'notebook-and-tool-results/config')))).toMatchInlineSnapshot(`
      [
        "e027a07e: /home/dev/acme/shop-docs/sales.ipynb certain 14:58:10",
      ]
    `);
  });
});

describe('calls', () => {
  test('that failed, or are of another tool, write nothing and raise nothing', async () => {
    const built = begin();
    const path = `${shop}/a.ts`;
    built
      .session({ cwd: shop })
      .transcript(
        prompt('x'),
        edit(path, { result: 'error' }),
        answered('Edit', { file_path: path }, 'Error: String to replace not found in file.'),
        answered('NotebookEdit', { notebook_path: `${shop}/a.ipynb` }, { error: 'No such cell' }),
        answered('NotebookEdit', { file_path: path }, {}),
        answered('MultiEdit', { file_path: path }, { filePath: path }),
        answered('Read', { file_path: path }, { file: { filePath: path } }),
        edit('relative/../../a.ts', { result: 'none' }),
        answered('Write', { file_path: 'relative.ts' }, {}),
      );
    expect(told(await read(built.directory))).toEqual([]);
  });

  test('of a file that changed on disk raise an alarm each, the newest first', async () => {
    const built = begin();
    built
      .session({ cwd: shop })
      .transcript(prompt('x'), staleEdit(`${shop}/a.ts`), notice(`${shop}/b.ts`), notice('b.ts'), notice(7))
      .subagent({ id: 'a1', events: [prompt('y'), notice(`${shop}/c.ts`), staleEdit(`${shop}/c.ts`)] });
    expect(told(await read(built.directory))).toMatchInlineSnapshot(`
      [
        "1: /code/shop/c.ts certain 12:00:09 by agent-a1",
        "1: /code/shop/a.ts certain 12:00:02",
        "1: /code/shop/c.ts stale-recovered 12:00:09",
        "1: /code/shop/c.ts changed-on-disk 12:00:07",
        "1: /code/shop/b.ts changed-on-disk 12:00:03",
        "1: /code/shop/a.ts stale-recovered 12:00:02",
      ]
    `);
  });

  test('are remembered: start of a command, alarms and writings go on from where a reading ended', async () => {
    const [built, whole] = [begin(), begin()];
    const events = [
      prompt('x'),
      staleEdit(`${shop}/a.ts`),
      bash('fmt', { changed: [`${shop}/b.ts`] }),
      notice('/c.ts'),
    ];
    const { transcriptPath } = built.session({ cwd: shop }).transcript(prompt('x'));
    const lines = readFileSync(whole.session({ cwd: shop }).transcript(...events).transcriptPath, 'utf8').split('\n');
    const cacheDirectory = join(dirname(built.directory), 'cache');
    for (const [count] of lines.entries()) {
      writeFileSync(transcriptPath, lines.slice(0, count + 1).join('\n'));
      await read(built.directory, { cacheDirectory });
    }
    const remembered = told(await read(built.directory, { cacheDirectory }));
    expect(remembered).toEqual(told(await read(whole.directory)));
    expect(remembered).toHaveLength(4);
  });

  test('without end fill no memory, and an edit outlives later commands', async () => {
    const built = begin();
    const many = Array.from({ length: 300 }, () => [bash('x', { changed: [`${shop}/a.ts`] }), notice(`${shop}/a.ts`)]);
    built.session({ cwd: shop }).transcript(edit(`${shop}/a.ts`), ...many.flat());
    const [session] = await read(built.directory);
    const { writings = [], grade } = session?.writes[0] ?? {};
    expect([grade, writings.length, writings.at(-1)?.grade, session?.alarms?.length]).toEqual([
      'certain',
      64,
      'certain',
      200,
    ]);
  });
});

test('what a fork copied is not its own: neither writings, nor their grade, nor alarms', async () => {
  const built = begin();
  const origin = built.session({ cwd: shop }).transcript(prompt('x'), staleEdit(`${shop}/a.ts`));
  const fork = join(dirname(origin.transcriptPath), `${sessionId(2)}.jsonl`);
  const copied = readFileSync(origin.transcriptPath, 'utf8').replaceAll(sessionId(1), sessionId(2));
  await untilYounger(origin.transcriptPath);
  writeFileSync(fork, copied);
  built.session({ cwd: shop, id: sessionId(2) }).transcript(bash('fmt', { changed: [`${shop}/a.ts`] }));
  expect(told(await read(built.directory)).toSorted()).toMatchInlineSnapshot(`
    [
      "1: /code/shop/a.ts certain 12:00:02",
      "1: /code/shop/a.ts stale-recovered 12:00:02",
      "2: /code/shop/a.ts likely 12:00:00 to 12:00:01",
    ]
  `);
});

/** Until a file made now is younger than that one: some file systems count time in coarse steps. */
async function untilYounger(path: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const probe = `${path}.${tries}`;
    writeFileSync(probe, '');
    if (statSync(probe).birthtimeMs > statSync(path).birthtimeMs) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
