import { actionOf } from './action.ts';
import type { TranscriptFacts, Turn } from './facts.ts';
import { userRecord } from './prompt.ts';
import { pathIn, recordIn, recordsIn, stampIn, stringIn, type JsonRecord } from './record.ts';

/** `undefined` while no record has said a word on the matter. */
export type Found = { -readonly [Key in keyof TranscriptFacts]?: TranscriptFacts[Key] | undefined } & {
  answered?: boolean;
  /** Repeated at the end of a transcript; in a fork it may still be the origin's. */
  lastPrompt?: string | undefined;
};

/** Lets the first record that decides settle how the last turn stands. */
export function takeTurn(found: Found, record: JsonRecord, type: string): void {
  const settle = (turn: Turn): void => {
    if (found.turn !== undefined) return;
    found.turn = turn;
    found.turnAt = stampIn(record, 'timestamp');
  };
  // A subagent's record in its parent's file (older clients) says nothing about the parent's turn.
  const own = record['isSidechain'] !== true || stringIn(record, 'agentId') !== null;
  if (type === 'user') {
    const user = userRecord(record);
    if (!own) return;
    if (user.kind === 'prompt' && user.human !== null) found.prompt ??= user.human;
    // The turn that ends here did nothing but talk.
    if (user.kind === 'prompt' && found.answered === true) found.lastAction ??= 'answered';
    if (user.kind === 'prompt') settle('open-prompt');
    else if (user.kind === 'result') settle('open-result');
    else if (user.kind === 'interruption') settle('interrupted');
  } else if (type === 'assistant') takeAssistant(found, record, own ? settle : () => {});
  else if (type === 'system' && record['subtype'] === 'turn_duration') settle('complete');
  else if (type === 'system' && record['preventContinuation'] === true) settle('complete');
  else if (type === 'attachment' && recordIn(record, 'attachment')?.['type'] === 'hook_stopped_continuation')
    settle('complete');
}

function takeAssistant(found: Found, record: JsonRecord, settle: (turn: Turn) => void): void {
  const message = recordIn(record, 'message') ?? {};
  found.answered = true;
  const calls = recordsIn(message, 'content').filter((entry) => entry['type'] === 'tool_use');
  const call = calls.at(-1);
  const stop = stringIn(message, 'stop_reason');
  if (call !== undefined) {
    found.lastAction ??= take(actionOf(call, pathIn(record, 'cwd')));
    settle('open-tool');
  } else if (record['isApiErrorMessage'] === true) settle('failed');
  else if (stop === 'tool_use' || stop === 'pause_turn') settle('open-answer');
  else if (stop === null) settle('unknown');
  else settle('complete');
}

/** `null` in a record is no word on the matter, so that an older record may still give one. */
export function take<Value>(value: Value | null): Value | undefined {
  return value ?? undefined;
}
