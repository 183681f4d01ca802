import type { Attributes } from '../git/attributes.ts';
import type { Contender, OwnChange } from './contender.ts';
import type { Draft } from './drafts.ts';
import { pathsOf } from './contender.ts';
import { fileClass, type FileClass } from './file-class.ts';
import { settleLevel, type Pivot } from './levels.ts';
import type { Lines } from './lines.ts';
import type { Pair } from './pairs.ts';
import { overlapLevels, type OverlapFile, type OverlapLevel, type Side } from './overlap.ts';

/** Pure: what is told about a file that two contenders have in common. */
export function describeFile(options: {
  readonly draft: Draft;
  readonly lines: Lines;
  readonly pivot: Pivot;
  readonly pair: Pair;
  /** Whether git answered. */
  readonly merged: boolean;
  readonly attributes: Attributes;
  readonly skippedDrivers: ReadonlySet<string>;
}): OverlapFile {
  const { draft, lines, pair, attributes, skippedDrivers } = options;
  const { path, also, kind, twin } = draft;
  const { level: settled, viaTrunk, note, lines: shown } = settleLevel(draft, lines, options.pivot);
  // That it merges is git's to say.
  const level = options.merged || settled === 'same' ? settled : 'file';
  const driver = attributes.get(draft.a?.path ?? path)?.get('merge') ?? attributes.get(path)?.get('merge');
  const generated = attributes.get(path)?.get('linguist-generated');
  return {
    path,
    ...(also.length === 0 ? {} : { also }),
    level,
    ...(kind === null ? {} : { kind }),
    class: generated === 'set' || generated === 'true' ? 'generated' : fileClass(path),
    ...(driver !== undefined && skippedDrivers.has(driver) ? { driver } : {}),
    ...(viaTrunk && pair.inherits ? { viaTrunk } : {}),
    ...(twin === undefined ? {} : { twin }),
    ...(note === null ? {} : { note }),
    a: sideOf(draft.a, { path, lines: shown.a, contender: pair.a }),
    b: sideOf(draft.b, { path: twin ?? path, lines: shown.b, contender: pair.b }),
  };
}

function sideOf(
  change: OwnChange | null,
  { path, lines, contender }: { readonly path: string; readonly lines: Side['lines']; readonly contender: Contender },
): Side | null {
  if (change === null) return null;
  return {
    change: change.change,
    ...(change.from === undefined ? {} : { from: change.from }),
    ...(change.path === path ? {} : { path: change.path }),
    lines,
    uncommitted: pathsOf(change).some((one) => contender.uncommitted.has(one)),
  };
}

/**
 * Pure: the highest level of files that are the pair's own; `null` when there are none. A file that both changed, and that
 * conflicts only with what one of them inherited, is shared and no more than that.
 */
export function highestLevel(files: readonly OverlapFile[]): OverlapLevel | null {
  const own = new Set(
    files.flatMap(({ level, viaTrunk, a, b }): readonly OverlapLevel[] => {
      if (viaTrunk !== true) return [level];
      return a === null || b === null ? [] : ['file'];
    }),
  );
  return overlapLevels.find((level) => own.has(level)) ?? null;
}

/** Pure: the highest level first, then what a person must read before what is made again, then by path. */
export function sortFiles(files: readonly OverlapFile[]): readonly OverlapFile[] {
  const rank = (file: OverlapFile): number =>
    overlapLevels.indexOf(file.level) * classes.length + classes.indexOf(file.class);
  return files.toSorted((left, right) => rank(left) - rank(right) || (left.path < right.path ? -1 : 1));
}

const classes: readonly FileClass[] = ['source', 'test', 'docs', 'manifest', 'lockfile', 'generated'];
