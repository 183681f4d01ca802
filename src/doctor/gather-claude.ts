import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAtLeast } from '../git/version.ts';
import { errorCode } from '../sessions/directories.ts';
import { openProcesses } from '../sessions/processes/processes.ts';
import { readSessions, type SessionsReading } from '../sessions/read.ts';
import type { Agent, AgentsFacts, ClaudeDirectoryFacts } from './facts.ts';
import { findPrograms } from './path-search.ts';
import { runProgram } from './programs.ts';

export type ClaudeOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
  readonly cache: string | null;
  /** Config directories; Claude Code itself uses the first. */
  readonly directories: readonly string[];
};

export type ClaudeFacts = { readonly claude: readonly ClaudeDirectoryFacts[]; readonly agents: AgentsFacts };

/** Reads every config directory of Claude Code by itself, and asks Claude Code about the first, in between two readings. */
export async function gatherClaude(options: ClaudeOptions): Promise<ClaudeFacts> {
  const read = await Promise.all(options.directories.map(async (directory) => readDirectory(directory, options)));
  return {
    claude: read.map(({ directory, failure, reading: { census, problems } }) => ({
      directory,
      failure,
      census,
      problems,
    })),
    agents: await gatherAgents(options, read[0]?.reading ?? null),
  };
}

async function readDirectory(directory: string, options: ClaudeOptions) {
  const failure = await readdir(directory).then(() => null, errorCode);
  return { directory, failure, reading: await readOne(directory, options) };
}

function readOne(directory: string, { platform, now, cache }: ClaudeOptions): Promise<SessionsReading> {
  return readSessions({
    directories: [directory],
    processes: openProcesses({ platform }),
    now: now(),
    cacheDirectory: cache,
  });
}

async function gatherAgents(options: ClaudeOptions, before: SessionsReading | null): Promise<AgentsFacts> {
  const { env, home, directories } = options;
  const [directory] = directories;
  const own = env['CLAUDE_CONFIG_DIR'];
  if (before === null || directory !== (own || join(home, '.claude'))) return { state: 'unasked' };
  // At its first start a version of Claude Code writes this file; after that, the command was seen to write nothing.
  const started = await access(join(own || home, '.claude.json')).then(
    () => true,
    () => false,
  );
  if (!started) return { state: 'unasked' };
  const [program] = await findPrograms('claude', options);
  if (program === undefined) return { state: 'missing' };
  // In a repository, Claude Code would read the settings of that repository.
  const call = { program, cwd: home, env: { ...env, ...quiet }, timeoutMs: 10_000 };
  const version = await runProgram({ ...call, args: ['--version'] });
  const [number] = /^\d+\.\d+\.\d+/u.exec(version.stdout) ?? [];
  if (number === undefined) return { state: 'failed', program, says: version.says || 'no version that kg understands' };
  // An older one could take the words for a prompt, and begin to work.
  if (!isAtLeast(number, oldest))
    return { state: 'failed', program, says: `version ${number} does not know the command` };
  const answer = await runProgram({ ...call, args: ['agents', '--json'] });
  if (answer.exitCode !== 0) return { state: 'failed', program, says: answer.says };
  const agents = parseAgents(answer.stdout);
  if (agents === null) return { state: 'failed', program, says: 'an answer that is no list of sessions' };
  const after = await readOne(directory, options);
  return { state: 'answered', program, agents, before: before.sessions, after: after.sessions };
}

/** The first version known to have the registry that the command lists. */
const oldest = '2.1.139';

/** No update and no telemetry on our account, and colour in no answer. */
const quiet = { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', NO_COLOR: '1' };

/** Reads the output of `claude agents --json` (2.1.139 to 2.1.330): a list of sessions. `null` when it is none. */
export function parseAgents(output: string): readonly Agent[] | null {
  try {
    const value: unknown = JSON.parse(output);
    return Array.isArray(value) ? value.flatMap(toAgent) : null;
  } catch {
    // Whatever it is, it is no answer to go by.
    return null;
  }
}

function toAgent(entry: unknown): Agent[] {
  const fields = new Map<string, unknown>(typeof entry === 'object' && entry !== null ? Object.entries(entry) : []);
  const text = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.slice(0, 100) : null;
  };
  const [sessionId, pid] = [text('sessionId'), fields.get('pid')];
  if (sessionId === null) return [];
  return [{ sessionId, kind: text('kind'), status: text('status'), pid: typeof pid === 'number' ? pid : null }];
}
