import { compare, newestFirst } from '../sessions/compare.ts';
import { foldPath, type Place } from '../sessions/owner.ts';
import type { Session, Writing } from '../sessions/session.ts';
import { sortWritten, type Life, type Written } from './written.ts';

/** A session that changed a file, how sure that is, and when it last did. */
export type Attribution = { readonly id: string; readonly grade: Grade; readonly at: string | null };

/**
 * `certain`: its own edit of the file succeeded. `likely`: the file changed during a shell command of the session, which was
 * alone in the worktree. `shared`: the same, but with other sessions there, whose doing it may have been.
 */
export type Grade = 'certain' | 'likely' | 'shared';

type Question = {
  /** The path that git gives to the file. */
  readonly path: string;
  /** The path before a rename: whoever wrote the one or the other changed the file. */
  readonly from?: string;
  /** ISO time: what was written later does not count. */
  readonly at?: string;
};

/** Pure: which sessions changed one file of one worktree, the newest change first; none: nobody's records tell of it. */
export function attribute(
  options: Question & {
    readonly sessions: readonly Session[];
    readonly worktree: Place;
    /** All worktrees: a file of one that lies inside another is not the outer one's. */
    readonly worktrees?: readonly Place[];
    readonly caseSensitive?: boolean;
  },
): readonly Attribution[] {
  const { sessions, worktree, worktrees = [], caseSensitive = true, ...question } = options;
  const written = sortWritten({ sessions, worktrees: [worktree, ...worktrees], caseSensitive });
  return whoWrote({ ...question, written, worktree: worktree.path });
}

/** Pure: the same, of what was sorted once for many questions. `worktree` is the path that git gives to it. */
export function whoWrote(
  options: Question & { readonly written: Written; readonly worktree: string },
): readonly Attribution[] {
  const { written, worktree, path, from, at: until } = options;
  const files = written.files.get(worktree);
  const ends = new Set(
    [path, ...(from === undefined ? [] : [from])].map((end) => foldPath(end, written.caseSensitive)),
  );
  const writers = [...ends].flatMap((end) => Array.from(files?.get(end)?.writers.values() ?? []));
  const residents = written.residents.get(worktree) ?? new Map<string, Life>();
  return [...Map.groupBy(writers, ({ id }) => id)]
    .flatMap(([id, same]) => {
      const writings = same.flatMap((writer) => writer.writings).filter((writing) => isUntil(writing, until));
      return writings.length === 0 ? [] : [attributed(id, writings, residents)];
    })
    .toSorted((a, b) => newestFirst(a.at, b.at) || compare(a.id, b.id));
}

function isUntil({ at }: Writing, until: string | undefined): boolean {
  return until === undefined || at === null || at <= until;
}

/** The best that its records say, and the newest time at which they do not say less than `likely`. */
function attributed(id: string, writings: readonly Writing[], residents: ReadonlyMap<string, Life>): Attribution {
  const others = [...residents].flatMap(([other, life]) => (other === id ? [] : [life]));
  const graded = writings.map((writing) => ({ at: writing.at, grade: gradeOf(writing, others) }));
  const sure = graded.filter(({ grade }) => grade !== 'shared');
  const grade = grades.find((one) => graded.some((record) => record.grade === one)) ?? 'shared';
  const times = (sure.length > 0 ? sure : graded).map(({ at }) => at).toSorted(newestFirst);
  return { id, grade, at: times[0] ?? null };
}

const grades: readonly Grade[] = ['certain', 'likely', 'shared'];

function gradeOf({ grade, from, at }: Writing, others: readonly Life[]): Grade {
  if (grade === 'certain') return 'certain';
  return others.some((life) => isAlive(life, { from: from ?? at, to: at })) ? 'shared' : 'likely';
}

/** Whether a life and a span of time have a moment in common; what is not known is taken for common. */
function isAlive(life: Life, { from, to }: Life): boolean {
  const isBefore = life.to !== null && from !== null && life.to < from;
  const isAfter = life.from !== null && to !== null && life.from > to;
  return !isBefore && !isAfter;
}
