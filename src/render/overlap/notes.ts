import { counted } from '../counted.ts';
import type { OverlapOptions } from './options.ts';
import { overlapDoubts } from './doubts.ts';
import type { RowsOptions } from './rows.ts';
import { highestOf, levelsDownTo, levelWords } from './words.ts';
import { plain } from '../text.ts';

export type OverlapNotesOptions = RowsOptions &
  Pick<OverlapOptions, 'notesStyle'> & {
    /** Names of the columns that were dropped. */
    readonly hidden: readonly string[];
  };

/** What is said below the pairs: what could not be compared, what was, and what may be done next. A pipe gets no hints. */
export function overlapNotes(options: OverlapNotesOptions): readonly string[] {
  const { style, notesStyle = style, hidden } = options;
  const say = (text: string): string => `${notesStyle.paint('dim', '○')} ${notesStyle.paint('dim', text)}`;
  const next = (text: string): string => `${notesStyle.paint('dim', '↳')} ${text}`;
  const sums = `${summary(options)}${hidden.length === 0 ? '' : ` (hidden: ${hidden.join(', ')})`}`;
  return [
    ...overlapDoubts({ ...options, notesStyle }),
    say(sums),
    ...(style.columns === null
      ? []
      : [...hints(options).map(next), ...folded(options).flatMap(([what, how]) => [say(what), next(how)])]),
  ];
}

/** "10 pairs checked: 1 conflict, 1 same file, 8 share no file; 1 conflict with main". */
function summary(options: OverlapNotesOptions): string {
  const { picture, plan } = options;
  const { overlaps, against, shared, trunk } = picture;
  const nothing = [...plan.conflicts, ...plan.others, ...plan.trunk].length + shared.length === 0;
  if (nothing && overlaps.checked + overlaps.unchecked.length > 0) return nothingFound(options);
  if (nothing) return `Nothing to compare${against === undefined ? ': fewer than two worktrees' : ''}`;
  const drift = plan.trunk.filter(({ files }) => highestOf(files) === 'conflict').length;
  const counts = levelCounts(options);
  const parts = [
    ...(overlaps.checked === 0 ? [] : [[checkedWords(options), counts.join(', ')].filter(Boolean).join(': ')]),
    ...(drift === 0 || against !== undefined
      ? []
      : [`${counted(drift, 'conflict')} with ${plain(trunk ?? 'the trunk')}`]),
    ...(shared.length === 0 ? [] : [`${counted(shared.length, 'file')} edited by several sessions`]),
  ];
  return parts.length === 0 ? sentence(checkedWords(options)) : parts.join('; ');
}

function nothingFound(options: OverlapNotesOptions): string {
  const { picture, filter } = options;
  const { checked, unchecked } = picture.overlaps;
  if (checked === 0) return sentence(checkedWords(options));
  const what = nothingWords[filter.level ?? 'file'];
  const path = filter.path === undefined ? '' : ` in ${plain(filter.path)}`;
  return `${what}${path}${unchecked.length === 0 ? '' : ' found'}: ${checkedWords(options)}`;
}

const nothingWords = {
  conflict: 'No conflict',
  near: 'No conflict and nothing near',
  file: 'No overlap',
  same: 'No overlap',
};

function checkedWords({ picture }: OverlapNotesOptions): string {
  const { against, overlaps } = picture;
  return against === undefined
    ? `${counted(overlaps.checked, 'pair')} checked`
    : `${counted(overlaps.checked, 'worktree')} checked against ${plain(against)}`;
}

/** How many of the pairs that were checked are at each level. Of those that a filter leaves out nothing is claimed. */
function levelCounts({ picture: { overlaps, against }, filter }: OverlapNotesOptions): readonly string[] {
  const { checked, unchecked } = overlaps;
  const doubtful = new Set(unchecked.map(({ a, b }) => `${a}\n${b}`));
  const compared = against === undefined ? overlaps.pairs : overlaps.trunk;
  const exact = compared.filter(({ a, b }) => !doubtful.has(`${a}\n${b}`));
  const counts = levelsDownTo('same').flatMap((level) => {
    const number = exact.filter((pair) => pair.level === level).length;
    if (number === 0) return [];
    return level === 'conflict' ? [counted(number, 'conflict')] : [`${number} ${levelWords[level].word}`];
  });
  const isWhole = filter.path === undefined && (filter.level ?? 'same') === 'same';
  const clear = isWhole ? checked - exact.length : 0;
  return clear > 0 ? [...counts, `${clear} ${clear === 1 ? 'shares' : 'share'} no file`] : counts;
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
