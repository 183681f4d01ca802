import type { Model, Page, Updated } from './model.ts';
import type { Press } from './presses.ts';
import { steps } from './steps.ts';

/** What a key does while a page lies over the table: scroll, choose a file, or go back. */
export function pressOnPage(model: Model, page: Page, press: Press): Updated {
  if ('click' in press) return { model, actions: [] };
  const by = 'wheel' in press ? press.wheel * 3 : steps(model.height).get(press.key);
  if (by !== undefined)
    return { model: { ...model, page: page.files === null ? scrolled(page, by) : chosen(page, by) }, actions: [] };
  if (!('key' in press)) return { model, actions: [] };
  const { key } = press;
  if (key === 'q' || key === 'escape' || key === 'left' || key === 'h')
    return { model: { ...model, page: page.under }, actions: [] };
  if (key === '?') return { model: { ...model, help: 0 }, actions: [] };
  const file = page.files?.[page.chosen];
  if (file !== undefined && (key === 'enter' || key === 'w')) {
    return { model, actions: [{ do: 'who', path: page.path, file }] };
  }
  const what = others.get(key);
  return { model, actions: what === undefined ? [] : [{ do: what, path: page.path }] };
}

/** From one page to the other of the same worktree. */
const others: ReadonlyMap<string, 'show' | 'overlap' | 'files' | 'checkpoint' | 'copy'> = new Map([
  ['o', 'overlap'],
  ['w', 'files'],
  ['c', 'checkpoint'],
  ['r', 'copy'],
  ['s', 'show'],
]);

/** Where the end is depends on the width; `view` stops there. */
function scrolled(page: Page, by: number): Page {
  return { ...page, top: Math.max(0, Math.min(lastLine, page.top + by)) };
}

const lastLine = 1_000_000;

function chosen(page: Page, by: number): Page {
  const last = (page.files?.length ?? 0) - 1;
  return { ...page, chosen: Math.max(0, Math.min(last, page.chosen + by)) };
}
