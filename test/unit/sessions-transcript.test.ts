import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { fileState } from '../../src/sessions/transcript/files.ts';
import { knownTypes, type TranscriptFacts } from '../../src/sessions/transcript/facts.ts';
import { readTail } from '../../src/sessions/transcript/read.ts';
import {
  answer,
  bash,
  claude,
  edit,
  interruption,
  metadata,
  prompt,
  raw,
  system,
  tool,
  type Event,
} from '../helpers/sessions.ts';

const fixtures = join(import.meta.dirname, '../fixtures/claude-code');

async function read(path: string): Promise<TranscriptFacts> {
  const problems: Problem[] = [];
  const file = await fileState(path, problems);
  const facts = file === null ? null : await readTail(file, problems);
  if (facts === null) throw new Error(`could not read ${path}: ${JSON.stringify(problems)}`);
  return facts;
}

function built(...events: readonly Event[]): Promise<TranscriptFacts> {
  const session = claude(mkdtempSync(join(homedir(), 'transcript-')))
    .session({ cwd: '/code/shop' })
    .transcript(...events);
  return read(session.transcriptPath);
}

function written(content: string | Buffer): Promise<TranscriptFacts> {
  const path = join(mkdtempSync(join(homedir(), 'transcript-')), 'x.jsonl');
  writeFileSync(path, content);
  return read(path);
}

/** Facts as lines, without those that say nothing. */
function brief(facts: TranscriptFacts): readonly string[] {
  const { turn, turnAt, lastAction, lastActivity, cwd, originalCwd, version, entrypoint, background } = facts;
  const title = facts.customTitle ?? facts.generatedTitle ?? facts.recap;
  return [
    `${turn} ${turnAt}, active ${lastActivity}`,
    `${lastAction}; ${title}; ${facts.prompt}`,
    `${cwd}${originalCwd === null ? '' : ` from ${originalCwd}`}; ${version} ${entrypoint}${background ? ' background' : ''}`,
  ];
}

describe('transcripts of the real client', () => {
  const transcripts = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('/projects/') && path.endsWith('.jsonl'))
    .toSorted();

  test('what each tells', async () => {
    const all: Record<string, readonly string[]> = {};
    for (const path of transcripts) {
      const name = path.replace(/(?:config\/)?projects\/[^/]*\/([^/]{4})[^/]*/u, '$1');
      all[name] = brief(await read(join(fixtures, path)));
    }
    expect(all).toMatchInlineSnapshot(`
      {
        "ai-title/5003": [
          "complete 2026-11-22T15:01:40.631Z, active 2026-11-22T15:01:40.631Z",
          "Edit src/billing.ts; Invoice VAT; Add VAT to invoices and keep the rounding consistent",
          "/home/dev/acme/shop-billing; 2.1.330 cli",
        ],
        "background-jobs/4120": [
          "open-tool 2026-11-22T15:01:13.361Z, active 2026-11-22T15:01:13.361Z",
          "Bash npm run lint; lint; Run the linter",
          "/home/dev/acme/shop-auth; 2.1.330 cli background",
        ],
        "background-jobs/eaa4": [
          "complete 2026-11-22T15:01:03.756Z, active 2026-11-22T15:01:03.756Z",
          "Bash echo 'export const refund = (n: number) => -Math.round(n *…; refund-rounding; Fix rounding of refunds",
          "/home/dev/acme/shop/.claude/worktrees/refund-rounding from /home/dev/acme/shop; 2.1.330 cli background",
        ],
        "exit-clean/53b7": [
          "complete 2026-11-22T14:59:48.288Z, active 2026-11-22T14:59:48.288Z",
          "answered; null; Say hello",
          "/home/dev/acme/shop-docs; 2.1.330 cli",
        ],
        "interactive-states/8955": [
          "open-prompt 2026-11-22T14:59:35.792Z, active 2026-11-22T14:59:35.792Z",
          "null; vat-invoices; Think about the refund flow",
          "/home/dev/acme/shop-billing; 2.1.330 cli",
        ],
        "interactive-states/bcce": [
          "complete 2026-11-22T14:59:20.793Z, active 2026-11-22T14:59:25.165Z",
          "answered; vat-invoices; Start the dev server",
          "/home/dev/acme/shop-billing; 2.1.330 cli",
        ],
        "notebook-and-tool-results/e027": [
          "complete 2026-11-22T14:58:10.887Z, active 2026-11-22T14:58:10.887Z",
          "Bash seq 1 12000; null; Update the sales notebook",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "overlap-one-worktree/86b6": [
          "complete 2026-11-22T15:01:31.126Z, active 2026-11-22T15:01:31.165Z",
          "Edit README.md; null; Tidy the README wording",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "print-edit-bash/f328": [
          "complete 2026-11-22T14:58:06.389Z, active 2026-11-22T14:58:06.446Z",
          "Bash npm test --silent; token expiry; Expire login tokens after 30 minutes and add a test",
          "/home/dev/acme/shop-auth; 2.1.330 sdk-cli",
        ],
        "resume-fork/7d1f": [
          "complete 2026-11-22T14:58:07.937Z, active 2026-11-22T14:58:07.937Z",
          "answered; null; Say hello again",
          "/home/dev/acme/shop-auth; 2.1.330 sdk-cli",
        ],
        "resume-fork/bf59": [
          "complete 2026-11-22T14:58:08.505Z, active 2026-11-22T14:58:08.505Z",
          "answered; null; Say hello in the fork",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "subagents/0c2e": [
          "complete 2026-11-22T14:58:14.733Z, active 2026-11-22T14:58:14.791Z",
          "Agent List modules; null; Have a subagent list the modules",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "subagents/0c2e/subagents/agent-a03d0c6d91f8452df.jsonl": [
          "complete 2026-11-22T14:58:14.580Z, active 2026-11-22T14:58:14.580Z",
          "Bash echo '- (generated)' >> docs/modules.md; null; List the modules under src and write them to docs/modules.md",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "subagents/ad9f": [
          "complete 2026-11-22T14:58:16.508Z, active 2026-11-22T14:58:16.627Z",
          "Agent Try a cache; null; Try the cache idea in an isolated subagent",
          "/home/dev/acme/shop-billing; 2.1.330 sdk-cli",
        ],
        "subagents/ad9f/subagents/agent-a0f26d3459d371db7.jsonl": [
          "complete 2026-11-22T14:58:16.205Z, active 2026-11-22T14:58:16.205Z",
          "Bash echo 'export const cache = new Map<string, number>();' >> s…; null; Prototype a price cache in src/billing.ts",
          "/home/dev/acme/shop/.claude/worktrees/agent-a0f26d3459d371db7; 2.1.330 sdk-cli",
        ],
        "tasks/88a6": [
          "complete 2026-11-22T14:58:12.386Z, active 2026-11-22T14:58:12.455Z",
          "TaskUpdate; null; Plan the release tasks",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "torn-line/after-resume/c2a9": [
          "complete 2026-11-22T14:58:10.014Z, active 2026-11-22T14:58:10.014Z",
          "answered; null; Say hello",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "torn-line/torn/c2a9": [
          "open-prompt 2026-11-22T14:58:09.134Z, active 2026-11-22T14:58:09.134Z",
          "null; null; Say hello",
          "/home/dev/acme/shop-docs; 2.1.330 sdk-cli",
        ],
        "v2.1.197/2ce9": [
          "complete 2026-11-22T15:02:12.496Z, active 2026-11-22T15:02:12.496Z",
          "Agent Try a cache; null; Try the cache idea in an isolated subagent",
          "/home/dev/acme/shop-docs; 2.1.197 sdk-cli",
        ],
        "v2.1.197/2ce9/subagents/agent-a4dffd59bf228eb86.jsonl": [
          "complete 2026-11-22T15:02:12.292Z, active 2026-11-22T15:02:12.292Z",
          "Bash echo 'export const cache = new Map<string, number>();' >> s…; null; Prototype a price cache in src/billing.ts",
          "/home/dev/acme/shop/.claude/worktrees/agent-a4dffd59bf228eb86; 2.1.197 sdk-cli",
        ],
        "v2.1.197/5462": [
          "complete 2026-11-22T15:02:03.483Z, active 2026-11-22T15:02:06.825Z",
          "Edit src/billing.ts; null; Add VAT to invoices",
          "/home/dev/acme/shop-docs; 2.1.197 cli",
        ],
        "v2.1.197/96cc": [
          "complete 2026-11-22T15:01:51.586Z, active 2026-11-22T15:01:51.586Z",
          "Edit src/billing.ts; null; Add VAT to invoices",
          "/home/dev/acme/shop-docs; 2.1.197 sdk-cli",
        ],
        "worktree-sessions/6452": [
          "complete 2026-11-22T15:00:41.632Z, active 2026-11-22T15:00:41.632Z",
          "answered; null; Say hello",
          "/home/dev/acme/shop; 2.1.330 cli",
        ],
        "worktree-sessions/666f": [
          "complete 2026-11-22T15:00:13.744Z, active 2026-11-22T15:00:13.744Z",
          "ExitWorktree; null; Go back to the main checkout",
          "/home/dev/acme/shop; 2.1.330 cli",
        ],
      }
    `);
  });

  test('no record type is unknown, and no line but the torn one is damaged', async () => {
    for (const path of transcripts) {
      const facts = await read(join(fixtures, path));
      expect([path, facts.unknownTypes, facts.parseFailures]).toEqual([
        path,
        {},
        path.includes('after-resume') ? 1 : 0,
      ]);
    }
    const records = readFileSync(join(fixtures, 'records/one-of-each.jsonl'), 'utf8').trim().split('\n');
    const types = records.map((line): unknown => JSON.parse(line).type);
    expect(types.filter((type) => typeof type !== 'string' || !knownTypes.has(type))).toEqual([]);
  });
});

describe('how the last turn stands', () => {
  const asked = [prompt('Add VAT'), edit('src/vat.ts')];
  test.each<[string, readonly Event[], string]>([
    ['answered', [...asked, answer()], 'complete'],
    ['a tool call without result', [...asked, bash('npm test'), edit('b.ts', { result: 'none' })], 'open-tool'],
    ['a result without answer', asked, 'open-result'],
    ['a prompt without answer', [...asked, answer(), prompt('And refunds')], 'open-prompt'],
    ['interrupted by the user', [...asked, interruption()], 'interrupted'],
    [
      'a turn that only commands followed',
      [...asked, answer(), prompt('<command-name>/clear</command-name>')],
      'complete',
    ],
    [
      'shell commands of the user begin no turn',
      [...asked, answer(), prompt('<bash-input> ls</bash-input>')],
      'complete',
    ],
    ['a blocked prompt', [system('informational', { preventContinuation: true })], 'complete'],
    ['an API error', [prompt('x'), apiError()], 'failed'],
    ['the text before a tool call', [prompt('x'), talk('tool_use')], 'open-answer'],
    ['a text of an old client that does not say how it stopped', [prompt('x'), talk(null)], 'unknown'],
    ['a hook stopped it', [...asked, stoppedByHook()], 'complete'],
    ['nothing asked', [metadata('mode', { mode: 'normal' })], 'none'],
  ])('%s', async (_, events, turn) => {
    expect((await built(...events)).turn).toBe(turn);
  });

  test('a subagent in the file of its session (older clients) does not decide about the session', async () => {
    const side = raw(
      JSON.stringify({
        type: 'user',
        isSidechain: true,
        message: { content: 'Search' },
        timestamp: '2026-11-22T13:00:00Z',
      }),
    );
    const facts = await built(prompt('Add VAT'), answer(), side);
    expect([facts.turn, facts.lastActivity, facts.prompt]).toEqual(['complete', '2026-11-22T13:00:00.000Z', 'Add VAT']);
  });
});

describe('the last action', () => {
  test.each<[string, Event, string]>([
    ['a file below the directory', edit('src/user.ts'), 'Edit src/user.ts'],
    ['a file elsewhere', edit('/code/other/a.ts'), 'Edit /code/other/a.ts'],
    ['a sibling with the same beginning', edit('/code/shopping/a.ts'), 'Edit /code/shopping/a.ts'],
    ['a notebook', tool('NotebookEdit', { notebook_path: '/code/shop/a.ipynb' }), 'NotebookEdit a.ipynb'],
    [
      'the head of the first line of a command',
      bash(`curl -H 'Key: ${'k'.repeat(90)}'\nrm x`),
      `Bash curl -H 'Key: ${'k'.repeat(45)}…`,
    ],
    ['a search', tool('Grep', { pattern: 'total(' }), 'Grep "total("'],
    ['a question', tool('AskUserQuestion', { questions: [] }, { result: 'none' }), 'asked a question'],
    ['a fetch, without its query', tool('WebFetch', { url: 'https://docs.test/a?key=1' }), 'WebFetch docs.test'],
    ['a tool of later versions', tool('Teleport', { to: 'x' }), 'Teleport'],
    ['control characters', edit('a\u001B[2J\u202Eb.ts'), 'Edit a b.ts'],
  ])('%s', async (_, event, words) => {
    expect((await built(prompt('x'), event, answer())).lastAction).toBe(words);
  });

  test('a turn of talk only was answered', async () => {
    expect((await built(prompt('a'), edit('b.ts'), answer(), prompt('c'), answer())).lastAction).toBe('answered');
  });
});

describe('what it works on', () => {
  test('the last human prompt: no commands, notifications, summaries or machine text', async () => {
    const facts = await built(
      prompt('Add VAT\nto  invoices'),
      answer(),
      prompt('/model opus'),
      prompt('<task-notification>\n<task-id>1</task-id></task-notification>'),
      raw(JSON.stringify({ type: 'user', origin: { kind: 'peer' }, message: { content: 'From another session' } })),
      raw(JSON.stringify({ type: 'user', isMeta: true, message: { content: 'Caveat' } })),
      raw(JSON.stringify({ type: 'user', isCompactSummary: true, message: { content: 'Summary' } })),
      metadata('last-prompt', { lastPrompt: 'Stale' }),
    );
    expect(facts.prompt).toBe('Add VAT to invoices');
  });

  test('titles: the last of each kind wins; a recap loses its advertisement', async () => {
    const facts = await built(
      metadata('ai-title', { aiTitle: 'First' }),
      metadata('ai-title', { aiTitle: 'Second' }),
      metadata('custom-title', { customTitle: 'vat' }),
      system('away_summary', { content: 'VAT added; next: refunds. (turn off recaps in /config)' }),
    );
    expect(facts).toMatchObject({ generatedTitle: 'Second', customTitle: 'vat', recap: 'VAT added; next: refunds.' });
  });

  test('a long prompt is cut', async () => {
    const { prompt: line } = await built(prompt('x'.repeat(100_000)));
    expect(line).toHaveLength(200);
  });
});

test('a worktree that was entered and left again', async () => {
  const worktreeSession = { originalCwd: '/code/shop', worktreePath: '/code/shop/.claude/worktrees/vat' };
  const entered = [prompt('x'), answer(), metadata('worktree-state', { worktreeSession })];
  expect(await built(...entered)).toMatchObject({ cwd: '/code/shop/.claude/worktrees/vat', originalCwd: '/code/shop' });
  const left = [
    metadata('relocated', { relocatedCwd: '/code/shop' }),
    metadata('worktree-state', { worktreeSession: null }),
  ];
  expect(await built(...entered, ...left)).toMatchObject({ cwd: '/code/shop', originalCwd: null });
});

describe('damage', () => {
  const good = (text: string): string =>
    JSON.stringify({ type: 'user', message: { content: text }, timestamp: '2026-11-22T12:00:00Z', cwd: '/code/shop' });

  test('NULs, invalid UTF-8, CRLF, torn and foreign lines are survived and counted', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\0\0\0\0{"type":"mode"}\r\n'),
      Buffer.from('{"type":"user","message":{"cont\n[1]\n"text"\n\n\n'),
      Buffer.from('{"type":"later-kind"}\n{"no":"type"}\n'),
      Buffer.from(good('Zo?')).map((byte) => (byte === 0x3f ? 0xff : byte)),
      Buffer.from('\r\n{"type":"user","mess'),
    ]);
    const facts = await written(bytes);
    expect([facts.turn, facts.prompt, facts.parseFailures, facts.unknownTypes]).toEqual([
      'open-prompt',
      'Zo\uFFFD',
      3,
      { 'later-kind': 1, '(none)': 1 },
    ]);
  });

  test('an empty file, and one of NULs only', async () => {
    expect((await written('')).turn).toBe('none');
    expect((await written(Buffer.alloc(300_000))).turn).toBe('none');
  });

  test('a line of 20 MB at the end is passed over in bounded memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const facts = await written(
      `${good('Before')}\n{"type":"user","x":"${'y'.repeat(20_000_000)}"}\n{"type":"mode"}\n`,
    );
    expect(facts.prompt).toBe('Before');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  });

  test('a line that crosses blocks of reading is put together', async () => {
    const facts = await written(
      `${good('First')}\n${good(`Second ${'z'.repeat(300_000)}`)}\n${'{"type":"mode"}\n'.repeat(9000)}`,
    );
    expect(facts.prompt?.slice(0, 8)).toBe('Second z');
  });

  test('facts behind a long tail of records without any are still found', async () => {
    const bulk = `${JSON.stringify({ type: 'api-request-blob', data: 'x'.repeat(60_000) })}\n`.repeat(10);
    expect((await written(`${good('Add VAT')}\n${bulk}`)).prompt).toBe('Add VAT');
  });

  test('time stamps that are no dates are no activity', async () => {
    const lines = ['"soon"', '"+275760-09-13T00:00:00Z"', '12', 'null', '"2026-11-22T12:00:00+01:00"'];
    const facts = await written(lines.map((stamp) => `{"type":"user","timestamp":${stamp}}\n`).join(''));
    expect(facts.lastActivity).toBe('2026-11-22T11:00:00.000Z');
  });

  test('a transcript that went away meanwhile is no problem', async () => {
    const problems: Problem[] = [];
    const path = join(dirname(import.meta.filename), 'missing.jsonl');
    expect(await readTail({ path, inode: 1, size: 10, modified: 0, born: 0 }, problems)).toBe(null);
    expect(problems).toEqual([]);
  });
});

function apiError(): Event {
  return raw(
    JSON.stringify({
      type: 'assistant',
      isApiErrorMessage: true,
      message: { content: [], stop_reason: 'stop_sequence' },
    }),
  );
}

function talk(stop: string | null): Event {
  return raw(
    JSON.stringify({ type: 'assistant', message: { content: [{ type: 'text', text: 'Hm' }], stop_reason: stop } }),
  );
}

function stoppedByHook(): Event {
  return raw(
    JSON.stringify({ type: 'attachment', attachment: { type: 'hook_stopped_continuation', message: 'stop' } }),
  );
}
