import { attributesArgs, attributesInput, parseAttributes, type Attributes } from '../git/attributes.ts';
import { configEntriesArgs, parseConfigEntries, type ConfigEntry } from '../git/config-entries.ts';
import { isText } from '../git/path.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import type { Place } from './histories.ts';

/** The worktree that would receive a merge: git runs in it, and its attributes decide. */
export type Receiver = {
  readonly path: string;
  readonly gitDirectory: string;
  readonly main: boolean;
};

/**
 * The worktree on the trunk, since work ends there; else the main one; else the first by path. It does not depend on which
 * two are compared, nor on their order. `null` when git can run in none of them.
 */
export function chooseReceiver(worktrees: readonly Worktree[], trunk: Pick<Trunk, 'name'> | null): Receiver | null {
  const usable = worktrees
    .filter(({ state, path }) => state === 'ok' && isText(path))
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const chosen =
    usable.find(({ branch }) => trunk !== null && branch === trunk.name) ??
    usable.find(({ main }) => main) ??
    usable[0];
  if (chosen === undefined || chosen.gitDirectory === null) return null;
  return { path: chosen.path, gitDirectory: chosen.gitDirectory, main: chosen.main };
}

/** The part of git's config that decides how it merges. */
export type MergeSettings = {
  readonly entries: readonly ConfigEntry[];
  /** Names of the merge drivers that are programs. */
  readonly drivers: ReadonlySet<string>;
  /** Whether merging could start a program: a merge driver, or a filter where contents are normalized first. */
  readonly runsPrograms: boolean;
};

const DECIDES =
  '^(merge\\.|filter\\..*\\.(clean|smudge|process)$|diff\\.(renames|renamelimit)$|core\\.(attributesfile|autocrlf|eol|ignorecase|precomposeunicode|bigfilethreshold)$)';

/** One process. */
export async function readMergeSettings({ git, directory: cwd, env }: Place): Promise<MergeSettings> {
  const answer = await git.run({ cwd, env, args: configEntriesArgs(DECIDES), answers: [0, 1] });
  const entries = parseConfigEntries(answer.stdout);
  const drivers = entries.flatMap(({ key }) => /^merge\.(.+)\.driver$/su.exec(key)?.[1] ?? []);
  const normalizes = entries.some(({ key }) => key === 'merge.renormalize');
  const filters = entries.some(({ key }) => key.startsWith('filter.'));
  return { entries, drivers: new Set(drivers), runsPrograms: drivers.length > 0 || (normalizes && filters) };
}

/** The attributes of paths, as the receiver has them. One process, none without paths. */
export async function readAttributes(
  { git, directory: cwd, env }: Place,
  paths: readonly string[],
): Promise<Attributes> {
  if (paths.length === 0) return new Map();
  return parseAttributes((await git.run({ cwd, env, args: attributesArgs, input: attributesInput(paths) })).stdout);
}
