import type { Reader, ReadFiles } from '../drift/read-files.ts';
import type { TouchingCommit } from '../git/touching-commits.ts';
import { whoWrote, type Grade } from '../overlap/who.ts';
import type { Written } from '../overlap/written.ts';
import { compare, newestFirst } from '../sessions/compare.ts';
import { foldPath } from '../sessions/owner.ts';
import type { FileChange } from '../worktrees/file-change.ts';
import type { How, Touch, Toucher } from './who.ts';

/** What is known of one worktree, for the paths in question. */
export type WorktreeTraces = {
  readonly worktree: string;
  /** Its own changes; `null` when they could not be read. */
  readonly files: readonly FileChange[] | null;
  /** Commits that it has and the trunk has not. */
  readonly own: readonly TouchingCommit[];
  /** Of its own commits and of what is not committed, the newest first. */
  readonly renames: TouchingCommit['renames'];
  /** All its commits since a session first wrote one of the files. */
  readonly since: readonly TouchingCommit[];
  /** Whether there is a file that git does not know of. */
  readonly isIgnored: (path: string) => boolean;
  readonly lines: (path: string) => Touch['lines'] | null;
};

/** Pure: who touched the files in one worktree. */
export function touchesIn(options: {
  readonly traces: WorktreeTraces;
  readonly isAsked: (path: string) => boolean;
  readonly written: Written;
  readonly reads: ReadFiles;
}): readonly Touch[] {
  const { traces, isAsked, written, reads } = options;
  const { worktree } = traces;
  const readFiles = reads.get(worktree) ?? new Map<string, readonly Reader[]>();
  const before = earlierNames(traces.renames);
  const changes = (traces.files ?? [])
    .map((change) => ({ change, names: namesOf(change, before) }))
    .filter(({ names }) => names.some(isAsked));
  const changed = new Set(changes.flatMap(({ names }) => names));
  const wrote = writtenPaths(written, worktree).filter((path) => isAsked(path) && !changed.has(path));
  const edits = [
    ...changes.map(({ change, names }) => ownTouch(change, names, { traces, written })),
    ...wrote.flatMap((path) => goneTouch(path, traces, written)),
  ];
  const editors = new Map(edits.map((touch) => [touch.path, new Set(touch.sessions.map(({ id }) => id))]));
  const renamed = new Map(changes.flatMap(({ change, names }) => names.map((name) => [name, change.path] as const)));
  const readings = [...readFiles].flatMap(([path, readers]): readonly Touch[] => {
    const now = renamed.get(path) ?? path;
    if (!isAsked(path) && !isAsked(now)) return [];
    const only = readers.filter(({ id, inherited }) => !inherited && editors.get(now)?.has(id) !== true);
    const sessions = only.map(({ id, grade, first, last }) => ({ id, grade, first, last }));
    return sessions.length === 0 ? [] : [{ path: now, worktree, how: 'read', state: 'read', sessions }];
  });
  return [...edits, ...readings];
}

/** The paths that sessions' own records name in a worktree. */
export function writtenPaths({ files }: Written, worktree: string): readonly string[] {
  return [...(files.get(worktree)?.values() ?? [])].filter(({ writers }) => writers.size > 0).map(({ path }) => path);
}

/** When a session first wrote the file; `null` when no record says. */
export function firstWritten(written: Written, worktree: string, path: string): string | null {
  const writers = written.files.get(worktree)?.get(foldPath(path, written.caseSensitive))?.writers.values() ?? [];
  const times = [...writers].flatMap(({ writings }) => writings.flatMap(({ from, at }) => from ?? at ?? []));
  return times.toSorted(compare)[0] ?? null;
}

type Known = { readonly traces: WorktreeTraces; readonly written: Written };

function ownTouch(change: FileChange, names: readonly string[], { traces, written }: Known): Touch {
  const { worktree, own, lines } = traces;
  const { path, committed, staged, unstaged, untracked } = change;
  const isOpen = staged || unstaged || untracked;
  const [, from] = names;
  const commits = committed ? commitsOf(own, names) : [];
  const ranges = lines(path);
  return {
    path,
    ...(from === undefined ? {} : { from }),
    worktree,
    how: hows[change.change],
    state: isOpen ? 'uncommitted' : 'committed',
    ...(isOpen && committed ? { partly: true } : {}),
    sessions: writersOf(written, worktree, names),
    ...(ranges === null || ranges === undefined || ranges.length === 0 ? {} : { lines: ranges }),
    ...(commits.length === 0 ? {} : { commits }),
  };
}

/** Every name that the file had since the fork point, the present one first. */
function namesOf({ path, from }: FileChange, before: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([path]);
  for (let name = before.get(path); name !== undefined && !names.has(name); name = before.get(name)) names.add(name);
  return [...names, ...(from === undefined || names.has(from) ? [] : [from])];
}

/** The name before each rename; the newest rename to a name counts. */
function earlierNames(renames: WorktreeTraces['renames']): ReadonlyMap<string, string> {
  return new Map(renames.toReversed().map(({ from, to }) => [to, from]));
}

const hows: Readonly<Record<FileChange['change'], How>> = {
  added: 'created',
  modified: 'edited',
  deleted: 'deleted',
  renamed: 'renamed',
  type: 'edited',
};

/** A session wrote the file, and it is no change of the worktree any more (or the changes could not be read). */
function goneTouch(path: string, traces: WorktreeTraces, written: Written): readonly Touch[] {
  const { worktree, files, own, since, isIgnored } = traces;
  const sessions = writersOf(written, worktree, [path]);
  if (sessions.length === 0) return [];
  const touch = { path, worktree, how: 'edited', sessions } as const;
  if (files === null) return [{ ...touch, state: null }];
  if (isIgnored(path)) return [{ ...touch, state: 'ignored' }];
  const mine = commitsOf(own, [path]);
  if (mine.length > 0) return [{ ...touch, state: 'reverted', commits: mine }];
  const first = sessions.flatMap((session) => session.first ?? []).toSorted(compare)[0] ?? null;
  const later = since.filter(({ at }) => first === null || at >= first);
  const commits = commitsOf(later, [path]);
  return [commits.length === 0 ? { ...touch, state: 'reverted' } : { ...touch, state: 'committed', commits }];
}

function commitsOf(commits: readonly TouchingCommit[], paths: readonly string[]): readonly string[] {
  return commits.filter((commit) => paths.some((path) => commit.paths.includes(path))).map(({ oid }) => oid);
}

function writersOf(written: Written, worktree: string, names: readonly string[]): readonly Toucher[] {
  const [path = '', ...others] = names;
  const found = [undefined, ...others].flatMap((from) =>
    whoWrote({ written, worktree, path, ...(from === undefined ? {} : { from }) }),
  );
  const byId = Map.groupBy(found, ({ id }) => id);
  return [...byId]
    .map(([id, same]) => {
      const times = same.map(({ at }) => at).toSorted(newestFirst);
      const writings = names.flatMap((name) => {
        const writer = written.files.get(worktree)?.get(foldPath(name, written.caseSensitive))?.writers.get(id);
        return writer?.writings.map(({ at }) => at) ?? [];
      });
      const grade = grades.find((one) => same.some((attribution) => attribution.grade === one)) ?? 'shared';
      return { id, grade, first: writings.toSorted(newestFirst).at(-1) ?? null, last: times[0] ?? null };
    })
    .toSorted((a, b) => newestFirst(a.last, b.last) || compare(a.id, b.id));
}

const grades: readonly Grade[] = ['certain', 'likely', 'shared'];
