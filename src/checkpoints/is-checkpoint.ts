import { isNumber, isOid, isText, isTime, isTruth, listOf, optional, orNull, withFields } from '../field-checks.ts';
import { isCheckpointId } from './history/checkpoint-id.ts';
import type {
  Blocker,
  Checkpoint,
  CheckpointSession,
  CommandRun,
  Done,
  InFlight,
  SavedCommit,
  SavedDrift,
  SavedOverlap,
  Statement,
  Summary,
} from './checkpoint.ts';
import type { SavedCode, SavedFile } from './code/saved-code.ts';

/**
 * Whether a value that was read is a checkpoint. Fields that a later kg may have added are let through; a word that it may have
 * added (another kind of blocker) is a word all the same, so only its being text is asked for.
 */
export function isCheckpoint(value: unknown): value is Checkpoint {
  return checkpoint(value);
}

const session = withFields<CheckpointSession>({
  id: isText,
  name: orNull(isText),
  kind: isText,
  status: isText,
  waitingFor: optional(isText),
  lastActivity: orNull(isText),
  lastAction: orNull(isText),
  configDirectory: isText,
  transcript: orNull(isText),
  resume: orNull(isText),
});

const statement = withFields<Statement>({ text: isText, source: isText, at: optional(isText) });

const commits = listOf(withFields<SavedCommit>({ oid: isOid, at: isText, subject: isText }));

const done = withFields<Done>({
  sinceFork: orNull(withFields<NonNullable<Done['sinceFork']>>({ total: isNumber, commits })),
  sincePrevious: optional(
    withFields<NonNullable<Done['sincePrevious']>>({ checkpoint: isId, total: isNumber, commits }),
  ),
});

const inFlight = withFields<InFlight>({
  total: isNumber,
  added: isNumber,
  deleted: isNumber,
  files: listOf(
    withFields<InFlight['files'][number]>({
      path: isText,
      change: isText,
      added: orNull(isNumber),
      deleted: orNull(isNumber),
    }),
  ),
});

const command = withFields<CommandRun>({
  command: isText,
  at: orNull(isText),
  exit: orNull(isNumber),
  outcome: isText,
  doubt: optional(isText),
  stale: optional(isTruth),
});

const overlap = withFields<SavedOverlap>({
  with: isText,
  branch: orNull(isText),
  level: isText,
  files: listOf(withFields<SavedOverlap['files'][number]>({ path: isText, level: isText, kind: optional(isText) })),
  total: isNumber,
});

const code = withFields<SavedCode>({
  commit: isOid,
  tree: isOid,
  whole: optional(isOid),
  staged: orNull(isOid),
  parents: listOf(isOid),
  files: listOf(
    withFields<SavedFile>({
      path: isText,
      change: isText,
      from: optional(isText),
      mode: orNull(isText),
      base: orNull(isOid),
      now: orNull(isOid),
    }),
  ),
  more: optional(isNumber),
  skipped: listOf(withFields<SavedCode['skipped'][number]>({ path: isText, reason: isText })),
});

const checkpoint = withFields<Checkpoint>({
  schema: (value) => value === 1,
  id: isId,
  at: isTime,
  by: isText,
  event: optional(isText),
  worktree: isText,
  life: optional(isText),
  branch: orNull(isText),
  head: orNull(isOid),
  trunk: orNull(isText),
  forkPoint: orNull(isOid),
  operation: optional(isText),
  session: orNull(session),
  others: optional(listOf(session)),
  goal: listOf(statement),
  lastAsk: orNull(statement),
  done,
  inFlight: orNull(inFlight),
  next: listOf(statement),
  blockers: listOf(withFields<Blocker>({ kind: isText, text: isText, source: isText, at: optional(isText) })),
  tests: orNull(command),
  commands: listOf(command),
  overlaps: orNull(listOf(overlap)),
  drift: orNull(listOf(withFields<SavedDrift>({ path: isText, writer: isText, outcome: isText }))),
  note: optional(isText),
  summary: optional(withFields<Summary>({ text: isText, at: isText, model: orNull(isText), cost: orNull(isNumber) })),
  code: orNull(code),
  problems: listOf(
    withFields<Checkpoint['problems'][number]>({
      code: isText,
      message: isText,
      worktree: optional(isText),
      file: optional(isText),
    }),
  ),
});

function isId(value: unknown): boolean {
  return typeof value === 'string' && isCheckpointId(value);
}
