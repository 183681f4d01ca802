import { stripVTControlCharacters } from 'node:util';
import type { Kg } from '../kg.ts';
import type { Style } from '../render/style.ts';
import type { Follow } from './follow.ts';
import { emptyModel, type Action, type Model, type Past, type Scope } from './model.ts';
import { readPresses } from './presses.ts';
import { pageOf, rootOf, type Question } from './question.ts';
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts';
import { update, type Event } from './update.ts';
import { view, type View } from './view.ts';

export type DashboardOptions = Follow &
  Omit<TerminalOptions, 'onKey' | 'onResize'> & {
    readonly errorLines: (error: unknown) => Promise<readonly string[]>;
    /** Shown until the first survey is there. */
    readonly past: Past | null;
    /** Saves a checkpoint of a worktree; answers what to say of it. */
    readonly checkpoint: (kg: Kg, path: string) => Promise<string>;
    readonly style: () => Style;
    readonly now: () => Date;
    readonly home: string;
    /** Hands the terminal back to the shell, and calls when the person is here again. */
    readonly suspend: (resumed: () => void) => void;
  };

/** Ages on the screen are redrawn this often, without a survey. */
const agesEvery = 15_000;

/** Milliseconds that an answer may take before the last line says that it is on its way. */
const patience = 300;

/** The live table, until the person quits. */
export async function dashboard(options: DashboardOptions): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let model: Model = { ...emptyModel(options.scope, options.stdout.rows ?? 24), past: options.past };
  let last: View | null = null;
  let watching = new AbortController();
  let open = true;

  const draw = () => {
    if (!open) return;
    last = view(model, { style: options.style(), now: options.now(), home: options.home });
    const { page } = model;
    model = { ...model, top: last.top, page: page === null ? null : { ...page, top: last.pageTop } };
    terminal.draw(last.lines);
  };
  const happen = (event: Event) => {
    const updated = update(model, event);
    model = updated.model;
    draw();
    for (const action of updated.actions) perform(action);
  };
  const enter = (): Terminal =>
    openTerminal({
      ...options,
      onKey: (text) => {
        for (const press of readPresses(text)) {
          const clicked = 'click' in press ? (last?.paths[press.click] ?? null) : null;
          happen({ is: 'press', press, clicked });
        }
      },
      onResize: () => happen({ is: 'size', height: options.stdout.rows ?? 24 }),
    });
  const perform = (action: Action) => {
    if ('path' in action) {
      const text = action.do === 'checkpoint' ? 'Saving a checkpoint…' : 'Reading…';
      const slow = setTimeout(() => happen({ is: 'notice', text }), patience);
      void answer(action)
        .catch(async (error: unknown): Promise<Event> => ({ is: 'notice', text: await lineOf(error, options) }))
        .then(happen)
        .finally(() => clearTimeout(slow));
    } else if (action.do === 'survey') begin(action.scope);
    else if (action.do === 'quit') ended.resolve();
    else if (action.do === 'suspend') leaveForAWhile();
    else repaint();
  };
  const answer = async (action: Question): Promise<Event> => {
    const { survey } = model;
    if (survey === null) return { is: 'notice', text: 'Nothing was read yet' };
    const kg = await options.open('project', rootOf(survey, action.path));
    const asked = { kg, survey, path: action.path };
    if (action.do === 'checkpoint') {
      const text = await options.checkpoint(kg, action.path);
      begin(model.scope);
      return { is: 'notice', text };
    }
    if (action.do === 'copy') {
      const { resumeOf } = await import('./pages.ts');
      const command = resumeOf(asked);
      if (command === null) return { is: 'notice', text: 'No session to get back into' };
      terminal.copy(command);
      return { is: 'notice', text: `Copied: ${command}` };
    }
    return { is: 'page', page: await pageOf(action, asked) };
  };
  const repaint = () => {
    terminal.forget();
    draw();
  };
  const leaveForAWhile = () => {
    terminal.close();
    open = false;
    options.suspend(() => {
      open = true;
      terminal = enter();
      happen({ is: 'size', height: options.stdout.rows ?? 24 });
    });
  };
  const begin = (scope: Scope) => {
    watching.abort();
    watching = new AbortController();
    keepUp({ ...options, scope }, watching.signal).catch(ended.reject);
  };
  const keepUp = async (asked: Follow, signal: AbortSignal) => {
    const { follow } = await import('./follow.ts');
    await follow(asked, {
      signal,
      onPicture: (picture) => happen({ is: 'survey', survey: picture.survey }),
      onError: (error) => void troubled(error, signal),
    });
  };

  const troubled = async (error: unknown, signal: AbortSignal) => {
    if (signal.aborted) return;
    // Where not even the first look came to its end there is nothing to keep on the screen.
    if (model.survey === null) ended.reject(error);
    else happen({ is: 'trouble', lines: await options.errorLines(error) });
  };

  let terminal = enter();
  const ages = setInterval(draw, agesEvery);
  try {
    draw();
    begin(options.scope);
    await ended.promise;
  } finally {
    clearInterval(ages);
    watching.abort();
    open = false;
    terminal.close();
  }
}

async function lineOf(error: unknown, { errorLines }: DashboardOptions): Promise<string> {
  const [first = 'That failed'] = await errorLines(error);
  return stripVTControlCharacters(first);
}
