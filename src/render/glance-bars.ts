/**
 * The line of `kg glance` in the notations of status bars. Pure and small, since bars ask every few seconds. Names come from
 * transcripts and branches: whatever a notation could take for its own is escaped or left out.
 */
import type { Glance, GlanceSession } from '../glance.ts';
import { age } from './age.ts';
import { glanceAge, glanceParts, renderGlance, type GlancePart } from './glance.ts';

export const glanceFormats = [
  'text',
  'tmux',
  'starship',
  'claude',
  'waybar',
  'polybar',
  'i3blocks',
  'xbar',
  'swiftbar',
  'argos',
] as const;
export type GlanceFormat = (typeof glanceFormats)[number];

export type BarOptions = {
  readonly now: Date;
  /** How kg is started: Node and the file. Menus use it for what a click does. */
  readonly kg: { readonly node: string; readonly self: string };
};

/** The whole output, without the last line feed. Empty where a bar is to show nothing. */
export function renderBar(format: GlanceFormat, glance: Glance, options: BarOptions): string {
  return bars[format](glance, options);
}

const bars: Readonly<Record<GlanceFormat, (glance: Glance, options: BarOptions) => string>> = {
  text: (glance, { now }) => renderGlance(glance, now),
  // man tmux, STYLES: a style is #[…], and a # of one's own is doubled.
  tmux: (glance, { now }) =>
    joined(glance, now, ({ about, text }) => `#[fg=${colours[about]}]${text.replaceAll('#', '##')}#[default]`),
  // A module of Starship that prints nothing is not shown.
  starship: (glance, { now }) => (glanceParts(glance, now).length === 0 ? '' : renderGlance(glance, now)),
  claude: (glance, { now }) => joined(glance, now, ({ about, text }) => `\u001B[${inks[about]}m${text}\u001B[0m`),
  waybar,
  // Polybar's wiki, Formatting: %{F#rrggbb} … %{F-}; a percent sign is doubled.
  polybar: (glance, { now }) =>
    joined(glance, now, ({ about, text }) => `%{F${colours[about]}}${text.replaceAll('%', '%%')}%{F-}`),
  // man i3blocks: full text, short text, colour, each on a line of its own.
  i3blocks: (glance, { now }) => {
    const [first] = glanceParts(glance, now);
    const short = first === undefined ? '' : first.text;
    return [renderGlance(glance, now), short, ...(first === undefined ? [] : [colours[first.about]])].join('\n');
  },
  xbar: (glance, options) => menu(glance, options, (words) => parameters('shell', words)),
  swiftbar: (glance, options) => menu(glance, options, (words) => parameters('bash', words)),
  // Argos hands the whole command to a shell.
  argos: (glance, options) =>
    menu(glance, options, (words) => `bash=${quoted(words.map(shellWord).join(' '))} terminal=true`),
};

/** Told apart without red and green, and readable on light and dark; the words say the same. */
const colours = { waiting: '#e69f00', crashed: '#d55e00', conflict: '#cc79a7', active: '#56b4e9', idle: '#999999' };
/** SGR colours: yellow, red, magenta, cyan, dim. */
const inks = { waiting: '33', crashed: '31', conflict: '35', active: '36', idle: '2' };

function joined(glance: Glance, now: Date, paint: (part: GlancePart) => string): string {
  const parts = glanceParts(glance, now).map(paint);
  return `${parts.length === 0 ? 'no sessions' : parts.join(' · ')}${glanceAge(glance, now)}`;
}

/** man waybar-custom: JSON with text, tooltip and class. Both texts are Pango markup. */
function waybar(glance: Glance, { now }: BarOptions): string {
  const lines = glance.sessions.map((session) => sessionLine(session, now));
  const more = glance.more === undefined ? [] : [`… and ${glance.more} more`];
  return JSON.stringify({
    text: markup(renderGlance(glance, now)),
    tooltip: markup([...lines, ...more].join('\n')),
    class: glance.worst,
    alt: glance.worst,
  });
}

function markup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

type Action = (words: readonly string[]) => string;

/** What xbar began and SwiftBar and Argos took over: the title, `---`, then a line an item, with parameters behind a bar. */
function menu(glance: Glance, { now, kg }: BarOptions, action: Action): string {
  const projects = [...new Set(glance.sessions.map(({ project }) => project))];
  const [first] = glanceParts(glance, now);
  const colour = first === undefined ? '' : ` | color=${colours[first.about]}`;
  const lineOf = (session: GlanceSession): string => `${item(sessionLine(session, now))}${click(session, kg, action)}`;
  const items = projects.flatMap((project) => {
    const own = glance.sessions.filter((session) => session.project === project);
    return [`${item(oneLine(project ?? 'elsewhere'))} | size=11`].concat(own.map(lineOf));
  });
  const more = glance.more === undefined ? [] : [`… and ${glance.more} more`];
  return [
    `${item(renderGlance(glance, now))}${colour}`,
    '---',
    ...items,
    ...more,
    '---',
    'Refresh | refresh=true',
  ].join('\n');
}

/** A click shows all about the worktree in a terminal. A path that a notation could misread gets none. */
function click({ worktree }: GlanceSession, { node, self }: BarOptions['kg'], action: Action): string {
  if (worktree === null || [worktree, node, self].some((word) => /["'|\\\p{C}]/u.test(word))) return '';
  return ` | ${action([node, self, 'show', '-C', worktree])}`;
}

function parameters(name: string, [program = '', ...rest]: readonly string[]): string {
  const others = rest.map((word, index) => `param${index + 1}=${quoted(word)}`);
  return [`${name}=${quoted(program)}`, ...others, 'terminal=true'].join(' ');
}

function quoted(text: string): string {
  return `"${text}"`;
}

function shellWord(word: string): string {
  return /^[\w./@:+-]+$/u.test(word) ? word : `'${word}'`;
}

/** "waiting 9m  Rework the cart · feature/cart · conflict". */
function sessionLine({ status, waitingFor, name, branch, since, conflict }: GlanceSession, now: Date): string {
  const said = [status, age(since, now), oneLine(waitingFor ?? '')].filter((word) => word !== '').join(' ');
  const about = [name, branch, conflict ? 'conflict' : null].filter((word) => word !== null).map(oneLine);
  return [said, about.join(' · ')].filter((word) => word !== '').join('  ');
}

const longest = 60;

/** Without control and invisible characters, and short. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/\p{C}+/gu, ' ').trim();
  const characters = Array.from(plain);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : plain;
}

/** A bar would begin parameters; three dashes would begin the menu, and two a sub-menu. */
function item(text: string): string {
  return text.replaceAll('|', '¦').replace(/^-+/u, '');
}
