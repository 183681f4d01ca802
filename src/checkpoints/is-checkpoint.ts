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

type Check = (value: unknown) => boolean;

/** A check of every field that a type has: a field that is added to the type must be added here. */
type Fields<T> = { readonly [Name in keyof Required<T>]: Check };

const text: Check = (value) => typeof value === 'string';
const truth: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const oid: Check = (value) => typeof value === 'string' && /^[0-9a-f]{40,64}$/u.test(value);
const time: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const one =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);

function fields<T>(checks: Fields<T>): Check {
  const entries: readonly (readonly [string, Check])[] = Object.entries(checks);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const record: Readonly<Record<string, unknown>> = { ...value };
    return entries.every(([name, check]) => check(record[name]));
  };
}

const session = fields<CheckpointSession>({
  id: text,
  name: orNull(text),
  kind: text,
  status: text,
  waitingFor: optional(text),
  lastActivity: orNull(text),
  lastAction: orNull(text),
  configDirectory: text,
  transcript: orNull(text),
  resume: orNull(text),
});

const statement = fields<Statement>({ text, source: text, at: optional(text) });

const commits = list(fields<SavedCommit>({ oid, at: text, subject: text }));

const done = fields<Done>({
  sinceFork: orNull(fields<NonNullable<Done['sinceFork']>>({ total: number, commits })),
  sincePrevious: optional(fields<NonNullable<Done['sincePrevious']>>({ checkpoint: isId, total: number, commits })),
});

const inFlight = fields<InFlight>({
  total: number,
  added: number,
  deleted: number,
  files: list(
    fields<InFlight['files'][number]>({ path: text, change: text, added: orNull(number), deleted: orNull(number) }),
  ),
});

const command = fields<CommandRun>({
  command: text,
  at: orNull(text),
  exit: orNull(number),
  outcome: text,
  doubt: optional(text),
  stale: optional(truth),
});

const overlap = fields<SavedOverlap>({
  with: text,
  branch: orNull(text),
  level: text,
  files: list(fields<SavedOverlap['files'][number]>({ path: text, level: text, kind: optional(text) })),
  total: number,
});

const code = fields<SavedCode>({
  commit: oid,
  tree: oid,
  whole: optional(oid),
  staged: orNull(oid),
  parents: list(oid),
  files: list(
    fields<SavedFile>({
      path: text,
      change: text,
      from: optional(text),
      mode: orNull(text),
      base: orNull(oid),
      now: orNull(oid),
    }),
  ),
  more: optional(number),
  skipped: list(fields<SavedCode['skipped'][number]>({ path: text, reason: text })),
});

const checkpoint = fields<Checkpoint>({
  schema: one(1),
  id: isId,
  at: time,
  by: text,
  event: optional(text),
  worktree: text,
  life: optional(text),
  branch: orNull(text),
  head: orNull(oid),
  trunk: orNull(text),
  forkPoint: orNull(oid),
  operation: optional(text),
  session: orNull(session),
  others: optional(list(session)),
  goal: list(statement),
  lastAsk: orNull(statement),
  done,
  inFlight: orNull(inFlight),
  next: list(statement),
  blockers: list(fields<Blocker>({ kind: text, text, source: text, at: optional(text) })),
  tests: orNull(command),
  commands: list(command),
  overlaps: orNull(list(overlap)),
  drift: orNull(list(fields<SavedDrift>({ path: text, writer: text, outcome: text }))),
  note: optional(text),
  summary: optional(fields<Summary>({ text, at: text, model: orNull(text), cost: orNull(number) })),
  code: orNull(code),
  problems: list(
    fields<Checkpoint['problems'][number]>({
      code: text,
      message: text,
      worktree: optional(text),
      file: optional(text),
    }),
  ),
});

function isId(value: unknown): boolean {
  return typeof value === 'string' && isCheckpointId(value);
}
