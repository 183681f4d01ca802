import type { Evidence } from '../session.ts';
import type { Verdict } from './status.ts';
import { isOpen, type TranscriptFacts, type Turn } from '../transcript/facts.ts';

/** No process is registered: a session whose last turn was brought to an end has finished, another one was cut off. */
export function transcriptStatus(facts: TranscriptFacts | null): Verdict {
  const nobody = { source: 'registry', says: 'no live process' } as const;
  if (facts === null) {
    const evidence = [nobody, { source: 'transcript', says: 'none could be read' } as const];
    return { status: 'unknown', since: null, live: false, evidence };
  }
  const evidence = [nobody, saysTranscript(facts)];
  if (facts.turn === 'unknown') return { status: 'unknown', since: null, live: false, evidence };
  const since = facts.turnAt ?? facts.lastActivity;
  if (facts.continuedIn !== null) {
    return { status: 'finished', note: `continued in ${facts.continuedIn}`, since, live: false, evidence };
  }
  return { status: isOpen(facts.turn) ? 'crashed' : 'finished', since, live: false, evidence };
}

export function saysTranscript(facts: TranscriptFacts): Evidence {
  const at = facts.turnAt === null ? '' : ` at ${facts.turnAt}`;
  return { source: 'transcript', says: `${words[facts.turn]}${at}` };
}

const words: Readonly<Record<Turn, string>> = {
  complete: 'last turn complete',
  interrupted: 'last turn interrupted by the user',
  failed: 'last turn ended by an API error',
  'open-tool': 'a tool call has no result',
  'open-result': 'a tool result has no answer',
  'open-prompt': 'a prompt has no answer',
  'open-answer': 'the last answer goes on',
  none: 'no turn was begun',
  unknown: 'the last turn cannot be told to be complete',
};
