import type { Unchecked } from '../../overlap/overlap.ts';
import { counted } from '../counted.ts';
import type { RowsOptions } from './rows.ts';
import { skipWords, uncheckedAll } from './words.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type DoubtsOptions = Pick<RowsOptions, 'picture' | 'names' | 'style'> & {
  /** Style of the stream that the notes go to. */
  readonly notesStyle: Style;
};

/** What could not be read, checked or compared, with the reasons: none of it may pass for clear. */
export function overlapDoubts(options: DoubtsOptions): readonly string[] {
  const careful = (text: string): string => `${options.notesStyle.paint('warning', '▲')} ${text}`;
  return [
    ...few(problems(options).map(careful), options.style),
    ...uncheckedNotes(options, careful),
    ...skippedNotes(options, careful),
  ];
}

/** A worktree whose skipped paths are listed needs no other word about them. */
function problems({ picture: { overlaps, skipped }, names }: DoubtsOptions): readonly string[] {
  const listed = new Set(skipped.map(({ worktree }) => worktree));
  return overlaps.problems
    .filter(({ code, worktree }) => code !== 'SNAPSHOT_PARTIAL' || worktree === undefined || !listed.has(worktree))
    .map(({ worktree, message }) =>
      worktree === undefined ? prose(message) : `${names.name(worktree)}: ${prose(message)}`,
    );
}

function uncheckedNotes(
  { picture, names, style }: DoubtsOptions,
  careful: (text: string) => string,
): readonly string[] {
  const { unchecked } = picture.overlaps;
  if (unchecked.length === 0) return [];
  const said = ({ one, others, why }: Missed): string => {
    const [other = ''] = others;
    return `    ${names.name(one)} ↔ ${others.length === 1 ? names.name(other) : `${others.length} others`}: ${why}`;
  };
  return [
    careful(
      `${counted(unchecked.length, 'pair')} could not be checked, so ${unchecked.length === 1 ? 'it' : 'they'} may collide`,
    ),
    ...few(joinMissed(unchecked).map(said), style),
  ];
}

/** What one could not be compared with, and why. */
type Missed = { readonly one: string; readonly others: readonly string[]; readonly why: string };

/** One that can be compared with hardly any other is one line, and not one with each. */
function joinMissed(unchecked: readonly Unchecked[]): readonly Missed[] {
  const alike = Map.groupBy(
    unchecked.flatMap((pair) => [pair.a, pair.b].map((one) => ({ one, pair, why: uncheckedAll(pair) }))),
    ({ one, why }) => `${one}\n${why}`,
  );
  const joined = new Set<Unchecked>();
  const groups = [...alike.values()].toSorted((left, right) => right.length - left.length);
  const lines = groups.flatMap((group): readonly Missed[] => {
    const rest = group.filter(({ pair }) => !joined.has(pair));
    const [first] = rest;
    if (first === undefined || rest.length < fewest) return [];
    for (const { pair } of rest) joined.add(pair);
    const { one, why } = first;
    return [{ one, why, others: rest.map(({ pair }) => (pair.a === one ? pair.b : pair.a)) }];
  });
  const single = unchecked.filter((pair) => !joined.has(pair));
  return [...lines, ...single.map((pair) => ({ one: pair.a, others: [pair.b], why: uncheckedAll(pair) }))];
}

/** As many pairs or paths of one worktree are told together; fewer pairs, and as many paths, one by one. */
const fewest = 3;

function skippedNotes({ picture, names, style }: DoubtsOptions, careful: (text: string) => string): readonly string[] {
  // A worktree inside of another one is compared as the worktree that it is.
  const skipped = picture.skipped.filter(({ reason }) => reason !== 'nested-worktree');
  if (skipped.length === 0) return [];
  const alike = Map.groupBy(skipped, ({ worktree, reason }) => `${worktree}\n${reason}`);
  const said = [...alike.values()].flatMap((all) => {
    const told = all.slice(0, all.length > fewest ? 1 : fewest);
    const rest = all.length - told.length;
    return told.map(({ worktree, path, reason, size }) => {
      const big = size === undefined || rest > 0 ? '' : `, ${megabytes(size)}`;
      const more = rest > 0 ? ` and ${rest} more` : '';
      return `    ${names.name(worktree)}: ${plain(path)}${more} (${skipWords[reason]}${big})`;
    });
  });
  return [careful(`${counted(skipped.length, 'path')} not compared by content`), ...few(said, style)];
}

function megabytes(size: number): string {
  return size < 1_000_000
    ? `${Math.ceil(size / 1000)} kB`
    : `${(size / 1_000_000).toFixed(size < 10_000_000 ? 1 : 0)} MB`;
}

/** A terminal gets the first of many. */
function few(lines: readonly string[], { columns }: Style): readonly string[] {
  if (columns === null || lines.length <= most) return lines;
  return [...lines.slice(0, most), `    … and ${lines.length - most} more: kg overlap --json lists all of them`];
}

const most = 8;
