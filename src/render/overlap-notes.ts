import type { Unchecked } from '../overlap/overlap.ts';
import { counted } from './counted.ts';
import type { OverlapOptions } from './overlap.ts';
import type { RowsOptions } from './overlap-rows.ts';
import { highestOf, levelsDownTo, levelWords, skipWords, uncheckedWords } from './overlap-words.ts';
import { plain, prose } from './text.ts';

export type OverlapNotesOptions = RowsOptions &
  Pick<OverlapOptions, 'notesStyle'> & {
    /** Names of the columns that were dropped. */
    readonly hidden: readonly string[];
  };

/** What is said below the pairs: what could not be compared, what was, and what may be done next. A pipe gets no hints. */
export function overlapNotes(options: OverlapNotesOptions): readonly string[] {
  const { style, notesStyle = style, hidden } = options;
  const careful = (text: string): string => `${notesStyle.paint('warning', '▲')} ${text}`;
  const say = (text: string): string => `${notesStyle.paint('dim', '○')} ${notesStyle.paint('dim', text)}`;
  const next = (text: string): string => `${notesStyle.paint('dim', '↳')} ${text}`;
  const sums = `${summary(options)}${hidden.length === 0 ? '' : ` (hidden: ${hidden.join(', ')})`}`;
  return [
    ...problems(options).map(careful),
    ...uncheckedNotes(options, careful),
    ...skippedNotes(options, careful),
    say(sums),
    ...(style.columns === null
      ? []
      : [...hints(options).map(next), ...folded(options).flatMap(([what, how]) => [say(what), next(how)])]),
  ];
}

/** A worktree whose skipped paths are listed needs no other word about them. */
function problems({ picture: { overlaps, skipped }, names }: OverlapNotesOptions): readonly string[] {
  const listed = new Set(skipped.map(({ worktree }) => worktree));
  return overlaps.problems
    .filter(({ code, worktree }) => code !== 'SNAPSHOT_PARTIAL' || worktree === undefined || !listed.has(worktree))
    .map(({ worktree, message }) =>
      worktree === undefined ? prose(message) : `${names.name(worktree)}: ${prose(message)}`,
    );
}

function uncheckedNotes({ picture, names }: OverlapNotesOptions, careful: (text: string) => string): readonly string[] {
  const { unchecked } = picture.overlaps;
  if (unchecked.length === 0) return [];
  const said = ({ a, b, reason, detail }: Unchecked): string =>
    `    ${names.name(a)} ↔ ${names.name(b)}: ${uncheckedWords[reason]}${detail === undefined ? '' : ` (${prose(detail)})`}`;
  return [
    careful(
      `${counted(unchecked.length, 'pair')} could not be checked, so ${unchecked.length === 1 ? 'it' : 'they'} may collide`,
    ),
    ...few(unchecked.map(said)),
  ];
}

function skippedNotes({ picture, names }: OverlapNotesOptions, careful: (text: string) => string): readonly string[] {
  const { skipped } = picture;
  if (skipped.length === 0) return [];
  const said = skipped.map(({ worktree, path, reason, size }) => {
    const big = size === undefined ? '' : `, ${megabytes(size)}`;
    return `    ${names.name(worktree)}: ${plain(path)} (${skipWords[reason]}${big})`;
  });
  return [careful(`${counted(skipped.length, 'path')} not compared by content`), ...few(said)];
}

function megabytes(size: number): string {
  return size < 1_000_000
    ? `${Math.ceil(size / 1000)} kB`
    : `${(size / 1_000_000).toFixed(size < 10_000_000 ? 1 : 0)} MB`;
}

function few(lines: readonly string[]): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `    … and ${lines.length - most} more: kg overlap --json lists all of them`];
}

const most = 8;

/** "10 pairs checked: 1 conflict, 1 same file, 8 share no file". */
function summary(options: OverlapNotesOptions): string {
  const { picture, plan, filter } = options;
  const { checked, pairs, unchecked, trunk } = picture.overlaps;
  const path = filter.path === undefined ? '' : ` in ${plain(filter.path)}`;
  const what = picture.against === undefined ? counted(checked, 'pair') : counted(checked, 'worktree');
  const against = picture.against === undefined ? '' : ` against ${plain(picture.against)}`;
  if (checked === 0 && unchecked.length === 0) return 'Nothing to compare: fewer than two worktrees';
  const told = `${what} checked${against}`;
  if (checked === 0) return sentence(told);
  const shown = [...plan.conflicts, ...plan.others, ...plan.trunk];
  if (shown.length === 0 && picture.shared.length === 0) {
    const nothing = {
      conflict: 'No conflict',
      near: 'No conflict and nothing near',
      file: 'No overlap',
      same: 'No overlap',
    };
    return `${nothing[filter.level ?? 'file']}${path}${unchecked.length === 0 ? '' : ' found'}: ${told}`;
  }
  const compared = picture.against === undefined ? pairs : trunk;
  const doubtful = new Set(unchecked.map(({ a, b }) => `${a}\n${b}`));
  const exact = compared.filter(({ a, b }) => !doubtful.has(`${a}\n${b}`));
  const counts = levelsDownTo('same').flatMap((level) => {
    const number = exact.filter((pair) => pair.level === level).length;
    return number === 0 ? [] : [`${number} ${levelWords[level].word}`];
  });
  const clear = checked - exact.length;
  const drift =
    picture.against === undefined ? plan.trunk.filter(({ files }) => highestOf(files) === 'conflict').length : 0;
  return [
    `${told}${path}: ${[...counts, ...(clear > 0 ? [`${clear} share no file`] : [])].join(', ')}`,
    ...(drift === 0 ? [] : [`${counted(drift, 'conflict')} with ${plain(picture.trunk ?? 'the trunk')}`]),
    ...(picture.shared.length === 0
      ? []
      : [`${counted(picture.shared.length, 'file')} edited by several sessions at once`]),
  ].join('; ');
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function hints({ plan, filter, names }: OverlapNotesOptions): readonly string[] {
  if (filter.diff === true) return [];
  const [first] = [...plan.conflicts, ...plan.others.filter(({ files }) => highestOf(files) === 'near')];
  if (first !== undefined) {
    const { a, b } = first.pair;
    return [`To see both sides, run kg overlap ${names.selector(a)} ${names.selector(b)} --diff`];
  }
  const drift = plan.trunk.find(({ inherited }) => inherited !== true)?.pair;
  if (drift === undefined) return [];
  return [`To see both sides, run kg overlap ${names.selector(drift.a)} --against ${names.selector(drift.b)} --diff`];
}

function folded({ picture, plan, filter }: OverlapNotesOptions): readonly (readonly [string, string])[] {
  const { same, trunk } = plan.folded;
  const name = plain(picture.trunk ?? 'the trunk');
  return [
    ...(same > 0 ? [[`${counted(same, 'file')} with the same change on both sides not shown`, 'same'] as const] : []),
    ...(trunk > 0 && filter.level === undefined
      ? [[`${counted(trunk, 'file')} that ${name} changed elsewhere not shown`, 'file'] as const]
      : []),
  ].map(([what, level]) => [what, `To see ${what.startsWith('1 ') ? 'it' : 'them'}, run kg overlap --level ${level}`]);
}
