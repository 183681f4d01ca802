import { notAfter } from './assemble.ts';
import type { Evidence, Session, Status } from './session.ts';
import { saysTranscript } from './status/transcript.ts';
import type { Subagent } from './subagents.ts';
import { isOpen, type TranscriptFacts } from './transcript/facts.ts';
import type { Writes } from './touched/writes.ts';

export type SubagentSources = Writes & {
  readonly subagent: Subagent;
  readonly parent: Session;
  readonly facts: TranscriptFacts | null;
  readonly now: Date;
};

/** A subagent with a worktree of its own stands beside its parent: it works elsewhere, and its worktree outlives it. */
export function assembleSubagent({ subagent, parent, facts, began, writes, alarms, now }: SubagentSources): Session {
  const status = subagentStatus(subagent, parent, facts);
  return {
    id: `${parent.id}/${subagent.id}`,
    name: null,
    task: subagent.description ?? facts?.generatedTitle ?? facts?.prompt ?? null,
    kind: 'subagent',
    status,
    since: status === 'unknown' ? null : notAfter(facts?.turnAt ?? null, now),
    cwd: subagent.worktreePath ?? facts?.cwd ?? null,
    originalCwd: parent.cwd,
    ...(began === null ? {} : { began }),
    lastActivity: notAfter(facts?.lastActivity ?? null, now),
    lastAction: facts?.lastAction ?? null,
    configDirectory: parent.configDirectory,
    transcript: subagent.file.path,
    writes,
    ...(alarms.length === 0 ? {} : { alarms }),
    evidence: evidenceOf(subagent, parent, facts),
  };
}

/** A subagent lives in its parent's process and stays busy with it; newer clients mark the end, older ones only stop writing. */
function subagentStatus(subagent: Subagent, parent: Session, facts: TranscriptFacts | null): Status {
  if (subagent.finished) return 'finished';
  if (facts === null || facts.turn === 'unknown') return 'unknown';
  if (!isOpen(facts.turn)) return 'finished';
  if (parent.status === 'active' || parent.status === 'waiting') return 'active';
  return parent.status === 'unknown' ? 'unknown' : 'crashed';
}

function evidenceOf(subagent: Subagent, parent: Session, facts: TranscriptFacts | null): Evidence[] {
  return [
    ...(subagent.finished ? [{ source: 'subagent', says: 'marked as finished' } as const] : []),
    { source: 'subagent', says: `its session is ${parent.status}` },
    ...(facts === null ? [] : [saysTranscript(facts)]),
  ];
}
