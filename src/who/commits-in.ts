import { isText } from '../git/path.ts';
import { parseTouchingCommits, touchingCommitsArgs } from '../git/touching-commits.ts';
import { parseTreeEntries, treeEntriesArgs } from '../git/tree-entries.ts';
import type { Kg } from '../kg.ts';
import type { Written } from '../overlap/written.ts';
import { compare } from '../sessions/compare.ts';
import type { Surveyed } from '../survey/surveyed.ts';
import { firstWritten, type WorktreeTraces } from './touches.ts';

/** What commits tell of the files in one worktree. */
type Commits = Pick<WorktreeTraces, 'own' | 'since' | 'renames'> & { readonly isTracked: (path: string) => boolean };

/** At most three processes: the worktree's own work, the commits since a session wrote what is no own change, its tree. */
export async function commitsIn(
  { git }: Kg,
  { path: cwd, state, head, forkPoint, files }: Surveyed,
  asked: {
    readonly wrote: readonly string[];
    readonly written: Written;
    /** The working state as a commit, and where git finds it. */
    readonly tip: string | null;
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<Commits> {
  if (head === null || state !== 'ok') return { own: [], since: [], renames: [], isTracked: () => true };
  const { wrote, written, tip, env } = asked;
  const changed = new Set((files ?? []).flatMap(({ path, from = path }) => [path, from]));
  const gone = wrote.filter((path) => !changed.has(path) && isText(path)).slice(0, mostPaths);
  const log = async (range: readonly string[], paths: readonly string[], since?: string) => {
    const args = touchingCommitsArgs({ range, paths, ...(since === undefined ? {} : { since }) });
    return parseTouchingCommits((await git.run({ cwd, env, args })).stdout);
  };
  const [first] = gone.flatMap((path) => firstWritten(written, cwd, path) ?? []).toSorted(compare);
  const isOwn = forkPoint !== null && (tip ?? head) !== forkPoint;
  const [own, since, tracked] = await Promise.all([
    isOwn ? log([tip ?? head, `^${forkPoint}`], []) : [],
    first === undefined ? [] : log([head], gone, first),
    gone.length === 0
      ? null
      : git.run({ cwd, args: treeEntriesArgs(head) }).then(({ stdout }) => parseTreeEntries(stdout)),
  ]);
  return {
    own: own.filter(({ oid }) => oid === head || oid !== tip),
    renames: own.flatMap(({ renames }) => renames),
    since,
    isTracked: (path) => tracked?.has(path) ?? true,
  };
}

/** More do not fit on a command line everywhere. */
const mostPaths = 500;
