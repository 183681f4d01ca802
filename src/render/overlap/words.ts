import type { AttributedFile, AttributedPair, AttributedSide } from '../../survey/overlap-picture.ts';
import type { OverlapLevel, Unchecked, UncheckedReason } from '../../overlap/overlap.ts';
import type { SkipReason } from '../../worktrees/snapshot/types.ts';
import type { OverlapNames } from './names.ts';
import type { Role } from '../style.ts';
import { plain, prose } from '../text.ts';

/** The word and the sign of each level; the sign of what git would stop at is that of something that cannot go on. */
export const levelWords: Readonly<
  Record<OverlapLevel, { readonly word: string; readonly sign: string; readonly role: Role }>
> = {
  conflict: { word: 'conflict', sign: '✗', role: 'failure' },
  near: { word: 'near', sign: '▲', role: 'warning' },
  file: { word: 'same file', sign: '○', role: 'dim' },
  same: { word: 'same change', sign: '○', role: 'dim' },
};

/** The levels from the highest on, as far as `lowest`. */
export function levelsDownTo(lowest: OverlapLevel): readonly OverlapLevel[] {
  return allLevels.slice(0, allLevels.indexOf(lowest) + 1);
}

/** The highest level among files. */
export function highestOf(files: readonly Pick<AttributedFile, 'level'>[]): OverlapLevel {
  return allLevels.find((level) => files.some((file) => file.level === level)) ?? 'same';
}

const allLevels: readonly OverlapLevel[] = ['conflict', 'near', 'file', 'same'];

/** Level and kind of a file, and what kind of file it is where that makes the overlap a lesser matter. */
export function fileWords({ level, kind, class: fileClass, note }: AttributedFile): string {
  const word =
    kind === undefined || kind === 'content' ? levelWords[level].word : `${levelWords[level].word} (${kind})`;
  return [word, ...(isLesser(fileClass) ? [fileClass] : []), ...(note === undefined ? [] : [note])].join(', ');
}

/** Whether the file is made again or rewritten rather than merged by hand. */
export function isLesser(fileClass: AttributedFile['class']): boolean {
  return fileClass !== 'source' && fileClass !== 'test';
}

/** The lines of both sides ("40–58 ↔ 44–61"), or what a side did where there are none to tell. */
export function linesWords({ a, b }: Pick<AttributedFile, 'a' | 'b'>, most = Number.POSITIVE_INFINITY): string {
  return `${sideLines(a, most)} ↔ ${sideLines(b, most)}`;
}

/** The lines of one side: "3, 9–12". A side without a change of its own is a dash. */
export function sideLines(side: AttributedSide | null, most = Number.POSITIVE_INFINITY): string {
  if (side === null) return '–';
  if (side.lines.length === 0 || side.change === 'deleted') return changeWords[side.change];
  const ranges = side.lines.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  const rest = ranges.length - most;
  return rest > 0 ? `${ranges.slice(0, most).join(', ')} +${rest}` : ranges.join(', ');
}

const changeWords: Readonly<Record<AttributedSide['change'], string>> = {
  modified: 'modified',
  added: 'added',
  deleted: 'deleted',
  renamed: 'renamed',
  type: 'type changed',
};

/** What must be known about a file beside its lines. */
export function fileDetails(file: AttributedFile, pair: AttributedPair, names: OverlapNames): readonly string[] {
  const { path, twin, also = [], driver, note } = file;
  const [a, b] = [names.name(pair.a), names.name(pair.b)];
  const by = [
    { side: file.a, name: a, usual: path },
    { side: file.b, name: b, usual: twin ?? path },
  ];
  const moved = by.flatMap(({ side, name, usual }) => {
    if (side === null) return [];
    const at = side.path ?? usual;
    if (side.from !== undefined) return [`renamed in ${name}: ${plain(side.from)} → ${plain(at)}`];
    return side.path === undefined || side.path === usual ? [] : [`in ${name}: ${plain(side.path)}`];
  });
  const told = new Set(by.flatMap(({ side }) => [side?.from, side?.path]));
  const others = also.filter((one) => one !== path && !told.has(one));
  const attributes = pair.receiver === null ? '' : ` (.gitattributes of ${names.name(pair.receiver)})`;
  return [
    ...(twin === undefined ? [] : [`differs only in case or Unicode form from ${plain(twin)} in ${b}`]),
    ...moved,
    ...(others.length === 0 ? [] : [`same conflict: ${others.map((one) => plain(one)).join(', ')}`]),
    ...(driver === undefined ? [] : [`merge driver ${prose(driver)} may decide otherwise${attributes}`]),
    ...(note === 'line endings' ? [`one side changed nearly all line endings${attributes}`] : []),
  ];
}

/** Why git could not be asked about a pair; where a worktree could not be taken, why that is. */
export function uncheckedWhy({ reason, detail }: Pick<Unchecked, 'reason' | 'detail'>): string {
  return reason === 'no snapshot' && detail !== undefined ? prose(detail) : reasonWords[reason];
}

/** The same, and what git said. */
export function uncheckedAll({ reason, detail }: Pick<Unchecked, 'reason' | 'detail'>): string {
  const why = uncheckedWhy({ reason, ...(detail && { detail }) });
  return reason === 'no snapshot' || detail === undefined ? why : `${why} (${prose(detail)})`;
}

const reasonWords: Readonly<Record<UncheckedReason, string>> = {
  unrelated: 'no commit in common',
  shallow: 'no commit in common as far as this shallow clone reaches',
  'missing objects': 'objects missing in this partial clone, and nothing is fetched',
  'no snapshot': 'the working state could only be listed',
  'old git': 'git is too old to predict merges',
  failed: 'git gave up on the merge',
};

/** Why the content of a path was not compared. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  'too-large': 'too large',
  'too-many': 'too many untracked files',
  unreadable: 'unreadable',
  'filter-failed': 'refused by git or a clean filter',
  unmerged: 'holds conflict markers',
  'embedded-repository': 'a repository of its own',
  'nested-worktree': 'a worktree of its own',
};
