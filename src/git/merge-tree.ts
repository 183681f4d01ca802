import { KgError } from '../errors.ts';
import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/**
 * Merges pairs of commits without touching a worktree: one line `<ours> <theirs>` a pair on standard input. Messages are
 * asked for with clean merges too, so that every answer has the same shape. Needs git 2.39.
 */
export const mergeTreeArgs = ['merge-tree', '--write-tree', '--stdin', '-z', '--messages'] as const;

/** How git would merge two commits. */
export type TreeMerge = {
  readonly clean: boolean;
  /** The tree that the merge leaves, conflict markers included. */
  readonly tree: string;
  /** The index entries of the conflicted paths. Can be empty although the merge is not clean. */
  readonly stages: readonly ConflictStage[];
  /** What git says about conflicts; notes about what it merged by itself are left out. */
  readonly conflicts: readonly ConflictMessage[];
};

export type ConflictStage = {
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
  /** 1: the common base; 2: ours; 3: theirs. */
  readonly stage: 1 | 2 | 3;
};

export type ConflictMessage = {
  /** Git's stable short description, such as `CONFLICT (contents)`. */
  readonly type: string;
  /** The path that the message is about comes first. */
  readonly paths: readonly string[];
};

/**
 * Reads the answers in the order of the input; fewer than were asked for when git ended before the last one.
 *
 * Format: git-merge-tree(1), with `-z --stdin`: status, tree, stages, an empty record, messages (a count of paths, the paths, the
 * type, the text), an empty record. After a submodule conflict git prints advice in plain text in the place of that last
 * record. Throws GIT_FAILED when the output is of another form.
 */
export function parseMergeTree(output: Buffer): readonly TreeMerge[] {
  const records = splitRecords(output);
  const merges: TreeMerge[] = [];
  for (let at = 0; at < records.length;) {
    const read = readMerge(records, at);
    if (read === null) break;
    merges.push(read.merge);
    at = read.next;
  }
  return merges;
}

type Read<Name extends string, Value> = Readonly<Record<Name, Value>> & { readonly next: number };

function readMerge(records: readonly Buffer[], start: number): Read<'merge', TreeMerge> | null {
  const status = records[start]?.toString('latin1');
  if (status !== '0' && status !== '1') throw unexpected('status');
  const tree = records[start + 1]?.toString('latin1');
  if (tree === undefined) return null;
  if (!/^[0-9a-f]{40,64}$/u.test(tree)) throw unexpected('tree');
  const stages = readStages(records, start + 2);
  const messages = stages === null ? null : readMessages(records, stages.next);
  if (stages === null || messages === null) return null;
  const clean = status === '1';
  const merge = { clean, tree, stages: stages.stages, conflicts: clean ? [] : messages.conflicts };
  return { merge, next: messages.next };
}

function readStages(records: readonly Buffer[], start: number): Read<'stages', ConflictStage[]> | null {
  const stages: ConflictStage[] = [];
  for (let at = start; ; at += 1) {
    const record = records[at];
    if (record === undefined) return null;
    if (record.length === 0) return { stages, next: at + 1 };
    const tab = record.indexOf(TAB);
    const [, mode, oid, stage] = /^(\d{6}) ([0-9a-f]{40,64}) ([123])$/u.exec(record.toString('latin1', 0, tab)) ?? [];
    if (mode === undefined || oid === undefined || stage === undefined) throw unexpected('stage');
    stages.push({
      path: decodePath(record.subarray(tab + 1)),
      mode,
      oid,
      stage: stage === '1' ? 1 : stage === '2' ? 2 : 3,
    });
  }
}

function readMessages(records: readonly Buffer[], start: number): Read<'conflicts', ConflictMessage[]> | null {
  const conflicts: ConflictMessage[] = [];
  for (let at = start; ;) {
    const count = records[at]?.toString('latin1');
    if (count === undefined) return null;
    if (!/^\d{1,7}$/u.test(count)) return { conflicts, next: at + 1 };
    const typeAt = at + 1 + Number(count);
    const type = records[typeAt]?.toString('latin1');
    if (type === undefined || records[typeAt + 1] === undefined) return null;
    if (type.startsWith('CONFLICT') || type.startsWith('ERROR')) {
      conflicts.push({ type, paths: records.slice(at + 1, typeAt).map((path) => decodePath(path)) });
    }
    at = typeAt + 2;
  }
}

const TAB = 0x09;

function unexpected(field: string): KgError {
  return new KgError('GIT_FAILED', { command: 'merge-tree', stderr: `unexpected output: ${field}` });
}
