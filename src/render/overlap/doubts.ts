import type { Unchecked } from '../../overlap/overlap.ts';
import { counted } from '../counted.ts';
import type { RowsOptions } from './rows.ts';
import { skipWords, uncheckedWords } from './words.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type DoubtsOptions = Pick<RowsOptions, 'picture' | 'names' | 'style'> & {
  /** Style of the stream that the notes go to. */
  readonly notesStyle: Style;
};

/** What could not be read, checked or compared, with the reasons: none of it may pass for clear. */
export function overlapDoubts(options: DoubtsOptions): readonly string[] {
  const careful = (text: string): string => `${options.notesStyle.paint('warning', '▲')} ${text}`;
  return [...problems(options).map(careful), ...uncheckedNotes(options, careful), ...skippedNotes(options, careful)];
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
  const said = ({ a, b, reason, detail }: Unchecked): string =>
    `    ${names.name(a)} ↔ ${names.name(b)}: ${uncheckedWords[reason]}${detail === undefined ? '' : ` (${prose(detail)})`}`;
  return [
    careful(
      `${counted(unchecked.length, 'pair')} could not be checked, so ${unchecked.length === 1 ? 'it' : 'they'} may collide`,
    ),
    ...few(unchecked.map(said), style),
  ];
}

function skippedNotes({ picture, names, style }: DoubtsOptions, careful: (text: string) => string): readonly string[] {
  const { skipped } = picture;
  if (skipped.length === 0) return [];
  const said = skipped.map(({ worktree, path, reason, size }) => {
    const big = size === undefined ? '' : `, ${megabytes(size)}`;
    return `    ${names.name(worktree)}: ${plain(path)} (${skipWords[reason]}${big})`;
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
