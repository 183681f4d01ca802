/**
 * A small column layout. On a terminal every line fits: columns give way, then are dropped, and the dropped ones are
 * named. As a pipe: fields separated by tabs, whole and without ink.
 */
import { cell, shortenCell, cutLine, fitCell, isEmpty, type Cell, type Span, widthOfCell } from './list/cell.ts';
import type { Style } from './style.ts';
import { plain } from './text.ts';

export type Column = {
  readonly key: string;
  readonly name: string;
  readonly align?: 'right';
  /** Blank columns before it; 2 unless told. */
  readonly gap?: number;
  /** As narrow as it may become. Without it the column keeps the width that its cells need at least. */
  readonly min?: number;
  /** As wide as it may become while another column still wants room. */
  readonly max?: number;
  /** The highest is dropped first; a column without it is never dropped. */
  readonly drop?: number;
};

/** A row of cells by column key, or one line of its own across all columns (left out in a pipe). */
export type Row =
  | { readonly cells: Readonly<Record<string, Cell>> }
  | { readonly line: readonly Span[]; readonly cells?: never };

export type Layout = {
  readonly lines: readonly string[];
  /** Names of the columns that had something to show and no room to do so. */
  readonly hidden: readonly string[];
};

export type LayOutOptions = {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly style: Style;
};

/** Lays rows out under a line of headings. */
export function layOut({ columns, rows, style }: LayOutOptions): Layout {
  if (style.columns === null) return { lines: tabbed(columns, rows, style), hidden: [] };
  const short = shortened(rows, style.columns);
  const measured = columns.map((column) => measure(column, short));
  const kept = keep(measured, style.columns);
  const placed = place(kept, style.columns);
  const heading: Row = { cells: Object.fromEntries(columns.map(({ key, name }) => [key, headingCell(name)])) };
  return {
    lines: [heading, ...short].map((row) => alignedLine(row, placed, style)),
    hidden: measured.filter((column) => column.used && !kept.includes(column)).map(({ name }) => name),
  };
}

/** No cell can be wider than the terminal; what is cut before it is measured costs nothing to measure again. */
function shortened(rows: readonly Row[], room: number): readonly Row[] {
  return rows.map((row) => {
    if (row.cells === undefined) return row;
    const short = Object.entries(row.cells).map(([key, one]) => [key, shortenCell(one, room)]);
    return { cells: Object.fromEntries(short) };
  });
}

type Measured = Column & {
  readonly base: number;
  readonly natural: number;
  readonly whole: boolean;
  readonly used: boolean;
};
type Placed = Measured & { readonly start: number; readonly width: number };

function headingCell(name: string): Cell {
  return name.trim() === '' ? cell(name) : cell(name, 'heading');
}

function measure(column: Column, rows: readonly Row[]): Measured {
  const cells = rows.flatMap((row) => row.cells?.[column.key] ?? []).filter((one) => !isEmpty(one) && !one.over);
  const title = widthOfCell(headingCell(column.name), 'whole');
  const natural = Math.max(title, ...cells.map((one) => widthOfCell(one, 'whole')));
  const needed = Math.max(title, ...cells.map((one) => widthOfCell(one, 'needed')));
  const base = Math.min(natural, Math.max(title, column.min ?? needed));
  const whole = column.min === undefined && needed < natural;
  return { ...column, base, natural, whole, used: cells.length > 0 };
}

/** Drops columns until the rest fits at its narrowest. */
function keep(columns: readonly Measured[], room: number): readonly Measured[] {
  const least = columns.reduce((sum, { base, gap }) => sum + base + (gap ?? 2), 0) - firstGap(columns);
  const next = columns.filter(({ drop }) => drop !== undefined).toSorted((a, b) => (b.drop ?? 0) - (a.drop ?? 0))[0];
  return least <= room || next === undefined
    ? columns
    : keep(
        columns.filter((column) => column !== next),
        room,
      );
}

/** Hands out the room that is left: from left to right up to each column's cap, then beyond the caps. */
function place(columns: readonly Measured[], room: number): readonly Placed[] {
  let spare = room + firstGap(columns) - columns.reduce((sum, { base, gap }) => sum + base + (gap ?? 2), 0);
  const grow = (width: number, { natural, max = natural, whole }: Measured, cap: boolean): number => {
    const wanted = Math.max(0, (cap ? Math.min(natural, max) : natural) - width);
    const given = whole && wanted > spare ? 0 : Math.max(0, Math.min(wanted, spare));
    spare -= given;
    return width + given;
  };
  const capped = columns.map((column) => grow(column.base, column, true));
  const widths = columns.map((column, index) => grow(capped[index] ?? 0, column, false));
  let start = -firstGap(columns);
  return columns.map((column, index) => {
    start += column.gap ?? 2;
    const placed = { ...column, start, width: widths[index] ?? 0 };
    start += placed.width;
    return placed;
  });
}

function firstGap(columns: readonly Column[]): number {
  return columns[0] === undefined ? 0 : (columns[0].gap ?? 2);
}

/** Writes each cell at its place; blanks are only written before something, so that no line ends in them. */
function alignedLine(row: Row, columns: readonly Placed[], style: Style): string {
  const room = style.columns ?? Number.POSITIVE_INFINITY;
  if (row.cells === undefined) return inked(cutLine(row.line, room), style);
  const filled = columns.flatMap((column) => {
    const one = row.cells[column.key];
    return one === undefined || isEmpty(one) ? [] : [{ column, one }];
  });
  let at = 0;
  const line = filled.flatMap(({ column, one }, index) => {
    const limit = one.over ? (filled[index + 1]?.column.start ?? room + 2) - 2 - column.start : column.width;
    const fitted = fitCell(one, limit);
    const width = widthOfCell({ spans: fitted }, 'whole');
    if (width === 0) return [];
    const start = column.start + (column.align === 'right' ? Math.max(0, column.width - width) : 0);
    const blank: readonly Span[] = [{ text: ' '.repeat(Math.max(0, start - at)) }];
    at = Math.max(start, at) + width;
    return blank.concat(fitted);
  });
  return inked(cutLine(line, room), style);
}

function tabbed(columns: readonly Column[], rows: readonly Row[], style: Style): readonly string[] {
  const heading = columns.map(({ name }) => style.paint('heading', plain(name)));
  const lines = rows.flatMap(({ cells }) =>
    cells === undefined ? [] : [columns.map(({ key }) => inked(cells[key]?.spans ?? [], style).trim())],
  );
  return [heading, ...lines].map((fields) => fields.join('\t'));
}

function inked(spans: readonly Span[], style: Style): string {
  return spans.map(({ text, role }) => (role === undefined ? plain(text) : style.paint(role, plain(text)))).join('');
}
