/** The menu of the tray as a panel shows it, pointed at and clicked with a real pointer. */
import { labelOf, readMenu, type MenuNode } from './bus.ts';
import type { Desktop } from './desktop.ts';
import type { Area, Point } from './pixels.ts';
import { until } from './until.ts';

/** The name of the windows that the panel's tray shows menus in. */
const windowName = 'wrapper-2.0';

export type PanelMenuOptions = {
  readonly desktop: Desktop;
  /** The name of the icon on the bus. */
  readonly item: string;
  readonly icon: Point;
};

/**
 * Opens the menu, and each sub-menu that the words name by the beginnings of their labels. Answers where the windows are, and the
 * entry that the last word names; with no words at all, the whole menu alone.
 */
export async function openMenu(
  options: PanelMenuOptions,
  words: readonly string[],
): Promise<{ readonly windows: readonly Area[]; readonly entry: Point | null }> {
  const { desktop } = options;
  let { entries, nodes } = await openWhole(options);
  let entry: Point | null = null;
  for (const [depth, word] of words.entries()) {
    const place = nodes.findIndex((node) => labelOf(node).startsWith(word));
    const found = entries[place];
    if (found === undefined) throw new Error(`no entry begins with ${word}: ${nodes.map(labelOf).join(', ')}`);
    entry = { x: found.x + 24, y: found.y + Math.floor(found.height / 2) };
    nodes = nodes[place]?.nodes ?? [];
    if (depth < words.length - 1) entries = await openSub(desktop, { entry, depth: depth + 1, nodes });
  }
  return { windows: desktop.windows(windowName), entry };
}

/** Clicks the entry that words lead to, and waits until the menu has gone. */
export async function chooseInMenu(options: PanelMenuOptions, words: readonly string[]): Promise<void> {
  const { desktop } = options;
  const { entry } = await openMenu(options, words);
  if (entry === null) throw new Error('nothing to click is named');
  desktop.point({ ...entry, x: entry.x + 1 });
  desktop.click(entry);
  await untilClosed(desktop);
}

export async function closeMenu(desktop: Desktop): Promise<void> {
  while (desktop.windows(windowName).length > 0) desktop.key('Escape');
  await untilClosed(desktop);
}

type Opened = { readonly entries: readonly Area[]; readonly nodes: readonly MenuNode[] };

/** A panel does not resize a menu that was opened a moment before it had read new entries: that one is closed, and opened anew. */
async function openWhole(options: PanelMenuOptions): Promise<Opened> {
  const { desktop, item, icon } = options;
  desktop.click(icon);
  await untilWindow(desktop, 0);
  let before = '';
  const last = await until({
    what: 'the menu to show every entry',
    read: async () => {
      const { nodes } = await readMenu(desktop.bus, item);
      const [window] = desktop.windows(windowName);
      return { nodes, entries: window === undefined ? [] : desktop.lines(window) };
    },
    accept: ({ entries, nodes }) => {
      const now = JSON.stringify(entries);
      const rests = now === before;
      before = now;
      return entries.length === nodes.length || rests;
    },
    describe: ({ entries, nodes }) => `${entries.length} lines for ${nodes.length} entries`,
  });
  if (last.entries.length === last.nodes.length) return last;
  await closeMenu(desktop);
  return openWhole(options);
}

async function openSub(
  desktop: Desktop,
  { entry, depth, nodes }: { readonly entry: Point; readonly depth: number; readonly nodes: readonly MenuNode[] },
): Promise<readonly Area[]> {
  let step = 0;
  return until({
    what: `the sub-menu of ${nodes.map(labelOf).join(', ')}`,
    read: () => {
      // A panel hears a pointer that moves, not one that is suddenly there.
      step = 1 - step;
      desktop.point({ x: entry.x + step, y: entry.y });
      const window = desktop.windows(windowName)[depth];
      return window === undefined ? [] : desktop.lines(window);
    },
    accept: (entries) => entries.length === nodes.length,
    describe: (entries) => `${entries.length} lines`,
    every: 50,
  });
}

function untilWindow(desktop: Desktop, depth: number): Promise<unknown> {
  return until({
    what: 'a menu',
    read: () => desktop.windows(windowName).length,
    accept: (number) => number > depth,
    every: 50,
  });
}

function untilClosed(desktop: Desktop): Promise<unknown> {
  return until({
    what: 'the menu to be closed',
    read: () => desktop.windows(windowName).length,
    accept: (number) => number === 0,
    every: 50,
  });
}
