import { knownTypes, type TranscriptFacts } from './facts.ts';
import type { Line } from './lines.ts';
import { taskLine } from './prompt.ts';
import { oneLine } from '../one-line.ts';
import { take, takeTurn, type Found } from './turn.ts';
import { parseRecord, pathIn, recordIn, stampIn, stringIn, type JsonRecord } from './record.ts';

/** Gathers facts from lines that are handed in from the last to the first, so that the newest word on each thing counts. */
export type Tail = {
  readonly add: (line: Line) => void;
  /** Whether older lines can hardly add anything. */
  readonly isEnough: () => boolean;
  readonly facts: () => TranscriptFacts;
};

/** Begins a tail. Nothing is read here: see `readTail`. */
export function openTail(): Tail {
  const found: Found = {};
  const unknownTypes: Record<string, number> = {};
  let parseFailures = 0;
  let metadata = false;

  const add = ({ text, complete }: Line): void => {
    // Whole requests with all tool schemas: bulk without a fact in it.
    if (text.startsWith('{"type":"api-request')) return;
    const record = parseRecord(text);
    if (record === null) {
      // An incomplete last line is being written at this moment, or was torn; either way it is no damage to report yet.
      if (complete) parseFailures += 1;
      return;
    }
    const type = stringIn(record, 'type') ?? '';
    if (!knownTypes.has(type)) {
      const key = oneLine(type, 60) ?? '(none)';
      if (key in unknownTypes || Object.keys(unknownTypes).length < 50)
        unknownTypes[key] = (unknownTypes[key] ?? 0) + 1;
    }
    if (type === 'last-prompt' || type === 'ai-title' || type === 'custom-title') metadata = true;
    takeStamp(found, record);
    takePlace(found, record, type);
    takeTitles(found, record, type);
    takeTurn(found, record, type);
  };

  return {
    add,
    isEnough: () =>
      found.lastActivity !== undefined &&
      found.turn !== undefined &&
      found.cwd !== undefined &&
      found.lastAction !== undefined &&
      metadata,
    facts: () => ({
      lastActivity: found.lastActivity ?? null,
      lastAction: found.lastAction ?? (found.answered === true ? 'answered' : null),
      turn: found.turn ?? 'none',
      turnAt: found.turnAt ?? null,
      customTitle: found.customTitle ?? null,
      generatedTitle: found.generatedTitle ?? null,
      recap: found.recap ?? null,
      prompt: found.prompt ?? found.lastPrompt ?? null,
      cwd: found.cwd ?? null,
      originalCwd: found.originalCwd ?? null,
      version: found.version ?? null,
      entrypoint: found.entrypoint ?? null,
      background: found.background ?? false,
      continuedIn: found.continuedIn ?? null,
      parseFailures,
      unknownTypes,
    }),
  };
}

function takeStamp(found: Found, record: JsonRecord): void {
  const stamp = stampIn(record, 'timestamp');
  // Records are not in the order of their stamps around a compaction.
  if (stamp !== null && (found.lastActivity ?? '') < stamp) found.lastActivity = stamp;
  found.version ??= take(stringIn(record, 'version'));
  found.entrypoint ??= take(stringIn(record, 'entrypoint'));
  if (record['sessionKind'] === 'bg') found.background = true;
}

/** The newest of: where a record was written, where the transcript was moved for, which worktree was entered. */
function takePlace(found: Found, record: JsonRecord, type: string): void {
  const entered = type === 'worktree-state' ? recordIn(record, 'worktreeSession') : null;
  if (type === 'worktree-state' && found.originalCwd === undefined) {
    found.originalCwd = entered === null ? null : pathIn(entered, 'originalCwd');
  }
  const place =
    pathIn(record, 'cwd') ??
    (type === 'relocated' ? pathIn(record, 'relocatedCwd') : null) ??
    (entered === null ? null : pathIn(entered, 'worktreePath'));
  found.cwd ??= take(place);
}

function takeTitles(found: Found, record: JsonRecord, type: string): void {
  if (type === 'custom-title') found.customTitle ??= take(line(record, 'customTitle'));
  else if (type === 'agent-name') found.customTitle ??= take(line(record, 'agentName'));
  else if (type === 'ai-title') found.generatedTitle ??= take(line(record, 'aiTitle'));
  else if (type === 'continued-in') found.continuedIn ??= take(line(record, 'continuedInSessionId'));
  else if (type === 'last-prompt') found.lastPrompt ??= take(taskLine(stringIn(record, 'lastPrompt') ?? ''));
  else if (type === 'system' && record['subtype'] === 'away_summary') {
    const recap = line(record, 'content')?.replace(/\s*\(turn off recaps in \/config\)$/u, '');
    found.recap ??= take(recap === '' ? null : (recap ?? null));
  }
}

function line(record: JsonRecord, key: string): string | null {
  return oneLine(stringIn(record, key) ?? '');
}
