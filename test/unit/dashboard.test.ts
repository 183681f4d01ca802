import { describe, expect, test } from 'vitest';
import { emptyModel, type Action, type Model, type Page } from '../../src/dashboard/model.ts';
import { readPresses } from '../../src/dashboard/presses.ts';
import { update, type Event } from '../../src/dashboard/update.ts';
import { view } from '../../src/dashboard/view.ts';
import { hostile } from '../helpers/hostile.ts';
import { inked, page as text, terminal } from '../helpers/ink.ts';
import { auth, cart, home, missing, now, project, session, survey, worktree } from '../helpers/shop.ts';

const readme = worktree('docs/readme');
const three = survey([project([auth, cart, readme])]);

/** Plays what happens, one after the other; a text is what the person types. */
function play(...events: readonly (Event | string)[]): { readonly model: Model; readonly actions: readonly Action[] } {
  let model = emptyModel('project', 12);
  let actions: readonly Action[] = [];
  const happen = (event: Event) => ({ model, actions } = update(model, event));
  for (const event of events) {
    if (typeof event !== 'string') happen(event);
    else for (const press of readPresses(event)) happen({ is: 'press', press, clicked: null });
  }
  return { model, actions };
}

const taken: Event = { is: 'survey', survey: three };
const down = '\u001B[B';

function shown(model: Model, columns = 80): string {
  return text(view(model, { style: terminal(columns), now, home }).lines);
}

const opened = (fields: Partial<Page> = {}): Event => ({
  is: 'page',
  page: {
    title: 'kg show feature/auth',
    path: auth.path,
    body: () => Array.from({ length: 30 }, (_, index) => `line ${index + 1}`),
    files: null,
    chosen: 0,
    under: null,
    top: 0,
    ...fields,
  },
});

describe('keys', () => {
  test('as terminals send them, several in one piece, and what is not known is left out', () => {
    expect(
      readPresses('j\u001B[A\u001BOB\u001B[5~\r\u001B[<0;3;7M\u001B[<0;3;7m\u001B[<65;1;1Mq\u0003\u0001\u001B'),
    ).toEqual([
      { key: 'j' },
      { key: 'up' },
      { key: 'down' },
      { key: 'page up' },
      { key: 'enter' },
      { click: 6 },
      { wheel: 1 },
      { key: 'q' },
      { key: 'ctrl-c' },
      { key: 'escape' },
    ]);
  });

  test.each([
    ['q', { do: 'quit' }],
    ['\u0003', { do: 'quit' }],
    ['\u001A', { do: 'suspend' }],
    ['\r', { do: 'show', path: auth.path }],
    [`${down}o`, { do: 'overlap', path: cart.path }],
    ['jjw', { do: 'files', path: readme.path }],
    ['Gc', { do: 'checkpoint', path: readme.path }],
    ['Ggr', { do: 'copy', path: auth.path }],
    ['a', { do: 'survey', scope: 'all' }],
  ])('%j', (keys, action) => {
    expect(play(taken, keys).actions).toEqual([action]);
  });

  test('without a worktree nothing is asked of one', () => {
    expect(play({ is: 'survey', survey: survey([]) }, 'oc\r').actions).toEqual([]);
    expect(play('o').actions).toEqual([]);
  });
});

test('what is read for another scope is said until it is there, and then the way back', () => {
  const { model } = play(taken, 'a');
  expect(shown(model)).toContain('Reading every project…');
  expect(shown(play(taken, 'a', taken).model)).toContain('  a project  ');
  // A word about something else outlasts a survey.
  const said: Event = { is: 'notice', text: 'Copied: claude --resume x' };
  expect(shown(play(taken, said, taken).model)).toContain('Copied: claude --resume x');
});

test('the help scrolls on a short terminal, and any other key ends it', () => {
  const { model } = play(taken, '?jj');
  expect(shown({ ...model, height: 6 }, 60)).toMatchInlineSnapshot(`
    "
      ↑ ↓  j k       one row            PgUp PgDn  one screen
      Home End  g G  first, last row

      Enter   all about the worktree: checkpoint, sessions, cha…
      o       where it collides, with both sides
    ↑↓ scroll  any other key goes back
    "
  `);
  expect(play(taken, '?jjx').model.help).toBeNull();
  const tall = emptyModel('project', 40);
  expect(update({ ...tall, help: 0 }, { is: 'press', press: { key: 'j' }, clicked: null }).model.help).toBeNull();
});

describe('the cursor', () => {
  test('stays on its worktree when rows come and go, and goes to the first when its own is gone', () => {
    const other = survey([project([worktree('new'), cart, auth])]);
    expect(play(taken, down, { is: 'survey', survey: other }).model.selected).toBe(cart.path);
    expect(play(taken, 'G', { is: 'survey', survey: other }).model.selected).toBe(auth.path);
  });

  test('rows keep their places, and new ones come last', () => {
    const other = survey([project([worktree('new'), cart, auth])]);
    const branches = play(taken, { is: 'survey', survey: other }).model.survey?.projects[0]?.worktrees;
    expect(branches?.map(({ branch }) => branch)).toEqual(['feature/auth', 'feature/cart', 'new']);
  });

  test('is kept on the screen of a short terminal', () => {
    const many = survey([project(Array.from({ length: 30 }, (_, index) => worktree(`b/${index}`)))]);
    const { model } = play({ is: 'survey', survey: many }, 'G');
    expect(shown(model)).toMatchInlineSnapshot(`
      "
          Branch  Session  Changes  main  Last action  Task
          b/22    –
          b/23    –
          b/24    –
          b/25    –
          b/26    –
          b/27    –
          b/28    –
      >   b/29    –                                                                   

      ○ 30 worktrees, no sessions
      ↵ show  o overlap  w who  c save  r resume  / filter  a all  ? help  q quit
      "
    `);
  });

  test('a click chooses, and a second one opens', () => {
    const click: Event = { is: 'press', press: { click: 2 }, clicked: cart.path };
    expect(play(taken, click).model.selected).toBe(cart.path);
    expect(play(taken, click, click).actions).toEqual([{ do: 'show', path: cart.path }]);
  });
});

describe('the filter', () => {
  test('narrows as it is typed, and Enter keeps it', () => {
    const { model } = play(taken, '/caRT');
    expect(shown(model)).toMatchInlineSnapshot(`
      "
          Branch        Session       Changes  main   Task
      >   feature/cart  ● waiting 9m  +88 -31  ↑1 ↓3  Rework the cart so prices are k…








      ○ 1 worktree, 1 session, 1 waiting for an answer (hidden: Last action)
      /caRT▏
      "
    `);
    const kept = play(taken, '/cart\r').model;
    expect(shown(kept)).toMatchInlineSnapshot(`
      "
          Branch        Session       Changes  main   Task
      >   feature/cart  ● waiting 9m  +88 -31  ↑1 ↓3  Rework the cart so prices are k…








      ○ 1 worktree, 1 session, 1 waiting for an answer (hidden: Last action)
      filter cart (Esc clears)  ↵ show  o overlap  w who  c save  ? help  q quit
      "
    `);
  });

  test('q is a letter in it, and Escape takes it away', () => {
    const { model, actions } = play(taken, '/qu');
    expect([model.filter, actions]).toEqual(['qu', []]);
    expect(play(taken, '/qu\u007F\u007F\u007Fcart\r', '\u001B').model).toMatchObject({ filter: '', filtering: false });
    expect(shown(model)).toMatchInlineSnapshot(`
      "

      ○ Nothing fits the filter









      /qu▏
      "
    `);
  });
});

describe('a page', () => {
  test('is scrolled, stops at its end, and goes back', () => {
    const { model } = play(taken, opened(), 'G');
    expect(shown(model)).toMatchInlineSnapshot(`
      "
      kg show feature/auth  22–30 of 30

      line 22
      line 23
      line 24
      line 25
      line 26
      line 27
      line 28
      line 29
      line 30
      ↑↓ scroll  Esc back  s show  o overlap  w who  c save  r resume
      "
    `);
    expect(play(taken, opened(), '\u001B').model.page).toBeNull();
    expect(play(taken, opened(), 'q').actions).toEqual([]);
  });

  test('has its name cut where the terminal is narrow, not the place in it', () => {
    const { model } = play(taken, opened({ title: 'kg overlap feature/auth --diff' }), 'G');
    expect(shown({ ...model, height: 5 }, 34)).toMatchInlineSnapshot(`
      "
      kg overlap feature/a…  29–30 of 30

      line 29
      line 30
      ↑↓ scroll  Esc back  s show
      "
    `);
  });

  test('of files asks who touched the chosen one, and comes back to them', () => {
    const files = opened({ title: 'files', files: ['a.ts', 'b.ts'], body: () => ['a.ts', 'b.ts'] });
    expect(play(taken, files, `${down}\r`).actions).toEqual([{ do: 'who', path: auth.path, file: 'b.ts' }]);
    const { model } = play(taken, files, down, opened({ title: 'kg who b.ts' }), '\u001B');
    expect(shown(model)).toMatchInlineSnapshot(`
      "
      files

        a.ts
      > b.ts                                                                          







      ↑↓ choose  ↵ who touched it  Esc back  s show  o overlap  c save  r resume
      "
    `);
  });
});

describe('the screen', () => {
  test('fills the terminal exactly, at any size', () => {
    const models = [play(taken), play(), play(taken, '?'), play(taken, opened()), play(taken, '/x')].map(
      ({ model }) => model,
    );
    for (const columns of [20, 40, 80, 200]) {
      for (const height of [3, 5, 24, 60]) {
        for (const model of models) {
          const { lines } = view({ ...model, height }, { style: terminal(columns), now, home });
          expect(lines).toHaveLength(height);
        }
      }
    }
  });

  test('shows the chosen row in reverse and by a sign, on a dark and a light terminal alike', () => {
    expect(text(view(play(taken).model, { style: inked(80), now, home }).lines.slice(0, 3))).toMatchInlineSnapshot(`
      "
          {heading Branch}        {heading Session}        {heading Changes}  {heading main}   {heading Task}
      {selected > @ {branch feature/auth}  {active ● active}{dim  2m}   {added +120} {deleted -…}
          feature/cart  {waiting ● waiting}{dim  9m}  {added  +88} {deleted -31}  ↑1 ↓3  Rework the cart so prices are …
      "
    `);
  });

  test('shows the table as it was until the first survey is there, and says how old it is', () => {
    const lines = ['  Branch        Session', '@ feature/auth  ● active 2m', '  feature/c\u009Bart  ● waiting 9m'];
    const past = { takenAt: '2026-11-22T11:48:00.000Z', lines };
    const model = { ...emptyModel('project', 8), past };
    expect(shown(model)).toMatchInlineSnapshot(`
      "
          Branch        Session
        @ feature/auth  ● active 2m
          feature/c\\u{9b}art  ● waiting 9m



      ○ As of 12m ago; reading worktrees and sessions…
      ↵ show  o overlap  w who  c save  r resume  / filter  a all  ? help  q quit
      "
    `);
    expect(shown({ ...model, height: 4 }, 30)).toMatchInlineSnapshot(`
      "
          Branch        Session
        @ feature/auth  ● active 2m
      ○ As of 12m ago; reading work…
      ↵ show  ? help  q quit
      "
    `);
    // What was shown is no choice: nothing is done to a row before it was seen again.
    expect(update(model, { is: 'press', press: { key: 'c' }, clicked: null }).actions).toEqual([]);
    expect(shown({ ...emptyModel('project', 5), past: null })).toMatchInlineSnapshot(`
      "
      ○ Reading worktrees and sessions…



      ↵ show  o overlap  w who  c save  r resume  / filter  a all  ? help  q quit
      "
    `);
  });

  test('says what could not be read, and keeps the last picture', () => {
    const { model } = play(taken, { is: 'trouble', lines: ['✗ git is gone'] });
    expect(shown(model)).toContain('git is gone');
    expect(shown(model)).toContain('feature/cart');
  });

  test('sends nothing of a transcript or a branch to the terminal that could act on it', () => {
    const evil = hostile.join('');
    const bad = worktree(evil, { path: `/${evil}`, sessions: [session({ task: evil, name: evil, lastAction: evil })] });
    const { model } = play({ is: 'survey', survey: survey([project([bad, missing])]) }, `/${evil}`, '\r');
    for (const one of [model, { ...model, filter: '', notice: evil }]) {
      const { lines } = view(one, { style: terminal(80), now, home });
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
    }
  });
});
