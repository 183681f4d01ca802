/**
 * Transcripts and registry records in the shapes that Claude Code 2.1.330 writes: conversation records, and among them the bulk
 * that it also keeps (whole requests, prompt snapshots), which makes up most of a real file.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync, writeFileSync, writeSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { seeded, uuid } from './random.ts';

export type TranscriptsOptions = {
  /** A Claude Code config directory, such as `<home>/.claude`. */
  readonly directory: string;
  /** Where the sessions ran; they are spread over these in turn. */
  readonly worktrees: readonly string[];
  readonly count: number;
  /** Bytes of all transcripts together. */
  readonly bytes: number;
  /** How many of the sessions still run: for each a real process is started. */
  readonly live: number;
  readonly seed: number;
  /** When the youngest session acted last. */
  readonly now: Date;
};

export type Transcripts = {
  readonly bytes: number;
  /** Ends the processes of the live sessions. */
  readonly end: () => void;
};

export function writeTranscripts(options: TranscriptsOptions): Transcripts {
  const { directory, worktrees, count, live, now } = options;
  const random = seeded(options.seed);
  const bulk = fillerText(random);
  const weights = Array.from({ length: count }, () => -Math.log(1 - random()));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  mkdirSync(join(directory, 'sessions'), { recursive: true });
  let bytes = 0;
  const sleepers = weights.flatMap((weight, index) => {
    const cwd = worktrees[index % worktrees.length] ?? '/';
    const sessionId = uuid(random);
    const last = new Date(now.getTime() - index * 400_000);
    bytes += writeTranscript({ directory, cwd, sessionId, last, random, bulk, size: (weight / total) * options.bytes });
    return index < live
      ? [register({ directory, cwd, sessionId, status: ['busy', 'idle', 'waiting'][index % 3] ?? 'idle', now: last })]
      : [];
  });
  return { bytes, end: () => sleepers.forEach((sleeper) => sleeper.kill()) };
}

type TranscriptOptions = {
  readonly directory: string;
  readonly cwd: string;
  readonly sessionId: string;
  readonly last: Date;
  readonly random: () => number;
  readonly bulk: string;
  readonly size: number;
};

/** Turn after turn until the size is reached; always at least one turn, with its end. */
function writeTranscript({ directory, cwd, sessionId, last, random, bulk, size }: TranscriptOptions): number {
  const folder = join(directory, 'projects', cwd.replaceAll(/[^a-zA-Z0-9]/gu, '-'));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${sessionId}.jsonl`);
  const file = openSync(path, 'w');
  const turns = Math.max(1, Math.round(size / bytesOfTurn));
  let written = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const at = new Date(last.getTime() - (turns - 1 - turn) * 60_000).toISOString();
    const lines = turnRecords({ cwd, sessionId, at, turn, random, bulk }).map(
      (record) => `${JSON.stringify(record)}\n`,
    );
    written += writeSync(file, lines.join(''));
  }
  closeSync(file);
  utimesSync(path, last, last);
  return written;
}

const bytesOfTurn = 120_000;

type Turn = Pick<TranscriptOptions, 'cwd' | 'sessionId' | 'random' | 'bulk'> & {
  readonly at: string;
  readonly turn: number;
};

function turnRecords({ cwd, sessionId, at, turn, random, bulk }: Turn): object[] {
  const common = {
    isSidechain: false,
    timestamp: at,
    userType: 'external',
    entrypoint: 'cli',
    cwd,
    sessionId,
    version: '2.1.330',
    gitBranch: 'main',
  };
  const file = `${cwd}/src/cart/feature-0/store-${Math.floor(random() * 70)}.ts`;
  const cut = Math.floor(random() * 1000);
  const tool = `toolu_${uuid(random)}`;
  const ids = Array.from({ length: 5 }, () => uuid(random));
  const assistant = (uuidOf: string | undefined, parent: string | undefined, content: object[], stop: string) => ({
    parentUuid: parent,
    uuid: uuidOf,
    type: 'assistant',
    message: {
      id: `msg_${ids[1]}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-5-5',
      content,
      stop_reason: stop,
      usage: { input_tokens: 12, output_tokens: 40 },
    },
    ...common,
  });
  const prompt = `Task ${turn + 1}: keep the prices of the cart in cents`;
  return [
    {
      parentUuid: null,
      promptId: ids[0],
      type: 'user',
      message: { role: 'user', content: prompt },
      uuid: ids[0],
      permissionMode: 'default',
      origin: { kind: 'human' },
      promptSource: 'typed',
      ...common,
    },
    {
      type: 'api-request-shape',
      sessionId,
      shapeHash: ids[4],
      timestamp: at,
      version: '2.1.330',
      shape: { system: [{ type: 'text', text: bulk.slice(cut, cut + 30_000) }], tools: [] },
    },
    {
      type: 'api-request-blob',
      sessionId,
      hash: ids[3],
      message: { role: 'user', content: [{ type: 'text', text: bulk.slice(cut, cut + 64_000) }] },
    },
    {
      type: 'api-request',
      sessionId,
      id: ids[2],
      timestamp: at,
      version: '2.1.330',
      querySource: 'repl_main_thread',
      shapeHash: ids[4],
      params: { model: 'claude-opus-5-5' },
      keep: 0,
      tail: [ids[3]],
    },
    {
      parentUuid: ids[0],
      attachment: { type: 'prompt_snapshot', systemPrompt: [bulk.slice(cut, cut + 8_000)] },
      type: 'attachment',
      uuid: ids[4],
      ...common,
    },
    assistant(
      ids[1],
      ids[0],
      [
        {
          type: 'tool_use',
          id: tool,
          name: 'Edit',
          input: { file_path: file, old_string: 'const a = 1;', new_string: 'const a = 2;', replace_all: false },
        },
      ],
      'tool_use',
    ),
    { type: 'last-prompt', lastPrompt: prompt, leafUuid: ids[1], sessionId },
    {
      parentUuid: ids[1],
      promptId: ids[0],
      type: 'user',
      uuid: ids[2],
      message: {
        role: 'user',
        content: [{ tool_use_id: tool, type: 'tool_result', content: `The file ${file} has been updated.` }],
      },
      toolUseResult: {
        filePath: file,
        oldString: 'const a = 1;',
        newString: 'const a = 2;',
        originalFile: bulk.slice(cut, cut + 12_000),
        structuredPatch: [
          { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-const a = 1;', '+const a = 2;'] },
        ],
        userModified: false,
        replaceAll: false,
      },
      ...common,
    },
    assistant(ids[3], ids[2], [{ type: 'text', text: 'The prices are in cents now.' }], 'end_turn'),
    {
      parentUuid: ids[3],
      type: 'system',
      subtype: 'turn_duration',
      durationMs: 1334,
      messageCount: 18,
      uuid: uuid(random),
      isMeta: false,
      ...common,
    },
    { type: 'mode', mode: 'normal', sessionId },
    { type: 'permission-mode', permissionMode: 'default', sessionId },
  ];
}

/** Source code as text: what a prompt is full of. Escapes in JSON as code does. */
function fillerText(random: () => number): string {
  const words = [
    'const',
    'return',
    'price',
    'cart',
    '=>',
    '"total"',
    '\n  ',
    '(items)',
    'await',
    '{',
    '}',
    'export function',
    '\t//',
  ];
  let text = '';
  while (text.length < 70_000) text += `${words[Math.floor(random() * words.length)]} `;
  return text;
}

type Registration = Pick<TranscriptOptions, 'directory' | 'cwd' | 'sessionId'> & {
  readonly status: string;
  readonly now: Date;
};

/** A live session: a process that sleeps, and the record that names it with its start time. */
function register({ directory, cwd, sessionId, status, now }: Registration): { readonly kill: () => void } {
  const sleeper = spawn('sleep', ['86400'], { stdio: 'ignore', detached: true });
  const { pid } = sleeper;
  if (pid === undefined) throw new Error('sleep did not start');
  sleeper.unref();
  const at = now.getTime();
  const record = {
    pid,
    sessionId,
    cwd,
    startedAt: at,
    procStart: processStart(pid),
    version: '2.1.330',
    kind: 'interactive',
    entrypoint: 'cli',
    name: `shop-${pid}`,
    nameSource: 'derived',
    status,
    ...(status === 'waiting' ? { waitingFor: 'permission prompt' } : {}),
    updatedAt: at,
    statusUpdatedAt: at,
  };
  writeFileSync(join(directory, 'sessions', `${pid}.json`), JSON.stringify(record));
  return { kill: () => sleeper.kill() };
}

/** Field 22 of `/proc/<pid>/stat`. Elsewhere than on Linux the live sessions of the fixture count as unknown. */
function processStart(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
