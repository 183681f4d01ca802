import { describe, expect, test } from 'vitest';
import { renderElsewhere } from '../../src/render/elsewhere.ts';
import { renderShow } from '../../src/render/show/show.ts';
import type { Shown } from '../../src/show.ts';
import type { Style } from '../../src/render/style.ts';
import type { FileChange } from '../../src/worktrees/file-change.ts';
import { sinceWithEverything } from '../helpers/checkpoint.ts';
import { hostile } from '../helpers/hostile.ts';
import {
  conflict,
  everything as pairsWithEverything,
  file as shared,
  pair,
  picture as pictureOf,
} from '../helpers/overlap-picture.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { auth, cart, home, minutesAgo, missing, now, session, survey, worktree } from '../helpers/shop.ts';

function file(path: string, fields: Partial<FileChange> = {}): FileChange {
  const nowhere = { committed: false, staged: false, unstaged: false, untracked: false };
  return { path, change: 'modified', added: 1, deleted: 0, ...nowhere, ...fields };
}

const shownAuth: Shown = {
  worktree: {
    ...auth,
    operation: 'rebase',
    locked: 'while the demo runs',
    files: [
      file('src/user.ts', { added: 80, deleted: 12, committed: true, unstaged: true }),
      file('src/oauth.ts', { change: 'added', added: 40, untracked: true }),
      file('src/session.ts', { change: 'renamed', from: 'src/login.ts', added: 0, deleted: 2, staged: true }),
      file('assets/logo.png', { added: null, deleted: null, committed: true }),
    ],
    sessions: auth.sessions.map((one) => ({
      ...one,
      name: 'oauth',
      cwd: auth.path,
      originalCwd: `${home}/code/shop`,
      pid: 4546,
      transcript: `${home}/.claude/projects/-home-ada-code-shop-auth/${one.id}.jsonl`,
      evidence: [
        { source: 'registry', says: 'status busy' },
        { source: 'process', says: '4546 runs since the recorded start' },
      ],
    })),
    folded: 2,
  },
  trunk: 'main',
  commits: [
    { oid: 'aaaaaaa111', at: minutesAgo(20), author: 'Ada', subject: 'Add the OAuth callback' },
    { oid: 'bbbbbbb222', at: minutesAgo(200), author: 'Ada', subject: 'Add users' },
  ],
  since: null,
  overlaps: pictureOf([pair(auth, cart, [conflict('src/session.ts'), shared('src/user.ts')])], {
    overlaps: { trunk: [pair(auth, 'main', [conflict('src/oauth.ts')])] },
  }),
  resume: new Map([
    [auth.sessions[0]?.id ?? '', `cd ~/code/shop.auth && claude --resume ${auth.sessions[0]?.id ?? ''}`],
  ]),
  problems: [],
};

function show(shown: Shown, style: Style): string {
  const { lines, notes } = renderShow({ shown, style, now, home });
  return page([...lines, ...notes]);
}

describe('one worktree', () => {
  test('on 80 columns', () => {
    expect(show(shownAuth, terminal(80))).toMatchInlineSnapshot(`
      "
      feature/auth  current
        path       ~/code/shop.auth
        head       4f2a9c01d5e6
        operation  rebasing, to be continued or aborted
        locked     while the demo runs
        trunk      2 ahead of main
        forked     at 0c1d2e3f4051

      ● active 2m
        task         oauth: Add OAuth login and session refresh
        last action  Edit src/user.ts
        last active  2m ago
        directory    ~/code/shop.auth
        came from    ~/code/shop
        session      11111111-2222-4333-8444-555555555555, process 4546
        transcript   ~/.claude/projects/-home-ada-code-shop-auth/11111111-2222-4333-8444-555555555555.jsonl
        evidence     registry: status busy
                     process: 4546 runs since the recorded start
      ↳ To get back in, run cd ~/code/shop.auth && claude --resume 11111111-2222-4333-8444-555555555555

      ○ 2 old finished sessions not shown

      Changes  7 files +120 -14, 3 uncommitted, 1 untracked
        modified  +80 -12  src/user.ts                    committed, unstaged
        added      +40 -0  src/oauth.ts                   untracked
        renamed     +0 -2  src/login.ts → src/session.ts  staged
        modified        ·  assets/logo.png                committed

      Overlaps  1 conflict, conflict with the trunk
        ✗ conflict  feature/cart  src/session.ts (40–58), +1
        ✗ conflict  main          src/oauth.ts (40–58)
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff

      Commits  2
        aaaaaaa  20m  Add the OAuth callback  Ada
        bbbbbbb   3h  Add users               Ada
      "
    `);
  });

  test('with ink', () => {
    expect(show(shownAuth, inked(120))).toMatchInlineSnapshot(`
      "
      {heading feature/auth}{dim   current}
        {dim path       }~/code/shop.auth
        {dim head       }4f2a9c01d5e6
        {dim operation  }rebasing, to be continued or aborted
        {dim locked     }while the demo runs
        {dim trunk      }2 ahead of main
        {dim forked     }at 0c1d2e3f4051

      {active ● active} {dim 2m}
        {dim task         }oauth: Add OAuth login and session refresh
        {dim last action  }Edit src/user.ts
        {dim last active  }2m ago
        {dim directory    }~/code/shop.auth
        {dim came from    }~/code/shop
        {dim session      }11111111-2222-4333-8444-555555555555, process 4546
        {dim transcript   }~/.claude/projects/-home-ada-code-shop-auth/11111111-2222-4333-8444-555555555555.jsonl
        {dim evidence     }registry: status busy
        {dim              }process: 4546 runs since the recorded start
      {dim ↳} To get back in, run cd ~/code/shop.auth && claude --resume 11111111-2222-4333-8444-555555555555

      ○ 2 old finished sessions not shown

      {heading Changes}  7 files +120 -14, 3 uncommitted, 1 untracked
        modified  {added +80} {deleted -12}  src/user.ts                    {dim committed, unstaged}
        added      {added +40} {deleted -0}  src/oauth.ts                   {dim untracked}
        renamed     {added +0} {deleted -2}  src/login.ts → src/session.ts  {dim staged}
        modified        {dim ·}  assets/logo.png                {dim committed}

      {heading Overlaps}  1 conflict, conflict with the trunk
        {failure ✗}{failure  conflict}  {branch feature/cart}  src/session.ts (40–58), +1
        {failure ✗}{failure  conflict}  {branch main}          src/oauth.ts (40–58)
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff

      {heading Commits}  2
        {dim aaaaaaa}  {dim 20m}  Add the OAuth callback  {dim Ada}
        {dim bbbbbbb}   {dim 3h}  Add users               {dim Ada}
      "
    `);
  });

  test('as a pipe', () => {
    expect(show(shownAuth, pipe)).toMatchInlineSnapshot(`
      "
      feature/auth  current
        path       ~/code/shop.auth
        head       4f2a9c01d5e6
        operation  rebasing, to be continued or aborted
        locked     while the demo runs
        trunk      2 ahead of main
        forked     at 0c1d2e3f4051

      ● active 2m
        task         oauth: Add OAuth login and session refresh
        last action  Edit src/user.ts
        last active  2m ago
        directory    ~/code/shop.auth
        came from    ~/code/shop
        session      11111111-2222-4333-8444-555555555555, process 4546
        transcript   ~/.claude/projects/-home-ada-code-shop-auth/11111111-2222-4333-8444-555555555555.jsonl
        evidence     registry: status busy
                     process: 4546 runs since the recorded start
      ↳ To get back in, run cd ~/code/shop.auth && claude --resume 11111111-2222-4333-8444-555555555555

      ○ 2 old finished sessions not shown

      Changes  7 files +120 -14, 3 uncommitted, 1 untracked
      modified	+80 -12	src/user.ts	committed, unstaged
      added	+40 -0	src/oauth.ts	untracked
      renamed	+0 -2	src/login.ts → src/session.ts	staged
      modified	·	assets/logo.png	committed

      Overlaps  1 conflict, conflict with the trunk
      ✗ conflict	feature/cart	src/session.ts (40–58), +1
      ✗ conflict	main	src/oauth.ts (40–58)
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff

      Commits  2
      aaaaaaa	2026-11-22T11:40:00.000Z	Add the OAuth callback	Ada
      bbbbbbb	2026-11-22T08:40:00.000Z	Add users	Ada
      "
    `);
  });

  test('that is clean, level and without sessions', () => {
    const plain = {
      worktree: worktree('docs/readme'),
      trunk: 'main',
      commits: [],
      since: null,
      overlaps: null,
      resume: new Map(),
      problems: [],
    };
    expect(show(plain, terminal(80))).toMatchInlineSnapshot(`
      "
      docs/readme
        path       ~/code/shop.readme
        head       4f2a9c01d5e6
        trunk      level with main
        forked     at 0c1d2e3f4051

      Sessions  none

      Changes  none

      Overlaps  could not be looked for
      "
    `);
  });

  test('whose directory is missing', () => {
    const gone = { ...missing, files: null, forkPoint: null, prunable: 'gitdir file points to non-existent location' };
    expect(show({ ...shownAuth, worktree: gone, commits: null }, terminal(80))).toMatchInlineSnapshot(`
      "
      spike/search
        path       ~/code/shop.search
        state      directory missing
        prunable   git worktree prune would remove it: gitdir file points to non-existent location
        head       4f2a9c01d5e6

      Sessions  none
      "
    `);
  });

  test('that could not be read', () => {
    const unread = {
      state: 'unreadable' as const,
      head: null,
      changes: null,
      files: null,
      distance: null,
      forkPoint: null,
    };
    const problems = [
      { code: 'WORKTREE_UNREADABLE' as const, message: 'fatal: index file corrupt', worktree: auth.path },
    ];
    expect(show({ ...shownAuth, worktree: { ...auth, ...unread }, commits: null, problems }, terminal(80)))
      .toMatchInlineSnapshot(`
        "
        feature/auth  current
          path       ~/code/shop.auth
          state      could not be read
          head       ·

        ● active 2m
          task         Add OAuth login and session refresh
          last action  Edit src/user.ts
          last active  2m ago
          session      11111111-2222-4333-8444-555555555555
          transcript   none
        ↳ To get back in, run cd ~/code/shop.auth && claude --resume 11111111-2222-4333-8444-555555555555

        Changes  could not be read

        Overlaps  1 conflict, conflict with the trunk
          ✗ conflict  feature/cart  src/session.ts (40–58), +1
          ✗ conflict  main          src/oauth.ts (40–58)
        ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
        ▲ fatal: index file corrupt
        "
      `);
  });

  test('with more files than a screen holds lists the first, and all of them in a pipe', () => {
    const many = { ...auth, files: Array.from({ length: 100 }, (_, index) => file(`src/${index}.ts`)) };
    const lines = renderShow({ shown: { ...shownAuth, worktree: many }, style: terminal(80), now, home }).lines;
    expect(lines.filter((line) => line.includes('more files'))).toMatchInlineSnapshot(`
      [
        "  … and 60 more files: kg show --json lists all of them",
      ]
    `);
    const piped = renderShow({ shown: { ...shownAuth, worktree: many }, style: pipe, now, home }).lines;
    expect(piped.filter((line) => line.includes('src/'))).toHaveLength(100 + 3);
  });

  test('hostile text stays on its line and does nothing', () => {
    const evil = `x${hostile.join('')}y`;
    const one = session({
      id: evil,
      name: evil,
      task: evil,
      cwd: evil,
      originalCwd: evil,
      lastAction: evil,
      waitingFor: evil,
      transcript: evil,
      evidence: [{ source: 'job', says: evil }],
    });
    const shown: Shown = {
      worktree: {
        ...auth,
        path: evil,
        branch: evil,
        locked: evil,
        prunable: evil,
        sessions: [one],
        files: [file(evil, { from: evil })],
      },
      trunk: evil,
      commits: [{ oid: 'aaaaaaa111', at: evil, author: evil, subject: evil }],
      since: sinceWithEverything(evil),
      overlaps: pairsWithEverything(evil),
      resume: new Map([[evil, evil]]),
      problems: [{ code: 'TRANSCRIPT_UNREADABLE', message: evil }],
    };
    for (const style of [terminal(80), pipe]) {
      const { lines, notes } = renderShow({ shown, style, now, home });
      expect([...lines, ...notes].join('').replaceAll('\t', '')).not.toMatch(
        /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u,
      );
    }
  });
});

describe('sessions elsewhere', () => {
  const elsewhere = [
    {
      cwd: `${home}/notes`,
      gone: false,
      sessions: [
        session({ status: 'idle', since: minutesAgo(30), task: 'Plan the week' }),
        session({ status: 'unknown' }),
      ],
    },
    {
      cwd: `${home}/code/old`,
      gone: true,
      sessions: [session({ status: 'finished', since: minutesAgo(4000), lastAction: 'Edit notes.md' })],
    },
    { cwd: null, gone: false, sessions: [session({ status: 'crashed' })] },
  ];
  const list = (style: Style, places = elsewhere): string => {
    const { lines, notes } = renderElsewhere({ survey: survey([], { elsewhere: places }), style, now, home });
    return page([...lines, ...notes]);
  };

  test('are listed by directory', () => {
    expect(list(terminal(80))).toMatchInlineSnapshot(`
      "
      Directory              Session        Last action    Task
      ~/notes                ○ idle 30m                    Plan the week
                             ? unknown
      ~/code/old (gone)      ○ finished 2d  Edit notes.md
      (directory not known)  ✗ crashed

      ○ 4 sessions in 3 directories outside of the projects
      "
    `);
    expect(list(pipe)).toMatchInlineSnapshot(`
      "
      Directory	Session	Last action	Task
      ~/notes	○ idle 30m		Plan the week
      ~/notes	? unknown		
      ~/code/old (gone)	○ finished 2d	Edit notes.md	
      (directory not known)	✗ crashed		
      "
    `);
  });

  test('none', () => {
    expect(list(terminal(80), [])).toMatchInlineSnapshot(`
      "
      ○ No session outside of the projects
      "
    `);
  });
});
