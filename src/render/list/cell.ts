import type { Role } from '../style.ts';
import { fit, fitMiddle, plain, widthOf } from '../text.ts';

/**
 * A piece of a cell. When the cell is too narrow, a span with `give` gives way: it loses its end or its middle, or goes
 * altogether. The text is made plain wherever it is measured or written, so nobody can forget to.
 */
export type Span = { readonly text: string; readonly role?: Role; readonly give?: 'end' | 'middle' | 'whole' };

export type Cell = {
  readonly spans: readonly Span[];
  /** May run on over the empty cells to its right ("directory missing"), and asks for no width of its own. */
  readonly over?: boolean;
};

/** A cell of one piece that loses its end. */
export function cell(text: string, role?: Role): Cell {
  return { spans: [role === undefined ? { text, give: 'end' } : { text, role, give: 'end' }] };
}

export function isEmpty({ spans }: Cell): boolean {
  return spans.every(({ text }) => text === '');
}

/** Columns that a cell takes: whole, or without what may go altogether. */
export function widthOfCell({ spans }: Cell, how: 'whole' | 'needed'): number {
  return spans.reduce(
    (sum, { text, give }) => sum + (how === 'needed' && give === 'whole' ? 0 : widthOf(plain(text))),
    0,
  );
}

/** A cell whose every piece is plain and at most `width` columns wide. */
export function shortenCell({ spans, over }: Cell, width: number): Cell {
  const short = spans.map((span) => fitSpan({ ...span, text: plain(span.text) }, width));
  return over === undefined ? { spans: short } : { spans: short, over };
}

/** The spans of a cell in at most `width` columns. */
export function fitCell({ spans: given }: Cell, width: number): readonly Span[] {
  const spans = given.map((span) => ({ ...span, text: plain(span.text) }));
  if (widthOfCell({ spans }, 'whole') <= width) return spans;
  const needed = spans.filter(({ give }) => give !== 'whole');
  const firm = widthOfCell({ spans: needed.filter(({ give }) => give === undefined) }, 'whole');
  return cutLine(fitSoft(needed, width - firm), width);
}

/** Cuts a line of spans at `width` columns. */
export function cutLine(spans: readonly Span[], width: number): readonly Span[] {
  const total = widthOfCell({ spans }, 'whole');
  if (total <= width) return spans;
  let room = width;
  return spans.flatMap((span) => {
    const text = plain(span.text);
    const own = widthOf(text);
    // An ellipsis must still find its place when the next span would not fit any more.
    const shown = own < room || (own === room && span === spans.at(-1)) ? text : fit(`${text}…`, room);
    room = own < room ? room - own : 0;
    return shown === '' ? [] : [{ ...span, text: shown }];
  });
}

/** Later spans (what a worktree is doing) come before earlier ones (its name), which yet keep a recognisable rest. */
function fitSoft(spans: readonly Span[], width: number): readonly Span[] {
  const soft = spans.filter(({ give }) => give !== undefined);
  let room = Math.max(0, width);
  const widths = new Map(
    soft.toReversed().map((span, index) => {
      const reserved = recognisable * (soft.length - 1 - index);
      const own = Math.max(0, Math.min(widthOf(span.text), room - reserved));
      room -= own;
      return [span, own];
    }),
  );
  return spans.map((span) => fitSpan(span, widths.get(span) ?? Number.POSITIVE_INFINITY));
}

const recognisable = 8;

function fitSpan(span: Span, width: number): Span {
  return { ...span, text: span.give === 'middle' ? fitMiddle(span.text, width) : fit(span.text, width) };
}
