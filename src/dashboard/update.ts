import type { Survey } from '../survey/surveyed.ts';
import { helpLines } from './help-lines.ts';
import { keepOrder } from './keep-order.ts';
import type { Action, Model, Page, Updated } from './model.ts';
import type { Press } from './presses.ts';
import { steps } from './steps.ts';
import { pressOnPage } from './update-page.ts';
import { visiblePaths } from './visible.ts';

/** What happened to the dashboard. */
export type Event =
  | { readonly is: 'press'; readonly press: Press; readonly clicked: string | null }
  | { readonly is: 'survey'; readonly survey: Survey }
  | { readonly is: 'trouble'; readonly lines: readonly string[] }
  | { readonly is: 'page'; readonly page: Page }
  | { readonly is: 'notice'; readonly text: string }
  | { readonly is: 'size'; readonly height: number };

/** Pure: the next model, and what is to be done. */
export function update(model: Model, event: Event): Updated {
  switch (event.is) {
    case 'press':
      return pressed({ ...model, notice: null }, event.press, event.clicked);
    case 'survey':
      return nothing(held(surveyed(model, event.survey)));
    case 'trouble':
      return nothing({ ...model, trouble: event.lines });
    case 'page':
      return nothing({ ...model, page: { ...event.page, under: belowOf(model, event.page) }, notice: null });
    case 'notice':
      return nothing({ ...model, notice: event.text });
    case 'size':
      return nothing({ ...model, height: event.height });
    default:
      return nothing(model);
  }
}

function surveyed(model: Model, survey: Survey): Model {
  const notice = model.changing ? null : model.notice;
  return { ...model, survey: keepOrder(survey, model.survey), trouble: [], notice, changing: false };
}

/** A file was chosen from a list: the list comes back. From one page of a worktree to the other, the table does. */
function belowOf({ page }: Model, next: Page): Page | null {
  return page !== null && page.files !== null && next.files === null && next.path === page.path ? page : null;
}

function nothing(model: Model): Updated {
  return { model, actions: [] };
}

function doing(model: Model, ...actions: readonly Action[]): Updated {
  return { model, actions };
}

function pressed(model: Model, press: Press, clicked: string | null): Updated {
  if ('key' in press && always.has(press.key)) return doing(model, { do: always.get(press.key) ?? 'repaint' });
  if (model.help !== null) return nothing({ ...model, help: helped(model, model.help, press) });
  if (model.page !== null) return pressOnPage(model, model.page, press);
  if (model.filtering && 'key' in press) return typed(model, press.key);
  if ('wheel' in press) return nothing(moved(model, press.wheel));
  if ('click' in press) return clicked === null ? nothing(model) : choose(model, clicked);
  return commanded(model, press.key);
}

function readingNotice(scope: Model['scope']): string {
  return scope === 'all' ? 'Reading every project…' : 'Reading this project…';
}

/** The help scrolls where it is longer than the screen; any other key ends it. */
function helped({ height }: Model, top: number, press: Press): number | null {
  const by = 'wheel' in press ? press.wheel : 'key' in press ? steps(height).get(press.key) : undefined;
  const last = helpLines.length - (height - 1);
  return by === undefined || last <= 0 ? null : Math.max(0, Math.min(last, top + by));
}

/** A click on the row under the cursor opens it. */
function choose(model: Model, path: string): Updated {
  return model.selected === path ? doing(model, { do: 'show', path }) : nothing({ ...model, selected: path });
}

const always: ReadonlyMap<string, 'quit' | 'suspend' | 'repaint'> = new Map([
  ['ctrl-c', 'quit'],
  ['ctrl-d', 'quit'],
  ['ctrl-z', 'suspend'],
  ['ctrl-l', 'repaint'],
]);

function commanded(model: Model, key: string): Updated {
  const step = steps(model.height).get(key);
  if (step !== undefined) return nothing(moved(model, step));
  const scope = model.scope === 'all' ? 'project' : 'all';
  if (key === 'q') return doing(model, { do: 'quit' });
  if (key === '?') return nothing({ ...model, help: 0 });
  if (key === '/') return nothing({ ...model, filtering: true });
  if (key === 'escape') return nothing(held({ ...model, filter: '' }));
  if (key === 'a')
    return doing({ ...model, scope, notice: readingNotice(scope), changing: true }, { do: 'survey', scope });
  const what = commands.get(key);
  return what === undefined || model.selected === null
    ? nothing(model)
    : doing(model, { do: what, path: model.selected });
}

const commands: ReadonlyMap<string, 'show' | 'overlap' | 'files' | 'checkpoint' | 'copy'> = new Map([
  ['enter', 'show'],
  ['o', 'overlap'],
  ['w', 'files'],
  ['c', 'checkpoint'],
  ['r', 'copy'],
]);

function moved(model: Model, by: number): Model {
  const paths = visiblePaths(model);
  const at = paths.indexOf(model.selected ?? '') + by;
  return { ...model, selected: paths[Math.min(paths.length - 1, Math.max(0, at))] ?? null };
}

/** The filter as it is typed narrows at once; Enter keeps it, Escape takes it away. */
function typed(model: Model, key: string): Updated {
  const { filter } = model;
  if (key === 'enter') return nothing({ ...model, filtering: false });
  if (key === 'escape') return nothing(held({ ...model, filtering: false, filter: '' }));
  if (key === 'backspace') return nothing(held({ ...model, filter: Array.from(filter).slice(0, -1).join('') }));
  if (key === 'ctrl-u') return nothing(held({ ...model, filter: '' }));
  if (key === 'up' || key === 'down') return nothing(moved(model, key === 'up' ? -1 : 1));
  return Array.from(key).length === 1 ? nothing(held({ ...model, filter: `${filter}${key}` })) : nothing(model);
}

/** The cursor stays on its worktree; when that is gone or hidden, it goes to the first that can be seen. */
function held(model: Model): Model {
  const paths = visiblePaths(model);
  if (model.selected !== null && paths.includes(model.selected)) return model;
  return { ...model, selected: paths[0] ?? null };
}
