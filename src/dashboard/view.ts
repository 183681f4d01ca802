import { stripVTControlCharacters } from 'node:util';
import { listTable } from '../render/list/list.ts';
import type { Style } from '../render/style.ts';
import { fit, plain, widthOf } from '../render/text.ts';
import { helpLines } from './help-lines.ts';
import type { Model, Page } from './model.ts';
import { pastLines } from './past-lines.ts';
import { statusLine } from './status-line.ts';
import { visibleSurvey } from './visible.ts';

export type ViewOptions = { readonly style: Style; readonly now: Date; readonly home: string };

/** What the screen shows, and where it has scrolled to so that the cursor is on it. */
export type View = {
  readonly lines: readonly string[];
  /** The worktree of each line, for the mouse; `null` for lines of none. */
  readonly paths: readonly (string | null)[];
  readonly top: number;
  readonly pageTop: number;
};

/** Pure: the whole screen, exactly as many lines as there is room for. */
export function view(model: Model, options: ViewOptions): View {
  if (model.help !== null) return still(model, helpView(model, model.help, options));
  if (model.page !== null) return pageView(model, model.page, options);
  return tableView(model, options);
}

function tableView(model: Model, options: ViewOptions): View {
  const survey = visibleSurvey(model);
  const { style } = options;
  if (survey === null) return still(model, pastLines(model, options));
  const width = (style.columns ?? 80) - gutter;
  const table = listTable({ ...options, survey, style: { ...style, columns: width } });
  const none = survey.projects.length === 0;
  // Where the filter leaves nothing, what the table would say of nothing is not so.
  const said = none && model.filter !== '' ? [] : table.notes.filter(isSaid).slice(0, mostNotes);
  const below = [...model.trouble, ...said].map((line) => fit(stripVTControlCharacters(line), width + gutter));
  const room = Math.max(1, model.height - 2 - below.length - 1);
  const at = table.rows.findIndex(({ path }) => path !== null && path === model.selected);
  const top = scrolledTo({ at, top: model.top, room, length: table.rows.length });
  const rows = table.rows.slice(top, top + room);
  const empty = none ? [model.filter === '' ? '○ No worktree' : '○ Nothing fits the filter'] : [];
  const shown = rows.map(({ text, path }) => row(text, path !== null && path === model.selected, style));
  const body = [none ? '' : `${' '.repeat(gutter)}${table.heading}`, ...empty, ...shown];
  const gap = Array.from({ length: Math.max(0, model.height - body.length - below.length - 1) }, () => '');
  const lines = [...body, ...gap, ...below, statusLine(model, options)];
  const paths = [null, ...empty.map(() => null), ...rows.map(({ path }) => path)];
  return { lines: lines.slice(0, model.height), paths, top, pageTop: model.page?.top ?? 0 };
}

/** What could be run next is a key away here. */
function isSaid(note: string): boolean {
  return note !== '' && !stripVTControlCharacters(note).startsWith('↳');
}

/** A line of a page in the width of the terminal; one that is too long loses its ink with its end. */
function cut(line: string, width: number): string {
  const bare = stripVTControlCharacters(line);
  return widthOf(bare) <= width ? line : fit(bare, width);
}

const gutter = 2;
const mostNotes = 3;

/** The cursor is a sign in the margin, and the row in reverse where the terminal may be inked. */
function row(text: string, selected: boolean, style: Style): string {
  if (!selected) return `${' '.repeat(gutter)}${text}`;
  const width = style.columns ?? 80;
  const bare = fit(`> ${stripVTControlCharacters(text)}`, width);
  return style.paint('selected', `${bare}${' '.repeat(Math.max(0, width - widthOf(bare)))}`);
}

function pageView(model: Model, page: Page, options: ViewOptions): View {
  const { style } = options;
  const body = page.body(style);
  const room = Math.max(1, model.height - 3);
  const last = Math.max(0, body.length - room);
  const files = page.files !== null;
  const at = files ? body.length - (page.files?.length ?? 0) + page.chosen : -1;
  const top = files ? scrolledTo({ at, top: page.top, room, length: body.length }) : Math.min(page.top, last);
  const shown = body
    .slice(top, top + room)
    .map((line, index) => (files ? row(line, top + index === at, style) : cut(line, style.columns ?? 80)));
  const place = body.length <= room ? '' : `  ${top + 1}–${Math.min(body.length, top + room)} of ${body.length}`;
  const name = fit(plain(page.title), (style.columns ?? 80) - widthOf(place));
  const title = `${style.paint('heading', name)}${style.paint('dim', place)}`;
  const gap = Array.from({ length: Math.max(0, room - shown.length) }, () => '');
  const lines = [title, '', ...shown, ...gap, statusLine(model, options)];
  return { lines: lines.slice(0, model.height), paths: [], top: model.top, pageTop: top };
}

function helpView({ height }: Model, first: number, { style }: ViewOptions): readonly string[] {
  const room = Math.max(1, height - 1);
  const top = Math.max(0, Math.min(first, helpLines.length - room));
  const width = style.columns ?? 80;
  const gap = Array.from({ length: Math.max(0, room - helpLines.length) }, () => '');
  const below = helpLines.length <= room ? 'any key goes back' : '↑↓ scroll  any other key goes back';
  return [
    ...helpLines.slice(top, top + room).map((line) => fit(line, width)),
    ...gap,
    style.paint('dim', fit(below, width)),
  ];
}

function still(model: Model, lines: readonly string[]): View {
  return { lines, paths: [], top: model.top, pageTop: model.page?.top ?? 0 };
}

/** Scrolls as little as possible. */
function scrolledTo({ at, top, room, length }: Readonly<Record<'at' | 'top' | 'room' | 'length', number>>): number {
  const last = Math.max(0, length - room);
  if (at < 0) return Math.min(top, last);
  // What stands above the first row (a project's name) comes along with it.
  const above = at <= 1 ? 0 : at;
  if (above < top) return above;
  return Math.min(last, at >= top + room ? at - room + 1 : top);
}
