/**
 * Builds what Claude Code leaves on disk: live registry, transcripts, background jobs and subagents of one config
 * directory, in the client's own layout and notation.
 *
 *     claude(home).session({ cwd }).transcript(prompt('Add VAT'), edit('src/vat.ts'), answer()).live({ status: 'idle' });
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { projectFolder } from '../../src/sessions/project-folder.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What happens in a session; writes one or more records. */
export type Event = (scene: Scene) => readonly (Fields | string)[];

type Scene = {
  readonly cwd: string;
  /** Fields that every conversation record of the session carries. */
  readonly common: Fields;
  /** The time of the next record; each asking moves the clock on by a second. */
  readonly tick: () => string;
  readonly id: () => string;
};

export type SessionOptions = {
  readonly cwd: string;
  readonly id?: string;
  readonly version?: string;
  /** `cli`, or `sdk-cli` for print mode. */
  readonly entrypoint?: string;
  /** ISO time of the first record. */
  readonly start?: string;
};

export type LiveOptions = {
  readonly status?: string;
  /** The default is the process of the test, which is alive. */
  readonly pid?: number;
  readonly procStart?: string;
  readonly waitingFor?: string;
  readonly since?: string;
  readonly name?: string;
  readonly nameSource?: string;
  readonly cwd?: string;
  /** Further fields of the registry record; `undefined` removes one. */
  readonly fields?: Fields;
};

export type SubagentOptions = {
  readonly id: string;
  readonly worktreePath?: string;
  readonly finished?: boolean;
  readonly description?: string;
  readonly events: readonly Event[];
};

export type BuiltSession = {
  readonly id: string;
  readonly transcriptPath: string;
  /** Appends to the transcript. */
  readonly transcript: (...events: readonly Event[]) => BuiltSession;
  /** Registers a process for the session, as the client does while it runs. */
  readonly live: (options?: LiveOptions) => BuiltSession;
  /** Leaves the record of a process that was killed; `busy` unless said otherwise. */
  readonly kill9: (options?: LiveOptions) => BuiltSession;
  /** Removes the registry record, as a clean exit does. */
  readonly exit: () => BuiltSession;
  readonly job: (fields: Fields & { readonly id: string; readonly state: string }) => BuiltSession;
  readonly subagent: (options: SubagentOptions) => BuiltSession;
};

export type BuiltClaude = {
  readonly directory: string;
  readonly session: (options: SessionOptions) => BuiltSession;
};

/** Begins a config directory: `<home>/.claude` unless another one is named. */
export function claude(home: string, directory = join(home, '.claude')): BuiltClaude {
  mkdirSync(join(directory, 'projects'), { recursive: true });
  mkdirSync(join(directory, 'sessions'), { recursive: true });
  let made = 0;
  return {
    directory,
    session: (options) => {
      made += 1;
      return buildSession(directory, { id: sessionId(made), ...options });
    },
  };
}

/** A UUID that tests can foretell: the n-th session of a config directory. */
export function sessionId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function buildSession(directory: string, options: SessionOptions & { readonly id: string }): BuiltSession {
  const { id, cwd, version = '2.1.330', entrypoint = 'cli', start = '2026-11-22T12:00:00.000Z' } = options;
  const transcriptPath = join(directory, 'projects', projectFolder(cwd), `${id}.jsonl`);
  const common = { userType: 'external', entrypoint, sessionId: id, version, gitBranch: 'main' };
  const time = Date.parse(start);
  let ticks = 0;
  let records = 0;
  let pid = process.pid;
  const scene: Scene = {
    cwd,
    common,
    tick: () => {
      ticks += 1;
      return new Date(time + (ticks - 1) * 1000).toISOString();
    },
    id: () => {
      records += 1;
      return `${id.slice(-4)}${String(records).padStart(4, '0')}-0000-4000-8000-000000000000`;
    },
  };
  const session: BuiltSession = {
    id,
    transcriptPath,
    transcript: (...events) => {
      append(transcriptPath, events, scene);
      return session;
    },
    live: ({ status = 'idle', since = start, ...live } = {}) => {
      pid = live.pid ?? process.pid;
      const fields = {
        pid,
        sessionId: id,
        cwd: live.cwd ?? cwd,
        startedAt: time,
        procStart: live.procStart ?? ownStart(),
        version,
        peerProtocol: 1,
        kind: 'interactive',
        entrypoint,
        name: live.name ?? 'shop-1f',
        nameSource: live.nameSource ?? (live.name === undefined ? 'derived' : 'user'),
        status,
        updatedAt: Date.parse(since),
        statusUpdatedAt: Date.parse(since),
        ...(live.waitingFor === undefined ? {} : { waitingFor: live.waitingFor }),
        ...live.fields,
      };
      write(join(directory, 'sessions', `${pid}.json`), JSON.stringify(fields));
      return session;
    },
    kill9: (left = {}) =>
      session.live({ status: 'busy', pid: 4_100_000 + Number(id.slice(-4)), procStart: '1', ...left }),
    exit: () => {
      rmSync(join(directory, 'sessions', `${pid}.json`), { force: true });
      return session;
    },
    job: (job) => {
      const fields = { sessionId: id, cwd, createdAt: start, updatedAt: start, cliVersion: version, ...job };
      write(join(directory, 'jobs', job.id, 'state.json'), JSON.stringify(fields));
      return session;
    },
    subagent: ({ id: agent, events, worktreePath, finished, description = 'Help' }) => {
      const folder = join(transcriptPath.slice(0, -'.jsonl'.length), 'subagents');
      const place = { ...scene, cwd: worktreePath ?? cwd, common: { ...common, isSidechain: true, agentId: agent } };
      append(join(folder, `agent-${agent}.jsonl`), events, place);
      const meta = { agentType: 'general-purpose', description, worktreePath, finished };
      write(join(folder, `agent-${agent}.meta.json`), JSON.stringify(meta));
      return session;
    },
  };
  return session;
}

/** A prompt that a person typed. */
export function prompt(text: string): Event {
  return ({ common, cwd, tick, id }) => {
    const origin =
      common['entrypoint'] === 'cli' ? { origin: { kind: 'human' }, promptSource: 'typed' } : { promptSource: 'sdk' };
    const record = { type: 'user', message: { role: 'user', content: text }, uuid: id(), timestamp: tick(), ...origin };
    return [{ isSidechain: false, ...record, cwd, ...common }];
  };
}

/** The end of a turn. */
export function answer(text = 'Done.'): Event {
  return (scene) => [
    assistant(scene, { type: 'text', text }, 'end_turn'),
    system('turn_duration', { durationMs: 1000 })(scene)[0] ?? {},
  ];
}

/** A tool call with its result; `result: 'none'` leaves it open, `'error'` lets it fail. */
export function tool(
  name: string,
  input: Fields,
  { result = 'ok' }: { readonly result?: 'ok' | 'error' | 'none' } = {},
): Event {
  return (scene) => {
    const id = `toolu_${scene.id().slice(0, 8)}`;
    const call = assistant(scene, { type: 'tool_use', id, name, input }, 'tool_use');
    if (result === 'none') return [call];
    const content = {
      tool_use_id: id,
      type: 'tool_result',
      content: 'ok',
      ...(result === 'error' ? { is_error: true } : {}),
    };
    return [call, user(scene, [content], {})];
  };
}

export function edit(file: string, options?: Parameters<typeof tool>[2]): Event {
  return (scene) => {
    const path = isAbsolute(file) ? file : join(scene.cwd, file);
    return tool('Edit', { file_path: path, old_string: 'a', new_string: 'b' }, options)(scene);
  };
}

/** A file that the client showed, whole; with another `from`, only from that line on. */
export function read(file: string, content: string, { from = 1 }: { readonly from?: number } = {}): Event {
  return (scene) => {
    const path = isAbsolute(file) ? file : join(scene.cwd, file);
    const [call = {}, result = {}] = tool('Read', { file_path: path })(scene);
    const numLines = content.split('\n').length;
    const shown = { filePath: path, content, numLines, startLine: from, totalLines: numLines + from - 1 };
    return [call, typeof result === 'string' ? result : { ...result, toolUseResult: { type: 'text', file: shown } }];
  };
}

/** A search, and the files that its result names. */
export function found(name: 'Grep' | 'Glob', filenames: readonly string[]): Event {
  return (scene) => {
    const [call = {}, result = {}] = tool(name, { pattern: 'x' })(scene);
    const toolUseResult = { filenames, numFiles: filenames.length };
    return [call, typeof result === 'string' ? result : { ...result, toolUseResult }];
  };
}

/** A file that a prompt named, whose content the client sent with it. */
export function fileAttached(file: string, content: string): Event {
  return ({ common, cwd, tick, id }) => {
    const filename = isAbsolute(file) ? file : join(cwd, file);
    const numLines = content.split('\n').length;
    const shown = { filePath: filename, content, numLines, startLine: 1, totalLines: numLines };
    const attachment = { type: 'file', filename, content: { type: 'text', file: shown }, displayPath: file };
    return [{ isSidechain: false, attachment, type: 'attachment', uuid: id(), timestamp: tick(), cwd, ...common }];
  };
}

export function bash(command: string, { changed = [] }: { readonly changed?: readonly string[] } = {}): Event {
  return (scene) => {
    const id = `toolu_${scene.id().slice(0, 8)}`;
    const call = assistant(scene, { type: 'tool_use', id, name: 'Bash', input: { command } }, 'tool_use');
    const difference = changed.length === 0 ? {} : { bashEditDiff: { files: [], moreFiles: 0, changedFiles: changed } };
    const toolUseResult = { stdout: '', stderr: '', interrupted: false, ...difference };
    return [
      call,
      user(scene, [{ tool_use_id: id, type: 'tool_result', content: 'ok', is_error: false }], { toolUseResult }),
    ];
  };
}

/** The person pressed Escape. */
export function interruption(): Event {
  return (scene) => [user(scene, [{ type: 'text', text: '[Request interrupted by user]' }], {})];
}

export function system(subtype: string, fields: Fields): Event {
  return ({ common, cwd, tick, id }) => [
    { isSidechain: false, type: 'system', subtype, ...fields, timestamp: tick(), uuid: id(), cwd, ...common },
  ];
}

/** A record without a time stamp, which the client repeats through the file: a title, a mode, a worktree. */
export function metadata(type: string, fields: Fields): Event {
  return ({ common }) => [{ type, ...fields, sessionId: common['sessionId'] }];
}

/** A line as it is, JSON or not. */
export function raw(line: string): Event {
  return () => [line];
}

function assistant({ common, cwd, tick, id }: Scene, block: Fields, stop: string): Fields {
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-opus-5-5',
    content: [block],
    stop_reason: stop,
  };
  return { isSidechain: false, message, type: 'assistant', uuid: id(), timestamp: tick(), cwd, ...common };
}

function user({ common, cwd, tick, id }: Scene, content: readonly Fields[], fields: Fields): Fields {
  const record = { type: 'user', message: { role: 'user', content }, uuid: id(), timestamp: tick(), ...fields };
  return { isSidechain: false, ...record, cwd, ...common };
}

function append(path: string, events: readonly Event[], scene: Scene): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = events
    .flatMap((event) => event(scene))
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  appendFileSync(path, lines.map((line) => `${line}\n`).join(''));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** When the process of the test started, in the registry's notation. */
export function ownStart(): string {
  if (process.platform !== 'linux') {
    const args = ['-o', 'lstart=', '-p', String(process.pid)];
    return execFileSync('/bin/ps', args, { env: { LC_ALL: 'C', TZ: 'UTC' }, encoding: 'utf8' }).trim();
  }
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
