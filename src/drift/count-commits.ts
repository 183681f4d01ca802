import { isText } from '../git/path.ts';
import { parseTouchingCommits, touchingCommitsArgs, type TouchingCommit } from '../git/touching-commits.ts';
import { pathsOf } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import type { Candidate } from './candidates.ts';
import type { Settled } from './settle.ts';

/** How many commits of the writer touched the file of a candidate; `null` where that was not asked. */
export type CommitCount = (candidate: Candidate) => number | null;

/** Counts the commits that a reader lacks: one process a writer, and one for each place at which somebody left the trunk. */
export async function countCommits(
  { git, directory: cwd, env }: Place,
  settled: readonly { readonly candidate: Candidate; readonly settled: Settled }[],
  known: {
    readonly forkOf: (worktree: string) => string | null;
    readonly headOf: (worktree: string) => string | null;
    readonly trunk: { readonly oid: string } | null;
  },
): Promise<CommitCount> {
  const rangeOf = ({ reader, writer, since }: Candidate): readonly [string, string] | null => {
    const isTrunk = 'trunk' in writer;
    const to = isTrunk ? (known.trunk?.oid ?? null) : known.headOf(writer.worktree);
    const from = since ?? known.forkOf(isTrunk ? reader : writer.worktree);
    return to === null || from === null ? null : [to, from];
  };
  const wanted = new Map<string, { readonly range: readonly [string, string]; readonly paths: Set<string> }>();
  for (const { candidate, settled: one } of settled) {
    const range = one.outcome === 'lacks' ? rangeOf(candidate) : null;
    if (range === null) continue;
    const paths = wanted.get(range.join(' '))?.paths ?? new Set();
    for (const path of pathsOf(candidate.change)) paths.add(path);
    wanted.set(range.join(' '), { range, paths });
  }
  const found = await Promise.all(
    [...wanted].map(
      async ([
        key,
        {
          range: [to, from],
          paths,
        },
      ]): Promise<[string, readonly TouchingCommit[]]> => {
        const named = [...paths].filter(isText);
        const args = touchingCommitsArgs({ range: [to, `^${from}`], paths: named.length > mostPaths ? [] : named });
        return [key, parseTouchingCommits((await git.run({ cwd, env, args })).stdout)];
      },
    ),
  );
  const commits = new Map(found);
  return (candidate) => {
    const all = commits.get(rangeOf(candidate)?.join(' ') ?? '');
    if (all === undefined) return null;
    return all.filter(({ paths }) => pathsOf(candidate.change).some((path) => paths.includes(path))).length;
  };
}

/** More do not fit on a command line everywhere; then all commits are listed and the paths chosen here. */
const mostPaths = 500;
