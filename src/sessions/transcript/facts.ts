/**
 * What the tail of a transcript tells of its session. Nothing here depends on the time of reading, so it can be remembered
 * as long as the file stays the same. Texts are single lines of limited length.
 */
export type TranscriptFacts = {
  /** The latest time stamp in the tail, as written: a clock that was ahead is not corrected here. */
  readonly lastActivity: string | null;
  /** The last tool call of the last turn in words, or "answered". */
  readonly lastAction: string | null;
  readonly turn: Turn;
  /** When the record that decided about the turn was written. */
  readonly turnAt: string | null;
  /** Given by a person or a hook. */
  readonly customTitle: string | null;
  /** Made by a model. */
  readonly generatedTitle: string | null;
  readonly recap: string | null;
  /** The last prompt that a person typed or sent to print mode. */
  readonly prompt: string | null;
  /** Where it last worked. */
  readonly cwd: string | null;
  /** Where it came from, while it is in a worktree that it entered. */
  readonly originalCwd: string | null;
  readonly version: string | null;
  readonly entrypoint: string | null;
  readonly background: boolean;
  /** The session that took over the conversation. */
  readonly continuedIn: string | null;
  /** Complete lines that hold no JSON object. */
  readonly parseFailures: number;
  /** Record types that kg does not know, with their number in the tail. */
  readonly unknownTypes: Readonly<Record<string, number>>;
};

/**
 * Where the last turn stands. `none`: nothing was asked. `unknown`: the records do not say. The open ones say what is
 * missing: the end of the answer, the result of a tool call, or any answer to a prompt or a result.
 */
export type Turn =
  | 'complete'
  | 'interrupted'
  | 'failed'
  | 'open-tool'
  | 'open-result'
  | 'open-prompt'
  | 'open-answer'
  | 'none'
  | 'unknown';

/** Whether a turn was begun and not brought to an end. */
export function isOpen(turn: Turn): boolean {
  return turn.startsWith('open-');
}

/** Record types seen in transcripts of 2.1.197 to 2.1.330, or named in the client: kg knows what to make of them. */
export const knownTypes: ReadonlySet<string> = new Set(
  `agent-color agent-name agent-setting ai-title api-request api-request-blob api-request-shape assistant atis-latch attachment
  attribution-snapshot bridge-session content-replacement continued-in cost-state custom-title derived-from ended-by-model
  file-history-delta file-history-snapshot fork-context-ref frame-link isolation-latch last-prompt memory-mode mode observer-ref
  permission-mode pr-link progress queue-operation relocated session-owner summary system tag tools-used user worktree-state`.split(
    /\s+/u,
  ),
);
