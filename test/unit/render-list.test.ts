import { describe, expect, test } from 'vitest';
import { renderList } from '../../src/render/list/list.ts';
import type { Style } from '../../src/render/style.ts';
import { widthOf } from '../../src/render/text.ts';
import type { Survey } from '../../src/survey/surveyed.ts';
import { hostile } from '../helpers/hostile.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import {
  auth,
  cart,
  home,
  mainWorktree,
  minutesAgo,
  missing,
  now,
  project,
  session,
  shop,
  survey,
  worktree,
} from '../helpers/shop.ts';

/** What a person sees: the answer, then what is said about it. */
function list(picture: Survey, style: Style): string {
  const { lines, notes } = renderList({ survey: picture, style, now, home, finishedAfter: '24h' });
  return page([...lines, ...notes]);
}

describe('the shop', () => {
  test('on 80 columns', () => {
    expect(list(shop, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch             Session        Changes  main   Task
      @ feature/auth       ● active 2m   +120 -14  ↑2     Add OAuth login and session…
        feature/cart       ● waiting 9m   +88 -31  ↑1 ↓3  Rework the cart so prices a…
        fix/receipt-total  ○ idle 3h       +9  -4  ↑1 ↓3  Round receipt totals once
        docs/readme        –               +3  -3
        spike/search       directory missing
        main               –

      ○ 6 worktrees, 3 sessions, 1 waiting for an answer (hidden: Last action)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
  });

  test('on 120 columns', () => {
    expect(list(shop, terminal(120))).toMatchInlineSnapshot(`
      "
        Branch             Session                                  Changes  main   Last action          Task
      @ feature/auth       ● active 2m                     7 files +120 -14  ↑2     Edit src/user.ts     Add OAuth login and …
        feature/cart       ● waiting 9m permission prompt  5 files  +88 -31  ↑1 ↓3  Bash npm test        Rework the cart so p…
        fix/receipt-total  ○ idle 3h                       2 files   +9  -4  ↑1 ↓3  Read src/receipt.ts  Round receipt totals…
        docs/readme        –                                1 file   +3  -3
        spike/search       directory missing
        main               –

      ○ 6 worktrees, 3 sessions, 1 waiting for an answer
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
  });

  test('on 40 columns', () => {
    expect(list(shop, terminal(40))).toMatchInlineSnapshot(`
      "
        Branch             Session
      @ feature/auth       ● active 2m
        feature/cart       ● waiting 9m
        fix/receipt-total  ○ idle 3h
        docs/readme        –
        spike/search       directory missing
        main               –

      ○ 6 worktrees, 3 sessions, 1 waiting for an answer (hidden: Changes, main, Last action, Task)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
  });

  test('with ink', () => {
    expect(list(shop, inked(80))).toMatchInlineSnapshot(`
      "
        {heading Branch}             {heading Session}        {heading Changes}  {heading main}   {heading Task}
      @ {branch feature/auth}       {active ● active}{dim  2m}   {added +120} {deleted -14}  ↑2     Add OAuth login and session…
        feature/cart       {waiting ● waiting}{dim  9m}  {added  +88} {deleted -31}  ↑1 ↓3  Rework the cart so prices a…
        fix/receipt-total  {dim ○ idle}{dim  3h}     {added   +9} {deleted  -4}  ↑1 ↓3  Round receipt totals once
        docs/readme        {dim –}             {added   +3} {deleted  -3}
        {dim spike/search}       {dim directory missing}
        main               {dim –}

      {dim ○} {dim 6 worktrees, 3 sessions, 1 waiting for an answer (hidden: Last action)}
      {dim ↳} To see what is waited for, run kg show feature/cart
      "
    `);
  });

  test('as a pipe: all of it, by tabs, without a footer', () => {
    expect(list(shop, pipe)).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Check	Saved	Last action	Task	Path
      @	feature/auth	● active 2m	7 files +120 -14	↑2			Edit src/user.ts	Add OAuth login and session refresh	/home/ada/code/shop.auth
      	feature/cart	● waiting 9m permission prompt	5 files +88 -31	↑1 ↓3			Bash npm test	Rework the cart so prices are kept in cents	/home/ada/code/shop.cart
      	fix/receipt-total	○ idle 3h	2 files +9 -4	↑1 ↓3			Read src/receipt.ts	Round receipt totals once	/home/ada/code/shop.receipt-total
      	docs/readme	–	1 file +3 -3						/home/ada/code/shop.readme
      	spike/search	directory missing							/home/ada/code/shop.search
      	main	–							/home/ada/code/shop
      "
    `);
  });
});

describe('empty states', () => {
  test('one worktree without a session', () => {
    expect(list(survey([project([mainWorktree({ current: true })])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch  Session  Changes  main  Last action  Task
      @ main    –

      ○ 1 worktree, no sessions
      ↳ To start a second one, run git worktree add ~/code/shop.cart -b feature/cart
      "
    `);
  });

  test('a bare repository without worktrees', () => {
    const bare = mainWorktree({ branch: null, head: null, state: 'bare', changes: null, files: null, distance: null });
    expect(list(survey([project([bare])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch       Session  Changes  main  Last action  Task
        shop (bare)

      ○ No worktrees, no sessions
      "
    `);
  });

  test('no project at all', () => {
    expect(list(survey([]), terminal(80))).toMatchInlineSnapshot(`
      "
      ○ No project with a worktree or a session found
      "
    `);
  });
});

describe('sessions', () => {
  const minutes = { since: minutesAgo(5) };

  test('each status by word and sign, several in one worktree', () => {
    const sessions = [
      session({ ...minutes, status: 'waiting', waitingFor: 'input needed', name: 'cents', task: 'Rework the cart' }),
      session({ ...minutes, status: 'crashed', task: 'Move the price list', lastAction: 'Bash npm test' }),
      session({ ...minutes, status: 'active', kind: 'background', task: 'Watch the build' }),
      session({ ...minutes, status: 'idle', note: 'background shell running' }),
      session({ ...minutes, status: 'finished', kind: 'subagent', name: 'reviewer' }),
      session({ status: 'unknown' }),
    ];
    const picture = survey([project([worktree('feature/cart', { sessions }), mainWorktree({ current: true })])]);
    expect(list(picture, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session        Changes  main  Task
        feature/cart  ● waiting 5m                  cents: Rework the cart
                      ✗ crashed 5m                  Move the price list
                      ● active 5m                   Watch the build
                      ○ idle 5m
                      ○ finished 5m                 reviewer
                      ? unknown
      @ main          –

      ○ 2 worktrees, 6 sessions, 1 waiting for an answer, 1 crashed, 1 unknown (hidden: Last action)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
    expect(list(picture, terminal(120))).toMatchInlineSnapshot(`
      "
        Branch        Session                             Changes  main  Last action    Task
        feature/cart  ● waiting 5m input needed                                         cents: Rework the cart
                      ✗ crashed 5m                                       Bash npm test  Move the price list
                      ● active 5m background                                            Watch the build
                      ○ idle 5m background shell running
                      ○ finished 5m subagent                                            reviewer
                      ? unknown
      @ main          –

      ○ 2 worktrees, 6 sessions, 1 waiting for an answer, 1 crashed, 1 unknown
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
    expect(list(picture, pipe)).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Check	Saved	Last action	Task	Path
      	feature/cart	● waiting 5m input needed						cents: Rework the cart	/home/ada/code/shop.cart
      	feature/cart	✗ crashed 5m					Bash npm test	Move the price list	/home/ada/code/shop.cart
      	feature/cart	● active 5m background						Watch the build	/home/ada/code/shop.cart
      	feature/cart	○ idle 5m background shell running							/home/ada/code/shop.cart
      	feature/cart	○ finished 5m subagent						reviewer	/home/ada/code/shop.cart
      	feature/cart	? unknown							/home/ada/code/shop.cart
      @	main	–							/home/ada/code/shop
      "
    `);
  });

  test('old finished ones are counted', () => {
    expect(list(survey([project([mainWorktree({ folded: 3 })])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch  Session  Changes  main  Last action  Task
        main    –

      ○ 1 worktree, no sessions
      ↳ To start a second one, run git worktree add ~/code/shop.cart -b feature/cart
      ○ 3 finished sessions older than 24h not shown
      ↳ To see them, run kg list --finished
      "
    `);
    expect(list(survey([project([mainWorktree({ folded: 1 }), auth])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session       Changes  main  Task
        main          –
      @ feature/auth  ● active 2m  +120 -14  ↑2    Add OAuth login and session refresh

      ○ 2 worktrees, 1 session (hidden: Last action)
      ○ 1 finished session older than 24h not shown
      ↳ To see it, run kg list --finished
      "
    `);
  });

  test('those of removed and of missing worktrees are kept', () => {
    const gone = session({ ...minutes, status: 'crashed', task: 'Index the catalogue' });
    const picture = survey([
      project([mainWorktree({ current: true }), { ...missing, sessions: [gone] }], {
        removed: [
          { path: `${home}/code/shop.old`, sessions: [gone, session({ status: 'finished', since: minutesAgo(150) })] },
        ],
      }),
    ]);
    expect(list(picture, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session        Changes  main  Last action  Task
      @ main          –
        spike/search  directory missing
                      ✗ crashed 5m                               Index the catalogue
        shop.old      worktree removed
                      ✗ crashed 5m                               Index the catalogue
                      ○ finished 2h

      ○ 2 worktrees, 3 sessions, 2 crashed
      ↳ To get back into the crashed session, run kg show spike/search
      "
    `);
    expect(list(picture, pipe)).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Check	Saved	Last action	Task	Path
      @	main	–							/home/ada/code/shop
      	spike/search	directory missing							/home/ada/code/shop.search
      	spike/search	✗ crashed 5m						Index the catalogue	/home/ada/code/shop.search
      	shop.old	worktree removed							/home/ada/code/shop.old
      	shop.old	✗ crashed 5m						Index the catalogue	/home/ada/code/shop.old
      	shop.old	○ finished 2h							/home/ada/code/shop.old
      "
    `);
  });
});

describe('worktrees out of the ordinary', () => {
  test('detached, bare, unborn, locked, in the middle of an operation, a branch checked out twice', () => {
    const at = (path: string) => ({ path: `${home}/code/${path}` });
    const picture = survey([
      project([
        mainWorktree({ ...at('shop.git'), branch: null, head: null, state: 'bare', changes: null, distance: null }),
        worktree(null, { ...at('a/spike'), current: true }),
        worktree(null, { ...at('b/spike'), operation: 'bisect' }),
        worktree('feature/auth', { operation: 'rebase', distance: { ahead: 2, behind: 1 } }),
        worktree('fix/login', { locked: 'claude agent a1 (pid 12)' }),
        worktree('fix/both', { locked: '', operation: 'cherry-pick' }),
        worktree('twice', at('one')),
        worktree('twice', at('two')),
        worktree('fresh', { head: null, distance: null }),
        worktree('binary', { changes: { files: 1, added: 0, deleted: 0, uncommitted: 1, untracked: 0 } }),
      ]),
    ]);
    expect(list(picture, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch                              Session  Changes  main   Last action  Task
        shop.git (bare)
      @ ../a/spike (detached 4f2a9c0)       –
        ../b…ike (detached 4f2a9c0, bisec…  –
        feature/auth (rebasing)             –                 ↑2 ↓1
        fix/login (locked)                  –
        fix/both (cherry-picking, locked)   –
        twice (in one)                      –
        twice (in two)                      –
        fresh (no commits)                  –
        binary                              –         1 file

      ○ 9 worktrees, no sessions
      "
    `);
    expect(list(picture, terminal(120))).toMatchInlineSnapshot(`
      "
        Branch                                    Session  Changes  main   Last action  Task
        shop.git (bare)
      @ ../a/spike (detached 4f2a9c0)             –
        ../b/spike (detached 4f2a9c0, bisecting)  –
        feature/auth (rebasing)                   –                 ↑2 ↓1
        fix/login (locked)                        –
        fix/both (cherry-picking, locked)         –
        twice (in one)                            –
        twice (in two)                            –
        fresh (no commits)                        –
        binary                                    –         1 file

      ○ 9 worktrees, no sessions
      "
    `);
  });

  test('one that could not be read shows dots and says why', () => {
    const broken = { ...cart, state: 'unreadable' as const, head: null, changes: null, files: null, distance: null };
    const problems = [
      { code: 'WORKTREE_UNREADABLE' as const, message: 'fatal: index file corrupt', worktree: cart.path },
      { code: 'REGISTRY_UNREADABLE' as const, message: 'EACCES: permission denied, open ~/.claude/sessions' },
    ];
    expect(list(survey([project([auth, broken])], { problems }), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session        Changes  main  Task
      @ feature/auth  ● active 2m   +120 -14  ↑2    Add OAuth login and session refre…
        feature/cart  ● waiting 9m         ·  ·     Rework the cart so prices are kep…

      ▲ Could not read 1 worktree, so its cells show ·
          feature/cart: fatal: index file corrupt
      ▲ EACCES: permission denied, open ~/.claude/sessions
      ○ 2 worktrees, 2 sessions, 1 waiting for an answer (hidden: Last action)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
    expect(list(survey([project([auth, broken])], { problems }), pipe)).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Check	Saved	Last action	Task	Path
      @	feature/auth	● active 2m	7 files +120 -14	↑2			Edit src/user.ts	Add OAuth login and session refresh	/home/ada/code/shop.auth
      	feature/cart	● waiting 9m permission prompt	·	·			Bash npm test	Rework the cart so prices are kept in cents	/home/ada/code/shop.cart
      ▲ Could not read 1 worktree, so its cells show ·
          feature/cart: fatal: index file corrupt
      ▲ EACCES: permission denied, open ~/.claude/sessions
      "
    `);
  });

  test('an unknown trunk is a dot for all and one note', () => {
    const unknown = { distance: null };
    const problems = [{ code: 'TRUNK_UNKNOWN' as const, message: 'No trunk found in ~/code/shop' }];
    const picture = survey([project([{ ...auth, ...unknown }, mainWorktree(unknown)], { trunk: null })], { problems });
    expect(list(picture, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session       Changes  trunk  Task
      @ feature/auth  ● active 2m  +120 -14  ·      Add OAuth login and session refre…
        main          –                      ·

      ▲ No trunk found in ~/code/shop
      ○ 2 worktrees, 1 session (hidden: Last action)
      "
    `);
  });

  test('many problems are a few lines', () => {
    const problems = Array.from({ length: 30 }, (_, index) => ({
      code: 'TRANSCRIPT_UNREADABLE' as const,
      message: `transcript ${index} is torn`,
    }));
    expect(
      renderList({ survey: survey([project([auth])], { problems }), style: terminal(80), now, home }).notes,
    ).toHaveLength(11);
  });
});

describe('several projects', () => {
  const api = project(
    [
      mainWorktree({
        path: '/srv/api',
        branch: 'trunk',
        sessions: [session({ status: 'active', since: minutesAgo(1), task: 'Serve prices' })],
      }),
    ],
    {
      root: '/srv/api',
      trunk: 'trunk',
    },
  );
  const elsewhere = [
    { cwd: `${home}/notes`, gone: false, sessions: [session(), session()] },
    { cwd: `${home}/old`, gone: true, sessions: [session()] },
    { cwd: null, gone: false, sessions: [session()] },
  ];
  const picture = survey([...shop.projects, api], { elsewhere });

  test('have a heading each, and the sessions elsewhere a count', () => {
    expect(list(picture, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch             Session        Changes  trunk  Task
      shop  ~/code/shop  trunk main
      @ feature/auth       ● active 2m   +120 -14  ↑2     Add OAuth login and session…
        feature/cart       ● waiting 9m   +88 -31  ↑1 ↓3  Rework the cart so prices a…
        fix/receipt-total  ○ idle 3h       +9  -4  ↑1 ↓3  Round receipt totals once
        docs/readme        –               +3  -3
        spike/search       directory missing
        main               –

      api  /srv/api  trunk trunk
        trunk              ● active 1m                    Serve prices

      ○ 2 projects, 7 worktrees, 4 sessions, 1 waiting for an answer (hidden: Last action)
      ↳ To see what is waited for, run kg show ~/code/shop.cart
      ○ 4 sessions elsewhere: 3 in no repository, 1 in a directory that is gone
      ↳ To list them, run kg list --all --elsewhere
      "
    `);
  });

  test('as a pipe, each line names its project', () => {
    expect(list(survey([project([mainWorktree()]), api]), pipe)).toMatchInlineSnapshot(`
      "
      Project	Current	Branch	Session	Changes	trunk	Check	Saved	Last action	Task	Path
      /home/ada/code/shop		main	–							/home/ada/code/shop
      /srv/api		trunk	● active 1m						Serve prices	/srv/api
      "
    `);
  });
});

describe('names and texts from elsewhere', () => {
  test('one long branch does not starve the others', () => {
    const long = worktree(`feature/${'very-'.repeat(18)}long`, { sessions: auth.sessions, changes: auth.changes });
    expect(list(survey([project([long, cart])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch                    Session        Changes  main   Task
        feature/very…y-very-long  ● active 2m   +120 -14         Add OAuth login and …
        feature/cart              ● waiting 9m   +88 -31  ↑1 ↓3  Rework the cart so p…

      ○ 2 worktrees, 2 sessions, 1 waiting for an answer (hidden: Last action)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
    expect(list(survey([project([long])]), terminal(120))).toMatchInlineSnapshot(`
      "
        Branch                                Session               Changes  main  Last action       Task
        feature/very-very-…ry-very-very-long  ● active 2m  7 files +120 -14        Edit src/user.ts  Add OAuth login and sess…

      ○ 1 worktree, 1 session
      "
    `);
  });

  test('wide characters keep the columns in line', () => {
    const wide = worktree('功能/登录', {
      sessions: [
        session({
          status: 'idle',
          since: minutesAgo(3),
          task: '修正した合計を四捨五入する👨‍👩‍👧、そして領収書を直す',
          lastAction: 'Edit src/領収書.ts',
        }),
      ],
    });
    expect(list(survey([project([wide, cart])]), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session       Changes  main   Task
        功能/登录     ○ idle 3m                     修正した合計を四捨五入する👨‍👩‍👧、そ…
        feature/cart  ● waiting 9m  +88 -31  ↑1 ↓3  Rework the cart so prices are kep…

      ○ 2 worktrees, 2 sessions, 1 waiting for an answer (hidden: Last action)
      ↳ To see what is waited for, run kg show feature/cart
      "
    `);
  });

  test('hostile text stays on its line and does nothing', () => {
    const evil = `x${hostile.join('')}y`;
    const row = worktree(evil, {
      path: `/srv/${evil}`,
      locked: evil,
      sessions: [
        session({ name: evil, task: evil, lastAction: evil, waitingFor: evil, note: evil, status: 'waiting' }),
      ],
    });
    const problems = [{ code: 'WORKTREE_UNREADABLE' as const, message: evil, worktree: row.path }];
    const one = project([row], {
      trunk: evil,
      root: `/srv/${evil}`,
      removed: [{ path: `/srv/${evil}`, sessions: row.sessions }],
    });
    const picture = survey([one, one], { problems, elsewhere: [{ cwd: evil, gone: true, sessions: row.sessions }] });
    for (const style of [terminal(60), terminal(120), pipe]) {
      const { lines, notes } = renderList({ survey: picture, style, now, home });
      const written = [...lines, ...notes].join('').replaceAll('\t', '');
      expect(written).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(style.columns ?? Infinity);
    }
  });

  test('no line is wider than the terminal, and none ends in blanks', () => {
    for (let columns = 1; columns <= 160; columns += 1) {
      for (const line of renderList({ survey: shop, style: terminal(columns), now, home }).lines) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(line).toBe(line.trimEnd());
      }
    }
  });
});
