import type { HookEvent } from '../whisper/hook-input.ts';
import type { Whisper } from '../whisper/whisper.ts';
import { renderWhisper } from './whisper.ts';

/** The answer of a hook in the format of Claude Code; `null`: nothing to say, which is said by printing nothing. */
export function whisperAnswer(options: {
  readonly whispers: readonly Whisper[];
  /** Whether a conflict makes the edit a question to the person. */
  readonly ask: 'never' | 'conflict' | null;
  readonly when: Extract<HookEvent['kind'], 'before edit' | 'after command'>;
  readonly now: Date;
}) {
  const { whispers, ask, when, now } = options;
  if (whispers.length === 0) return null;
  const additionalContext = renderWhisper({ whispers, when, now });
  if (when === 'after command') return { hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext } };
  const stops =
    ask === 'conflict' && whispers.some(({ others }) => others.some(({ verdict }) => verdict === 'conflict'));
  const decision = { permissionDecision: 'ask', permissionDecisionReason: additionalContext };
  return { hookSpecificOutput: { hookEventName: 'PreToolUse', ...(stops ? decision : {}), additionalContext } };
}

/** What a session is told when it begins. */
export function arrivalAnswer(additionalContext: string | null) {
  return additionalContext === null
    ? null
    : { hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext } };
}
