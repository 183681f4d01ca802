import { seeCheckpoints } from './checkpoints/code/object-directories.ts';
import { gitFailureLine } from './git/failure.ts';
import { isText } from './git/path.ts';
import { printedDifferenceArgs } from './git/printed-difference.ts';
import type { Kg } from './kg.ts';
import type { Since } from './since.ts';
import type { Project } from './survey/surveyed.ts';

/** The code that has changed since a checkpoint, as git prints it. */
export type SinceDiff = {
  readonly lines: readonly string[];
  /** Files that are not in it: beyond the number that one command line takes, or with a name that is no text. */
  readonly leftOut: number;
};

/** As many paths as are sure to fit into a command line. */
const mostPaths = 500;

/** Reads it; `null` where the two states cannot be compared. One process, and none when nothing differs. */
export async function readSinceDiff(
  { git }: Pick<Kg, 'git'>,
  asked: { readonly project: Project; readonly path: string; readonly since: Since },
): Promise<SinceDiff | null> {
  const { project, path, since } = asked;
  const { files, checkpoint } = since;
  const tree = project.overlaps?.snapshots.find(({ worktree }) => worktree === path)?.tree ?? null;
  if (files === null || checkpoint.code === null || tree === null || project.overlaps === null) return null;
  const paths = files.flatMap(({ path: file, from }) => [file, from ?? []].flat()).filter(isText);
  const some = paths.slice(0, mostPaths);
  const leftOut = files.filter(({ path: file }) => !some.includes(file)).length;
  if (some.length === 0) return { lines: [], leftOut };
  const args = printedDifferenceArgs({ older: checkpoint.code.tree, newer: tree, paths: some });
  const env = { ...project.overlaps.store.env, ...seeCheckpoints(project.commonDirectory) };
  try {
    const { stdout } = await git.run({ cwd: path, env, args });
    return { lines: stdout.toString('utf8').replace(/\n$/u, '').split('\n'), leftOut };
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    return null;
  }
}
