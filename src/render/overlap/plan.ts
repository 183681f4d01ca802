import type { AttributedFile, AttributedPair, OverlapPicture } from '../../survey/overlap-picture.ts';
import type { OverlapLevel } from '../../overlap/overlap.ts';
import { highestOf, isLesser, levelsDownTo } from './words.ts';

/** What of the picture is shown, in the order of what needs doing, and what is folded away. */
export type OverlapPlan = {
  /** Pairs of worktrees that conflict, those where only lesser files do at the end. */
  readonly conflicts: readonly Planned[];
  /** Pairs of worktrees that merge. */
  readonly others: readonly Planned[];
  /** Against the trunk, and what came from it. */
  readonly trunk: readonly Planned[];
  readonly folded: {
    /** Files that are the same on both sides. */
    readonly same: number;
    /** Files that the trunk changed too, but far away. */
    readonly trunk: number;
  };
};

export type Planned = {
  readonly pair: AttributedPair;
  readonly files: readonly AttributedFile[];
  /** The files came to one of the worktrees from the trunk. */
  readonly inherited?: boolean;
};

/** Pure: sorts out what is shown. Without a level, that is all but what is the same already and what is far from the trunk's changes. */
export function planOverlap(picture: OverlapPicture, level?: OverlapLevel): OverlapPlan {
  const { overlaps, against } = picture;
  const levels = levelsDownTo(level ?? 'file');
  const trunkLevels = against === undefined ? levelsDownTo(level ?? 'near') : levels;
  const own = overlaps.pairs.map(({ files, ...pair }) => ({
    pair: { ...pair, files },
    files: files.filter(({ viaTrunk }) => viaTrunk !== true),
  }));
  const shown = own.flatMap((planned) => narrowed(planned, levels));
  const trunk = overlaps.trunk.map((pair): Planned => ({ pair, files: pair.files }));
  // What would be one file where the file system folds names is never far from what the trunk changed.
  const twins = trunk.map(({ pair, files }) => ({
    pair,
    files: level ? [] : files.filter(({ twin }) => twin !== undefined),
  }));
  const conflicts = shown.filter(({ files }) => highestOf(files) === 'conflict');
  const rank = ({ files }: Planned): number => levelsDownTo('same').indexOf(highestOf(files));
  return {
    conflicts: conflicts.toSorted((left, right) => Number(isOnlyLesser(left)) - Number(isOnlyLesser(right))),
    others: shown.filter((planned) => !conflicts.includes(planned)).toSorted((left, right) => rank(left) - rank(right)),
    trunk: [
      ...trunk.flatMap((planned, at) => narrowed(planned, trunkLevels, twins[at])),
      ...inherited(overlaps),
    ].toSorted((left, right) => rank(left) - rank(right)),
    folded: {
      same: level === undefined ? count(own, 'same') : 0,
      trunk: level === undefined && against === undefined ? count(trunk, 'file') - count(twins, 'file') : 0,
    },
  };
}

/** A pair with those of its files that have one of the levels, or are among some `more`. */
function narrowed(
  planned: Planned,
  levels: readonly OverlapLevel[],
  more?: Pick<Planned, 'files'>,
): readonly Planned[] {
  const files = planned.files
    .filter((file) => levels.includes(file.level) || more?.files.includes(file) === true)
    .toSorted((left, right) => weightOf(left) - weightOf(right));
  return files.length === 0 ? [] : [{ ...planned, files }];
}

/** By level; what is made again or rewritten comes after what must be merged by hand, whatever its level. */
function weightOf({ level, class: fileClass }: AttributedFile): number {
  return levelsDownTo('same').indexOf(level) + (isLesser(fileClass) ? 10 : 0);
}

function isOnlyLesser({ files }: Planned): boolean {
  return files.filter(({ level }) => level === 'conflict').every((file) => isLesser(file.class));
}

/** Conflicts of pairs with what one of both inherited; those that the trunk's own comparison tells already are left out. */
function inherited({ pairs, trunk }: OverlapPicture['overlaps']): readonly Planned[] {
  const told = new Set(
    trunk.flatMap(({ a, files }) =>
      files.filter(({ level }) => level === 'conflict').map(({ path }) => `${a}\n${path}`),
    ),
  );
  return pairs.flatMap((pair) => {
    const files = pair.files.filter(
      ({ viaTrunk, path }) => viaTrunk === true && !told.has(`${pair.a}\n${path}`) && !told.has(`${pair.b}\n${path}`),
    );
    return files.length === 0 ? [] : [{ pair, files, inherited: true }];
  });
}

function count(planned: readonly Planned[], level: OverlapLevel): number {
  return planned.flatMap(({ files }) => files).filter((file) => file.level === level).length;
}
