import { stripVTControlCharacters } from 'node:util';
import { keepOrder } from './keep-order.ts';
import type { Kg } from '../kg.ts';
import type { Style } from '../render/style.ts';
import { fit } from '../render/text.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import type { Survey } from '../survey/surveyed.ts';
import { pidsToWatch, placesToWatch } from '../watch/places.ts';
import { watch, type Pace, type Picture } from '../watch.ts';
import { openTerminal, type TerminalOptions } from './terminal.ts';

export type LiveListOptions = Omit<TerminalOptions, 'onKey' | 'onResize'> & {
  /** Opens kg anew for every survey, so that worktrees and config that came since are seen. */
  readonly open: () => Promise<Kg>;
  readonly take: (kg: Kg) => Promise<Survey>;
  /** Renders one survey for a terminal of the present size. */
  readonly render: (
    survey: Survey,
    style: Style,
  ) => { readonly lines: readonly string[]; readonly notes: readonly string[] };
  readonly style: () => Style;
  readonly isAlive: (pid: number) => boolean;
  readonly errorLines: (error: unknown) => readonly string[];
  readonly pace?: Pace;
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
    await watch({
      take: async () => {
        const kg = await options.open();
        const survey = await options.take(kg);
        const { env, home, config } = kg;
        const directories = claudeDirectories({ env, home, configured: config.claude.directories });
        return { survey, places: placesToWatch(survey, directories), pids: pidsToWatch(survey) };
      },
      isAlive: options.isAlive,
      signal: ended.signal,
      ...(options.pace === undefined ? {} : { pace: options.pace }),
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
