import type { ConfigSource } from '../config.ts';
import type { Problem } from '../errors.ts';
import type { Checkup } from '../init/part.ts';
import type { Census } from '../sessions/census.ts';
import type { Session } from '../sessions/session.ts';
import type { HookLog } from '../whisper/hook-log.ts';

/** All that the checks judge by. Gathered once; nothing in here is an opinion. Paths are absolute. */
export type Facts = {
  readonly platform: NodeJS.Platform;
  readonly node: NodeFacts;
  readonly git: GitFacts;
  readonly repository: RepositoryFacts;
  readonly config: ConfigFacts;
  readonly cache: CacheFacts;
  readonly claude: readonly ClaudeDirectoryFacts[];
  readonly agents: AgentsFacts;
  readonly programs: ProgramFacts;
  readonly leftovers: LeftoverFacts;
  readonly hooks: HookFacts;
  readonly setUp: SetUpFacts;
};

/** The parts that `kg init` sets up; `null`: not looked at. */
export type SetUpFacts = { readonly gitHook: Checkup | null; readonly claude: Checkup | null };

/** What hooks of Claude Code could not answer, and the files that it is counted in. */
export type HookFacts = { readonly log: HookLog; readonly files: readonly string[] };

export type NodeFacts = { readonly version: string; readonly path: string };

/** `version` is `null` when git answered something else; `failure` is the code of the error when it did not answer. */
export type GitFacts = {
  readonly version: string | null;
  readonly path: string | null;
  readonly failure: string | null;
};

export type RepositoryFacts =
  | { readonly state: 'none'; readonly directory: string }
  /** git is missing or too old, which its own check tells. */
  | { readonly state: 'unasked' }
  | { readonly state: 'open'; readonly root: string; readonly worktrees: number }
  /** git refuses it, since it belongs to another user. */
  | { readonly state: 'dubious'; readonly repository: string }
  | { readonly state: 'failed'; readonly says: string };

export type ConfigFacts = {
  readonly sources: readonly ConfigSource[];
  readonly problems: readonly Problem[];
  /** Details of CONFIG_INVALID; `null` when the config could be read. */
  readonly invalid: Readonly<Record<string, unknown>> | null;
};

/** `nearest` is the directory itself or, while it does not exist, the nearest one above it; `failure` is of writing there. */
export type CacheFacts = { readonly directory: string; readonly nearest: string; readonly failure: string | null };

export type ClaudeDirectoryFacts = {
  readonly directory: string;
  /** The system's code when it cannot be listed. */
  readonly failure: string | null;
  readonly census: Census;
  readonly problems: readonly Problem[];
};

/** What Claude Code says itself, and what kg read shortly before and after. */
export type AgentsFacts =
  | { readonly state: 'missing' }
  /** Claude Code has not been started with this config directory yet, and asking it would make files. */
  | { readonly state: 'unasked' }
  | { readonly state: 'failed'; readonly program: string; readonly says: string }
  | {
      readonly state: 'answered';
      readonly program: string;
      readonly agents: readonly Agent[];
      readonly before: readonly Session[];
      readonly after: readonly Session[];
    };

/** One entry of `claude agents --json`. */
export type Agent = {
  readonly sessionId: string;
  readonly kind: string | null;
  readonly status: string | null;
  readonly pid: number | null;
};

export type ProgramFacts = {
  /** Every `kg` on PATH, in the order of PATH. */
  readonly kg: readonly FoundKg[];
  /** Other programs of the old KeepGoing on PATH. */
  readonly old: readonly string[];
  /** Where the running kg lies. */
  readonly self: string;
};

/**
 * `self`: the kg that runs. `keepgoing`: another copy of this package. `old`: the hook program of the KeepGoing that was
 * before. `graph`: the knowledge-graph tool. Told from the file, which is never run.
 */
export type FoundKg = {
  readonly path: string;
  readonly is: 'self' | 'keepgoing' | 'old' | 'graph' | 'unknown';
  readonly version?: string;
};

export type LeftoverFacts = {
  /** Files of the old KeepGoing, in repositories and at home. */
  readonly files: readonly string[];
  /** Settings in which the old KeepGoing is still called, and by which words. */
  readonly hooks: readonly { readonly file: string; readonly calls: readonly string[] }[];
  /** Settings that could not be looked at. */
  readonly unread: readonly string[];
};
