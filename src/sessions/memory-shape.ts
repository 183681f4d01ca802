import { isRecord } from './transcript/record.ts';
import type { Subagent } from './subagents.ts';
import type { TranscriptFacts } from './transcript/facts.ts';
import type { WriteScan } from './touched/write-scan.ts';

/** Checks of what comes back from kg's own cache: whoever can write there must not be able to make kg fail. */

export function isFacts(value: unknown): value is TranscriptFacts {
  return (
    isRecord(value) &&
    typeof value['turn'] === 'string' &&
    typeof value['background'] === 'boolean' &&
    typeof value['parseFailures'] === 'number' &&
    isRecord(value['unknownTypes']) &&
    Object.values(value['unknownTypes']).every((count) => typeof count === 'number') &&
    texts.every((key) => isText(value[key]))
  );
}

const texts = [
  'lastActivity',
  'lastAction',
  'turnAt',
  'customTitle',
  'generatedTitle',
  'recap',
  'prompt',
  'cwd',
  'originalCwd',
  'version',
  'entrypoint',
  'continuedIn',
] as const satisfies readonly (keyof TranscriptFacts)[];

export function isWriteScan(value: unknown): value is WriteScan {
  return (
    isRecord(value) &&
    typeof value['offset'] === 'number' &&
    isText(value['began']) &&
    isRecord(value['files']) &&
    Object.values(value['files']).every((writings) => Array.isArray(writings) && writings.every(isWriting)) &&
    [value['pending'], value['commands']].every(isTexts) &&
    Array.isArray(value['alarms']) &&
    value['alarms'].every(isAlarm)
  );
}

function isWriting(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isText(value['at']) &&
    (value['grade'] === 'certain' || value['grade'] === 'likely') &&
    (value['from'] === undefined || typeof value['from'] === 'string')
  );
}

function isAlarm(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isText(value['at']) &&
    typeof value['path'] === 'string' &&
    (value['kind'] === 'stale-recovered' || value['kind'] === 'changed-on-disk')
  );
}

function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

export function isSubagents(value: unknown): value is readonly Subagent[] {
  return Array.isArray(value) && value.every(isSubagent);
}

function isSubagent(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    isText(value['worktreePath']) &&
    isText(value['description']) &&
    typeof value['finished'] === 'boolean' &&
    isRecord(value['file']) &&
    typeof value['file']['path'] === 'string' &&
    ['inode', 'size', 'modified', 'born'].every(
      (key) => isRecord(value['file']) && typeof value['file'][key] === 'number',
    )
  );
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
