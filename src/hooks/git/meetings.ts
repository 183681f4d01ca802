import type { AttributedFile, AttributedPair } from '../../survey/overlap-picture.ts';
import type { Unchecked } from '../../overlap/overlap.ts';
import { metLevels, type CommitMeeting, type MetLevel } from './commit-check.ts';

/**
 * Pure: what a commit meets, out of all that its worktree shares with others. Only files that this commit changes count, and
 * only what the other worktree did itself: a conflict with what it merely has from the trunk is not its doing.
 */
export function meetingsOf(options: {
  readonly pairs: readonly AttributedPair[];
  readonly unchecked: readonly Unchecked[];
  /** Path of the worktree that the commit is made in. */
  readonly worktree: string;
  /** Paths that the commit changes. */
  readonly staged: ReadonlySet<string>;
}): readonly CommitMeeting[] {
  const { pairs, unchecked, worktree, staged } = options;
  const meetings = pairs.flatMap((pair): CommitMeeting[] => {
    if (pair.a !== worktree && pair.b !== worktree) return [];
    const turned = pair.a === worktree ? pair.files : pair.files.map(turn);
    const files = turned
      .filter((file) => file.level !== 'same' && file.viaTrunk !== true && isStaged(file, staged))
      .toSorted((left, right) => rankOf(left) - rankOf(right));
    const level = metLevels.find((one) => files.some((file) => file.level === one));
    if (level === undefined) return [];
    const doubt = unchecked.find(({ a, b }) => a === pair.a && b === pair.b);
    const reason = doubt === undefined ? {} : { unchecked: doubt.reason };
    return [{ worktree: pair.a === worktree ? pair.b : pair.a, level, ...reason, files }];
  });
  return meetings.toSorted((left, right) => firstRank(left) - firstRank(right));
}

/** The same file with the sides changed: `path` is the one on the first side. */
function turn(file: AttributedFile): AttributedFile {
  const { twin, a, b } = file;
  return { ...file, ...(twin === undefined ? {} : { path: twin, twin: file.path }), a: b, b: a };
}

function isStaged(file: AttributedFile, staged: ReadonlySet<string>): boolean {
  const paths = [file.path, ...(file.also ?? []), file.a?.path, file.a?.from].filter((path) => path !== undefined);
  if (paths.some((path) => staged.has(path))) return true;
  const wide = file.kind === 'file/directory' || file.kind === 'directory rename';
  return wide && [...staged].some((path) => paths.some((one) => path.startsWith(`${one}/`)));
}

/** What is made again or rewritten rather than merged by hand comes after the rest of its level. */
function rankOf({ level, class: fileClass }: AttributedFile): number {
  const lesser = fileClass === 'source' || fileClass === 'test' ? 0 : 1;
  return 2 * metLevels.indexOf(level === 'same' ? 'file' : level) + lesser;
}

function firstRank({ files }: { readonly files: readonly AttributedFile[]; readonly level: MetLevel }): number {
  return Math.min(...files.map(rankOf));
}
