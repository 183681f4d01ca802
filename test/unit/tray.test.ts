import { describe, expect, test } from 'vitest';
import { attentionOf } from '../../src/attention.ts';
import { states } from '../../src/attention/need.ts';
import { fill } from '../../src/tray/fill.ts';
import { drawIcon } from '../../src/tray/icon.ts';
import { parsePanes, planJump, ttyOf } from '../../src/tray/jump.ts';
import { layoutOf, nodeProperties, openNumbers, type LayoutNode } from '../../src/tray/linux/menu-layout.ts';
import { trayModel, type MenuItem, type TrayModel } from '../../src/tray/model.ts';
import { pageHtml } from '../../src/tray/page.ts';
import { reading, troubleOf, type Trouble } from '../../src/tray/trouble.ts';
import type { Survey } from '../../src/survey/surveyed.ts';
import { hostile } from '../helpers/hostile.ts';
import {
  auth,
  cart,
  home,
  mainWorktree,
  minutesAgo,
  now,
  project,
  session,
  shop,
  survey,
  worktree,
} from '../helpers/shop.ts';

const colliding = survey([
  project([
    { ...auth, overlap: { level: 'conflict', with: [cart.path] } },
    { ...cart, overlap: { level: 'conflict', with: [auth.path] } },
    ...shop.projects.flatMap(({ worktrees }) => worktrees.slice(2)),
  ]),
]);

function modelOf(
  picture = colliding,
  more: { readonly muted?: ReadonlySet<string>; readonly trouble?: Trouble } = {},
): TrayModel {
  const { muted = new Set<string>(), trouble = null } = more;
  const attention = attentionOf(picture, { muted });
  return trayModel({ attention, now, home, silent: false, trouble });
}

/** A menu as a person reads it, with what each click asks for. */
function told(items: readonly MenuItem[], indent = ''): readonly string[] {
  return items.flatMap(({ label, click, items: below = [], separator, checked }) => [
    `${indent}${separator ? '---' : label}${checked === undefined ? '' : checked ? ' [x]' : ' [ ]'}${click === undefined ? '' : ` → ${click.do}`}`,
    ...told(below, `${indent}  `),
  ]);
}

describe('what the tray shows', () => {
  test('the shop: who waits first, with status, age, task, branch and overlap; a click opens the checkpoint', () => {
    const { menu, ...icon } = modelOf();
    expect(icon).toMatchInlineSnapshot(`
      {
        "badge": 1,
        "lines": [
          "waiting: Rework the cart so prices are kept in cents (feature/cart), permission prompt",
          "conflict: Add OAuth login and session refresh (feature/auth)",
        ],
        "state": "waiting",
        "title": "1 waiting · 1 active · 1 idle · 1 conflict",
      }
    `);
    expect(told(menu)).toMatchInlineSnapshot(`
      [
        "1 waiting · 1 active · 1 idle · 1 conflict",
        "---",
        "shop",
        "● waiting 9m · Rework the cart so prices are kept in cents · feature/cart · ▲ conflict → checkpoint",
        "● active 2m · Add OAuth login and session refresh · feature/auth · ▲ conflict → checkpoint",
        "○ idle 3h · Round receipt totals once · fix/receipt-total → checkpoint",
        "▲ conflict: feature/auth ↔ feature/cart → conflict",
        "---",
        "Jump, copy, open, mute …",
        "  feature/cart: Rework the cart so prices are kept in cents",
        "    Open last checkpoint → checkpoint",
        "    Jump to its terminal",
        "    Copy resume command → resume",
        "    Open worktree → open",
        "    Checkpoint now → save",
        "    Mute [ ] → mute",
        "  feature/auth: Add OAuth login and session refresh",
        "    Open last checkpoint → checkpoint",
        "    Jump to its terminal",
        "    Copy resume command → resume",
        "    Open worktree → open",
        "    Checkpoint now → save",
        "    Mute [ ] → mute",
        "  fix/receipt-total: Round receipt totals once",
        "    Open last checkpoint → checkpoint",
        "    Jump to its terminal",
        "    Copy resume command → resume",
        "    Open worktree → open",
        "    Checkpoint now → save",
        "    Mute [ ] → mute",
        "Mute all notifications [ ] → silence",
        "Look again now → again",
        "Quit kg tray → quit",
      ]
    `);
  });

  test('what cannot be done stays as text, and a muted session says so', () => {
    const gone = worktree('gone', { state: 'missing', sessions: [session({ id: 'gone', status: 'crashed' })] });
    const { menu, badge } = modelOf(survey([project([gone])]), {
      muted: new Set(['gone']),
      trouble: { sentence: 'index\nfile corrupt', blind: false },
    });
    expect(badge).toBe(0);
    expect(told(menu)).toMatchInlineSnapshot(`
      [
        "1 crashed",
        "▲ index␊file corrupt",
        "---",
        "shop",
        "✗ crashed (muted) · gone → checkpoint",
        "---",
        "Jump, copy, open, mute …",
        "  gone",
        "    Open last checkpoint → checkpoint",
        "    Jump to its terminal",
        "    Copy resume command → resume",
        "    Open worktree",
        "    Checkpoint now",
        "    Mute [x] → mute",
        "Mute all notifications [ ] → silence",
        "Look again now → again",
        "Quit kg tray → quit",
      ]
    `);
  });

  test('nothing at all', () => {
    expect(told(modelOf(survey([])).menu)).toMatchInlineSnapshot(`
      [
        "No sessions",
        "---",
        "Mute all notifications [ ] → silence",
        "Look again now → again",
        "Quit kg tray → quit",
      ]
    `);
  });

  test('what could not be read is not nothing', () => {
    const { menu, ...icon } = modelOf(survey([]), { trouble: reading });
    expect({ ...icon, menu: told(menu).slice(0, 2) }).toEqual({
      badge: 0,
      state: 'unknown',
      title: 'Sessions unknown',
      lines: ['▲ Reading worktrees and sessions…'],
      menu: ['Sessions unknown', '▲ Reading worktrees and sessions…'],
    });
    const { title, state } = modelOf(survey([project([auth])]), { trouble: reading });
    expect({ title, state }).toEqual({ title: '1 active', state: 'active' });
  });

  test('what is wrong is said once, with how much more there is; only what hides sessions makes blind', () => {
    const damaged = { code: 'WORKTREE_UNREADABLE', message: 'Could not read /code/shop.cart' } as const;
    const refused = { code: 'CLAUDE_DIRECTORY_UNREADABLE', message: 'Could not read /other: EACCES' } as const;
    const of = (problems: Survey['problems'], lost: readonly string[] = []) =>
      troubleOf({ ...survey([]), problems }, { lost, home });
    expect([of([]), of([damaged]), of([damaged, refused]), of([damaged], [`${home}/.claude`])]).toEqual([
      null,
      { sentence: 'Could not read /code/shop.cart', blind: false },
      { sentence: 'Could not read /code/shop.cart, and 1 more: kg list --all', blind: true },
      { sentence: 'Could not read ~/.claude: it is not there any more, and 1 more: kg list --all', blind: true },
    ]);
  });

  test('a crowd is cut, and sessions of no repository come last', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      session({ id: `s${index}`, status: 'idle', lastActivity: minutesAgo(index) }),
    );
    const elsewhere = [
      { cwd: '/tmp/notes', gone: false, sessions: [session({ id: 'out', cwd: '/tmp/notes', status: 'waiting' })] },
    ];
    const lines = told(modelOf(survey([project([worktree('crowd', { sessions: many })])], { elsewhere })).menu);
    expect(lines.filter((one) => one.includes('→ checkpoint') && !one.startsWith(' '))).toHaveLength(16);
    expect(lines).toContain('5 more, in kg list');
    expect(lines.slice(lines.indexOf('In no repository')).at(1)).toBe('● waiting · notes → checkpoint');
  });

  test('hostile names stay one harmless line', () => {
    const text = hostile.join('');
    const row = worktree(text, {
      sessions: [session({ task: text, name: text, waitingFor: text, status: 'waiting' })],
    });
    const { lines, menu } = modelOf(survey([project([row])]));
    expect([...lines, ...told(menu)].join('').match(/[\p{Cc}\u202E]/gu)).toBeNull();
  });
});

describe('the icon', () => {
  /** The middle sixteen rows of the alpha channel: `#` where it is opaque. */
  const shapeOf = (state: (typeof states)[number], badge: number) => {
    const { size, argb } = drawIcon({ state, badge, size: 16 });
    const rows = Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (__, x) => {
        const [alpha = 0, ...colour] = argb.subarray((y * size + x) * 4, (y * size + x) * 4 + 4);
        if (alpha < 128) return '.';
        return colour.every((part) => part === 0) || colour.every((part) => part === 255) ? 'o' : '#';
      }).join(''),
    );
    return rows.join('\n');
  };

  test('tells states apart by shape alone', () => {
    const shapes = states.map((state) => shapeOf(state, 0).replaceAll('o', '#'));
    expect(new Set(shapes).size).toBe(states.length);
  });

  test('carries the number', () => {
    expect(`\n${shapeOf('waiting', 3)}\n`).toMatchInlineSnapshot(`
      "
      ..############..
      .##############.
      ################
      ################
      #######ooo######
      #########o######
      ########oo######
      #########o######
      #######ooo######
      ################
      ################
      .##############.
      ..############..
      ..###...........
      ..##............
      ................
      "
    `);
    expect(shapeOf('crashed', 12)).not.toBe(shapeOf('crashed', 1));
    expect(shapeOf('crashed', 12)).toBe(shapeOf('crashed', 99));
  });
});

describe('the menu on the bus', () => {
  test('an entry keeps its number when others come, and no number is given twice', () => {
    const numbers = openNumbers();
    const ids = (node: LayoutNode): readonly (readonly [number, string])[] => [
      ...(node.item === null ? [] : [[node.id, node.item.id] as const]),
      ...node.nodes.flatMap(ids),
    ];
    const before = ids(layoutOf(modelOf().menu, numbers));
    const fewer = ids(layoutOf(modelOf(survey([project([cart])])).menu, numbers));
    const again = ids(layoutOf(modelOf().menu, numbers));
    expect(again).toEqual(before);
    expect(fewer.every(([number, id]) => numbers.idOf(number) === id)).toBe(true);
    expect(new Set(before.map(([number]) => number)).size).toBe(before.length);
  });

  test('properties: underscores are no keys to press, text takes no click', () => {
    const node = (item: MenuItem, nodes: readonly LayoutNode[] = []): LayoutNode => ({ id: 1, item, nodes });
    expect(nodeProperties(node({ id: 'a', label: 'fix_it' }))).toEqual({
      label: ['s', 'fix__it'],
      enabled: ['b', false],
    });
    expect(nodeProperties(node({ id: 'a', label: '', separator: true }))).toEqual({ type: ['s', 'separator'] });
    expect(nodeProperties(node({ id: 'a', label: 'Mute', checked: true, click: { do: 'silence' } }))).toEqual({
      label: ['s', 'Mute'],
      'toggle-type': ['s', 'checkmark'],
      'toggle-state': ['i', 1],
    });
  });
});

describe('jumping to a terminal', () => {
  const panes = parsePanes('/dev/pts/3 $0 @1 %2\nrubbish\n/dev/pts/4 $1 @5 %6 more\n');
  const asked = { home: { tty: '/dev/pts/3', tmux: null }, panes, configured: [], path: '/code/a b', pid: 7 };

  test('a pane of tmux is selected by its ids, on the server that the process is in', () => {
    expect(panes).toEqual([{ tty: '/dev/pts/3', session: '$0', window: '@1', pane: '%2' }]);
    expect(planJump({ ...asked, home: { tty: '/dev/pts/3', tmux: '/tmp/own' } }).run).toEqual([
      ['tmux', '-S', '/tmp/own', 'select-window', '-t', '@1'],
      ['tmux', '-S', '/tmp/own', 'select-pane', '-t', '%2'],
      ['tmux', '-S', '/tmp/own', 'switch-client', '-t', '$0'],
    ]);
  });

  test('elsewhere the configured program is, with each value in one argument; without one it says why not', () => {
    const elsewhere = { ...asked, home: { tty: '/dev/pts/9', tmux: null } };
    const configured = ['jump', '--tty={tty}', '{path}', '{pid}', '{other}'];
    expect(planJump({ ...elsewhere, configured }).run).toEqual([
      ['jump', '--tty=/dev/pts/9', '/code/a b', '7', '{other}'],
    ]);
    expect(planJump(elsewhere)).toEqual({
      run: [],
      why: 'The session is process 7 on /dev/pts/9, in no pane of tmux; tray.jump in the config can name a program',
    });
  });

  test('the terminal of a process is read from its device number', () => {
    const stat = (number: number) => `7 (a) b) c) S 1 7 7 ${number} 7`;
    expect([34819, 1025, 0, 35072, 5].map((number) => ttyOf(stat(number)))).toEqual([
      '/dev/pts/3',
      '/dev/tty1',
      null,
      '/dev/pts/256',
      null,
    ]);
  });

  test('a value that looks like a placeholder is not filled in again', () => {
    expect(fill(['{path}'], { path: '{pid}', pid: '7' })).toEqual(['{pid}']);
  });
});

test('a page holds text only, however hostile', () => {
  const text = `<script>alert(1)</script>" onload='x' &amp; ${hostile.join('')}`;
  const html = pageHtml({
    title: text,
    subtitle: text,
    parts: [
      { heading: text, items: [text] },
      { heading: '', text },
    ],
  });
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(html.match(/<(?!\/?(?:html|head|meta|title|style|body|h1|h2|p|ul|li|pre)\b|!doctype)/gu)).toBeNull();
  expect(html.match(/<script|\son\w+="|\u202E/gu)).toBeNull();
  expect(html).not.toContain('\u001B');
  expect(pageHtml({ title: 'a<b', subtitle: '', parts: [{ heading: 'H', items: ['x & y'] }] })).toContain(
    '<li>x &amp; y</li>',
  );
});

test('a worktree in no state to be opened offers neither that nor a checkpoint', () => {
  const lines = told(modelOf(survey([project([mainWorktree({ sessions: [session({ pid: 3 })] })])])).menu);
  expect(lines.filter((one) => one.startsWith('    '))).toEqual([
    '    Open last checkpoint → checkpoint',
    '    Jump to its terminal → jump',
    '    Copy resume command → resume',
    '    Open worktree → open',
    '    Checkpoint now → save',
    '    Mute [ ] → mute',
  ]);
});
