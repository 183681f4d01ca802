import { lstatSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { sortReads } from '../drift/read-files.ts';
import { KgError } from '../errors.ts';
import { encodePath } from '../git/path.ts';
import { repositoryDirectory } from '../git/repository.ts';
import { parseTreeEntries, treeEntriesArgs } from '../git/tree-entries.ts';
import type { Kg } from '../kg.ts';
import { nearest } from '../nearest.ts';
import { sortWritten } from '../overlap/written.ts';
import { compare, newestFirst } from '../sessions/compare.ts';
import { pathMatcher } from '../path-matcher.ts';
import { realPaths } from '../survey/standing.ts';
import { survey } from '../survey.ts';
import type { Project } from '../survey/surveyed.ts';
import { commitsIn } from './commits-in.ts';
import { changedLines, type ChangedLines } from './changed-lines.ts';
import { isPattern, matchPaths } from './match-paths.ts';
import { readRenames, withOtherNames } from './other-names.ts';
import { touchesIn, writtenPaths, type WorktreeTraces } from './touches.ts';
import type { Touch, WhoAnswer } from './who.ts';

/**
 * Finds who edited or read the files that a query means, in every worktree and every session there is a transcript of. Besides
 * the survey: two git processes for the names of all files, one for what the trunk has renamed, four for changed lines, two a worktree
 * with a match for commits.
 * `more` are further queries, as a shell makes them of a pattern. Throws PATH_UNKNOWN when one of them means no file anywhere.
 */
export async function askWho(
  kg: Kg,
  query: string,
  { symbol = null, more = [] }: { readonly symbol?: string | null; readonly more?: readonly string[] } = {},
): Promise<WhoAnswer> {
  const taken = await survey(kg, {
    scope: 'project',
    sort: kg.config.list.sort,
    finished: true,
    overlaps: {},
    reads: 'all',
  });
  const [project] = taken.projects;
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  const { worktrees } = project;
  const places = realPaths(worktrees.map(({ path }) => path));
  const written = sortWritten({ sessions: taken.sessions, worktrees: places });
  const reads = sortReads({ sessions: taken.sessions, worktrees: places });
  const touched = worktrees.flatMap(({ path, files }) => [
    ...(files ?? []).flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from])),
    ...writtenPaths(written, path),
    ...(reads.get(path)?.keys() ?? []),
  ]);
  const known = [...new Set([...touched, ...(await trackedPaths(kg, project))])].toSorted(compare);
  const meant = await Promise.all([query, ...more].map((one) => meantPaths(kg, one, known)));
  const paths = [...new Set(meant.flat())].toSorted(compare);
  const asked = withOtherNames(paths, await readRenames(kg, project));
  const isAsked = (path: string): boolean => asked.has(path);
  const changed = await changedLines(kg, project, isAsked, symbol);
  const tips = new Map(project.overlaps?.snapshots.map(({ worktree, commit }) => [worktree, commit]));
  const touches = await Promise.all(
    worktrees.map(async (worktree) => {
      const wrote = writtenPaths(written, worktree.path).filter(isAsked);
      const tip = tips.get(worktree.path) ?? null;
      const commits = await commitsIn(kg, worktree, { wrote, written, tip, env: project.overlaps?.store.env ?? {} });
      const traces: WorktreeTraces = {
        worktree: worktree.path,
        files: worktree.files,
        ...commits,
        isIgnored: (path) => !commits.isTracked(path) && isThere(join(worktree.path, path)),
        lines: (path) => changed.lines(worktree.path, path),
      };
      return touchesIn({ traces, isAsked, written, reads });
    }),
  );
  return {
    takenAt: taken.takenAt,
    root: project.root,
    trunk: project.trunk,
    query: [query, ...more].join(' '),
    paths,
    worktrees: worktrees.filter(({ state }) => state !== 'bare'),
    touches: (symbol === null ? touches.flat() : inSymbol(touches.flat(), changed)).toSorted(order),
    ...(symbol === null ? {} : { symbol }),
    sessions: taken.sessions,
    problems: taken.problems,
  };
}

/** The changes of which a line lies in a declaration of that name, with those lines. */
function inSymbol(touches: readonly Touch[], changed: ChangedLines): readonly Touch[] {
  return touches.flatMap((touch) => {
    const lines = touch.how === 'read' ? null : changed.inSymbol(touch.worktree, touch.path);
    if (lines === null) return [];
    return [lines.length === 0 ? touch : { ...touch, lines }];
  });
}

const states: readonly Touch['state'][] = [null, 'uncommitted', 'committed', 'ignored', 'reverted', 'read'];

function order(a: Touch, b: Touch): number {
  const last = ({ sessions }: Touch): string | null => sessions.map((one) => one.last).toSorted(newestFirst)[0] ?? null;
  return compare(a.path, b.path) || states.indexOf(a.state) - states.indexOf(b.state) || newestFirst(last(a), last(b));
}

/** What the current worktree and the trunk have, so that a file which nobody touched is not taken for a slip of the keyboard. */
async function trackedPaths(kg: Kg, { worktrees, overlaps }: Project): Promise<readonly string[]> {
  const { project, git } = kg;
  if (project === null) return [];
  const current = worktrees.find((worktree) => worktree.current) ?? worktrees.find(({ main }) => main);
  const trees = new Set([current?.head, overlaps?.trunk?.oid].filter((oid) => oid !== undefined && oid !== null));
  const cwd = repositoryDirectory(project.repository);
  const found = await Promise.all(
    [...trees].map(async (tree) => {
      const answer = await git.run({ cwd, args: treeEntriesArgs(tree), answers: [0, 128] });
      return parseTreeEntries(answer.stdout);
    }),
  );
  return found.flatMap((entries) => Array.from(entries.keys()));
}

async function meantPaths(kg: Kg, query: string, known: readonly string[]): Promise<readonly string[]> {
  const top = kg.project?.repository.topLevel ?? null;
  const inside = top === null ? null : relative(top, resolve(kg.directory, query)).replaceAll('\\', '/');
  const here = inside === null || inside.startsWith('../') || inside === '..' ? null : inside;
  const matches = isPattern(query) ? await pathMatcher(query) : null;
  const paths = matchPaths({ query, here, paths: known, matches });
  if (paths.length > 0) return paths;
  // What is there and unknown to git and to every session, as an ignored file, is no slip of the keyboard.
  if (here !== null && here !== '' && isThere(resolve(kg.directory, query))) return [here];
  const names = known.flatMap((path) => [path, path.slice(path.lastIndexOf('/') + 1)]);
  throw new KgError('PATH_UNKNOWN', { path: query, near: nearest(query, names.slice(0, mostNames)) });
}

/** Nobody waits for a suggestion out of a million names. */
const mostNames = 20_000;

function isThere(path: string): boolean {
  return lstatSync(encodePath(path), { throwIfNoEntry: false }) !== undefined;
}
