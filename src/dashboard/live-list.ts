import { stripVTControlCharacters } from 'node:util';
import { keepOrder } from './keep-order.ts';
import type { Style } from '../render/style.ts';
import { fit } from '../render/text.ts';
import type { Survey } from '../survey/surveyed.ts';
import type { Picture } from '../watch.ts';
import { follow, type Follow } from './follow.ts';
import { openTerminal, type TerminalOptions } from './terminal.ts';

export type LiveListOptions = Follow &
  Omit<TerminalOptions, 'onKey' | 'onResize'> & {
    /** Renders one survey for a terminal of the present size. */
    readonly render: (
      survey: Survey,
      style: Style,
    ) => { readonly lines: readonly string[]; readonly notes: readonly string[] };
    readonly style: () => Style;
    readonly errorLines: (error: unknown) => readonly string[];
  };

/** Ages on the screen are redrawn this often, without a survey. */
const agesEvery = 15_000;

/** Shows a list that redraws itself, until q, Escape or Ctrl-C. The rows keep their places. */
export async function liveList(options: LiveListOptions): Promise<void> {
  const ended = new AbortController();
  let picture: Picture | null = null;
  let trouble: readonly string[] = [];

  const draw = () => {
    const style = options.style();
    const body = picture === null ? ['○ Reading worktrees and sessions…'] : frame(picture, options, style);
    terminal.draw([...body, ...trouble]);
  };
  const terminal = openTerminal({
    ...options,
    onKey: (key) => {
      if (ends.has(key)) ended.abort();
    },
    onResize: draw,
  });
  const ages = setInterval(draw, agesEvery);
  try {
    draw();
    await follow(options, {
      signal: ended.signal,
      onPicture: (next) => {
        picture = { ...next, survey: keepOrder(next.survey, picture?.survey ?? null) };
        trouble = [];
        draw();
      },
      onError: (error) => {
        trouble = ['', ...options.errorLines(error)];
        draw();
      },
    });
  } finally {
    clearInterval(ages);
    terminal.close();
  }
}

/** q, Escape, Ctrl-C, Ctrl-D. */
const ends = new Set(['q', 'Q', '\u001B', '\u0003', '\u0004']);

function frame(picture: Picture, { render }: LiveListOptions, style: Style): string[] {
  const { lines, notes } = render(picture.survey, style);
  const refused = picture.refused > 0 ? `, ${picture.refused} refused by the system` : '';
  // Remarks wrap elsewhere; here a line is a row of the screen.
  const fitted = notes.map((note) => fit(stripVTControlCharacters(note), style.columns ?? Number.POSITIVE_INFINITY));
  return [...lines, ...fitted, style.paint('dim', `○ ${picture.watches} places watched${refused}; q ends`)];
}
