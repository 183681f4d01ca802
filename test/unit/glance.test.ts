import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { glance, type Glance } from '../../src/glance.ts';
import { glanceLine } from '../../src/glance-line.ts';
import { glanceFormats, renderBar, type GlanceFormat } from '../../src/render/glance-bars.ts';
import { renderGlance } from '../../src/render/glance.ts';
import { hostile } from '../helpers/hostile.ts';
import { auth, cart, minutesAgo, now, project, session, survey, worktree } from '../helpers/shop.ts';

const kg = { node: '/usr/bin/node', self: '/opt/kg/bin/run.js' };
const bar = (format: GlanceFormat, of: Glance) => renderBar(format, of, { now, kg });

const busy = glance({
  ...survey([
    project([
      { ...auth, overlap: { level: 'conflict', with: [cart.path] } },
      { ...cart, overlap: { level: 'conflict', with: [auth.path] } },
      worktree('docs/readme', { sessions: [session({ id: 'i', status: 'idle', since: minutesAgo(200) })] }),
      worktree('old', { sessions: [session({ id: 'f', status: 'finished' })] }),
    ]),
  ]),
  takenAt: now.toISOString(),
});
const nothing = glance({ ...survey([project([worktree('docs/readme')])]), takenAt: now.toISOString() });

describe('what a glance keeps of a survey', () => {
  test('a session counts once, however many worktrees it is in, and finished ones are not listed', () => {
    const both = session({ id: '1', status: 'active' });
    const taken = survey([
      project([
        worktree('a', { sessions: [both, session({ id: '2', status: 'waiting' })] }),
        worktree('b', { sessions: [both, session({ id: '3', status: 'finished' })] }),
      ]),
    ]);
    const { counts, sessions, needs, project: name } = glance(taken);
    expect(name).toBe('shop');
    expect(counts).toEqual({ active: 1, waiting: 1, finished: 1 });
    expect(needs).toBe(1);
    expect(sessions.map(({ status }) => status)).toEqual(['waiting', 'active']);
  });

  test('of very many sessions the first, and how many more there are', () => {
    const many = Array.from({ length: 45 }, (_, index) => session({ id: String(index) }));
    const { sessions, more } = glance(survey([project([worktree('a', { sessions: many })])]));
    expect([sessions.length, more]).toEqual([40, 5]);
  });
});

test('the line says what needs a person and what runs, and its age when it is old', () => {
  const at = (takenAt: string) => renderGlance({ ...busy, takenAt }, now);
  expect(at(minutesAgo(0.5))).toMatchInlineSnapshot(`"1 waiting 9m · 1 active · 1 idle · 1 conflict"`);
  expect(at(minutesAgo(9))).toMatchInlineSnapshot(`"1 waiting 9m · 1 active · 1 idle · 1 conflict (9m ago)"`);
  expect(at(minutesAgo(200))).toMatchInlineSnapshot(`"1 waiting 9m · 1 active · 1 idle · 1 conflict (3h ago)"`);
  expect(renderGlance(nothing, now)).toMatchInlineSnapshot(`"no sessions"`);
});

test('the line in a file names the time at which it was so', () => {
  expect(glanceLine(busy)).toMatchInlineSnapshot(`"1 waiting since 11:51, 1 active, 1 idle, 1 conflict (12:00 UTC)"`);
  expect(glanceLine(nothing)).toMatchInlineSnapshot(`"no sessions (12:00 UTC)"`);
});

describe('the notation of', () => {
  test('tmux', () => {
    expect(bar('tmux', busy)).toMatchInlineSnapshot(
      `"#[fg=#e69f00]1 waiting 9m#[default] · #[fg=#56b4e9]1 active#[default] · #[fg=#999999]1 idle#[default] · #[fg=#cc79a7]1 conflict#[default]"`,
    );
  });

  test('Starship, which shows a module only when it prints', () => {
    expect([bar('starship', busy), bar('starship', nothing)]).toMatchInlineSnapshot(`
      [
        "1 waiting 9m · 1 active · 1 idle · 1 conflict",
        "",
      ]
    `);
  });

  test('Claude Code’s status line', () => {
    expect(JSON.stringify(bar('claude', busy))).toMatchInlineSnapshot(
      `""\\u001b[33m1 waiting 9m\\u001b[0m · \\u001b[36m1 active\\u001b[0m · \\u001b[2m1 idle\\u001b[0m · \\u001b[35m1 conflict\\u001b[0m""`,
    );
  });

  test('Waybar', () => {
    expect(JSON.parse(bar('waybar', busy))).toMatchInlineSnapshot(`
      {
        "alt": "waiting",
        "class": "waiting",
        "text": "1 waiting 9m · 1 active · 1 idle · 1 conflict",
        "tooltip": "waiting 9m permission prompt  Rework the cart so prices are kept in cents · feature/cart · conflict
      active 2m  Add OAuth login and session refresh · feature/auth · conflict
      idle 3h  docs/readme",
      }
    `);
    expect(JSON.parse(bar('waybar', nothing))).toMatchInlineSnapshot(`
      {
        "alt": "none",
        "class": "none",
        "text": "no sessions",
        "tooltip": "",
      }
    `);
  });

  test('Polybar', () => {
    expect(bar('polybar', busy)).toMatchInlineSnapshot(
      `"%{F#e69f00}1 waiting 9m%{F-} · %{F#56b4e9}1 active%{F-} · %{F#999999}1 idle%{F-} · %{F#cc79a7}1 conflict%{F-}"`,
    );
  });

  test('i3blocks', () => {
    expect(bar('i3blocks', busy)).toMatchInlineSnapshot(`
      "1 waiting 9m · 1 active · 1 idle · 1 conflict
      1 waiting 9m
      #e69f00"
    `);
    expect(bar('i3blocks', nothing)).toMatchInlineSnapshot(`
      "no sessions
      "
    `);
  });

  test('xbar', () => {
    expect(bar('xbar', busy)).toMatchInlineSnapshot(`
      "1 waiting 9m · 1 active · 1 idle · 1 conflict | color=#e69f00
      ---
      shop | size=11
      waiting 9m permission prompt  Rework the cart so prices are kept in cents · feature/cart · conflict | shell="/usr/bin/node" param1="/opt/kg/bin/run.js" param2="show" param3="-C" param4="/home/ada/code/shop.cart" terminal=true
      active 2m  Add OAuth login and session refresh · feature/auth · conflict | shell="/usr/bin/node" param1="/opt/kg/bin/run.js" param2="show" param3="-C" param4="/home/ada/code/shop.auth" terminal=true
      idle 3h  docs/readme | shell="/usr/bin/node" param1="/opt/kg/bin/run.js" param2="show" param3="-C" param4="/home/ada/code/shop.readme" terminal=true
      ---
      Refresh | refresh=true"
    `);
  });

  test('SwiftBar, which has another word for the program', () => {
    expect(bar('swiftbar', busy)).toBe(bar('xbar', busy).replaceAll(' shell=', ' bash='));
  });

  test('Argos, which takes program and arguments as one word', () => {
    expect(bar('argos', busy)).toMatchInlineSnapshot(`
      "1 waiting 9m · 1 active · 1 idle · 1 conflict | color=#e69f00
      ---
      shop | size=11
      waiting 9m permission prompt  Rework the cart so prices are kept in cents · feature/cart · conflict | bash="/usr/bin/node /opt/kg/bin/run.js show -C /home/ada/code/shop.cart" terminal=true
      active 2m  Add OAuth login and session refresh · feature/auth · conflict | bash="/usr/bin/node /opt/kg/bin/run.js show -C /home/ada/code/shop.auth" terminal=true
      idle 3h  docs/readme | bash="/usr/bin/node /opt/kg/bin/run.js show -C /home/ada/code/shop.readme" terminal=true
      ---
      Refresh | refresh=true"
    `);
  });
});

test.each(glanceFormats)(
  '%s: names from transcripts and branches can neither break out of it nor end a line',
  (format) => {
    const evil = `${hostile.join('')}|color=red #[bg=red] %{A1:rm:} <b>&"'\\ $(rm)`;
    const one = session({ id: '1', status: 'waiting', task: evil, waitingFor: evil, since: minutesAgo(9) });
    const taken = survey([{ ...project([worktree(evil, { path: `/${evil}`, sessions: [one] })]), root: `/${evil}` }]);
    const out = bar(format, { ...glance(taken), takenAt: now.toISOString() });
    // The status line of Claude Code is inked, as it should be.
    expect(stripVTControlCharacters(out).replaceAll('\n', '')).not.toMatch(/\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
    const lines: Readonly<Partial<Record<GlanceFormat, number>>> = { i3blocks: 3, xbar: 6, swiftbar: 6, argos: 6 };
    expect(out.split('\n').length).toBe(lines[format] ?? 1);
    const bars = out.split('\n').map((line) => line.split(' | ').length);
    expect(Math.max(...bars)).toBeLessThanOrEqual(2);
  },
);

test('Waybar gets no markup that it did not ask for', () => {
  const one = session({ status: 'waiting', task: '<b>&amp; <span>', since: minutesAgo(9) });
  const { tooltip } = JSON.parse(bar('waybar', glance(survey([project([worktree('a', { sessions: [one] })])]))));
  expect(tooltip).toBe('waiting 9m  &lt;b&gt;&amp;amp; &lt;span&gt; · a');
});
