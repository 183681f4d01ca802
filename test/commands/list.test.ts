import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import List from '../../src/commands/list.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo } from '../helpers/repo.ts';
import { answer, claude, edit, metadata, prompt, sessionId } from '../helpers/sessions.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});

type Where = { readonly directory?: string; readonly home?: string; readonly columns?: number };

/** Runs `kg list` without colour; what it says about paths is told from home. */
async function list(argv: string[], where: Where = {}) {
  const { directory = world.auth.path, home = world.home } = where;
  const outcome = await runCommand(List, argv, { directory, home, now: world.now, env: { NO_COLOR: '1' }, ...where });
  const told = (text: string) => `\n${text.replaceAll(home, '~').replaceAll(/(?<=process |"pid": )\d+/gu, '4711')}`;
  return { ...outcome, stdout: told(outcome.stdout), stderr: told(outcome.stderr) };
}

async function listJson(argv: string[], where: Where = {}) {
  const { stdout } = await list(['--json', ...argv], where);
  return JSON.parse(stdout);
}

describe('the example world', () => {
  test('at 80 columns', async () => {
    const { stdout, stderr, exitCode } = await list([], { columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
        Branch             Session       Changes  main  Overlap   Task
        feature/cart       ● waiting 9m   +13 -1  ↑1    conflict  Rework the cart so …
      @ feature/auth       ● active 2m   +119 -1  ↑2    conflict  Add OAuth login and…
        fix/receipt-total  ○ idle 3h       +9 -0  ↑1              Round receipt total…
        main               –
        docs/readme        –               +2 -0
        spike/search       directory missing


      ○ 6 worktrees, 3 sessions, 1 waiting for an answer, 1 conflict (hidden: Check, Last action)
      ↳ To see the conflicting lines, run kg overlap
      "
    `);
    expect(exitCode).toBe(0);
  });

  test('at 120 columns', async () => {
    const { stdout, stderr } = await list([], { columns: 120 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
        Branch             Session               Changes  main  Overlap                     Check  Task
        feature/cart       ● waiting 9m  2 files  +13 -1  ↑1    conflict with feature/auth  stop   Rework the cart so that pr…
      @ feature/auth       ● active 2m   3 files +119 -1  ↑2    conflict with feature/cart  stop   Add OAuth login and sessio…
        fix/receipt-total  ○ idle 3h      1 file   +9 -0  ↑1                                clear  Round receipt totals only …
        main               –                                                                clear
        docs/readme        –              1 file   +2 -0                                    clear
        spike/search       directory missing


      ○ 6 worktrees, 3 sessions, 1 waiting for an answer, 1 conflict (hidden: Last action)
      ↳ To see the conflicting lines, run kg overlap
      "
    `);
  });

  test('in a pipe: tabs, nothing elided, and nothing on standard error', async () => {
    const { stdout, stderr } = await list([]);
    expect(stdout).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Overlap	Check	Saved	Last action	Task	Path
      	feature/cart	● waiting 9m permission prompt	2 files +13 -1	↑1	conflict with feature/auth	stop		Bash npm run migrate	Rework the cart so that prices come from the server	~/code/shop.cart
      @	feature/auth	● active 2m	3 files +119 -1	↑2	conflict with feature/cart	stop		Read test/oauth.test.ts	Add OAuth login and session cookies	~/code/shop.auth
      	fix/receipt-total	○ idle 3h	1 file +9 -0	↑1		clear		Edit src/receipt.ts	Round receipt totals only once	~/code/shop.receipt
      	main	–				clear				~/code/shop
      	docs/readme	–	1 file +2 -0			clear				~/code/shop.readme
      	spike/search	directory missing								~/code/shop.search
      "
    `);
    expect(stderr).toBe('\n');
  });

  test('as JSON: one worktree with its session', async () => {
    const { projects, problems } = await listJson([]);
    expect(problems).toEqual([]);
    expect(projects[0].worktrees[0]).toMatchInlineSnapshot(`
      {
        "ahead": 1,
        "behind": 0,
        "branch": "feature/cart",
        "changes": {
          "added": 13,
          "deleted": 1,
          "files": 2,
          "uncommitted": 1,
          "untracked": 0,
        },
        "checkpoint": null,
        "current": false,
        "head": "0d282af55e1ccf54ec933e56df5436551a22dfea",
        "main": false,
        "overlap": {
          "level": "conflict",
          "with": [
            "~/code/shop.auth",
          ],
        },
        "path": "~/code/shop.cart",
        "sessions": [
          {
            "cwd": "~/code/shop.cart",
            "evidence": [
              {
                "says": "waiting (permission prompt) since 2026-11-22T11:51:00.000Z",
                "source": "registry",
              },
              {
                "says": "process 4711 alive, start equal",
                "source": "process",
              },
            ],
            "id": "00000000-0000-4000-8000-000000000002",
            "kind": "interactive",
            "lastAction": "Bash npm run migrate",
            "lastActivity": "2026-11-22T11:51:00.000Z",
            "name": null,
            "pid": 4711,
            "since": "2026-11-22T11:51:00.000Z",
            "status": "waiting",
            "task": "Rework the cart so that prices come from the server",
            "waitingFor": "permission prompt",
          },
        ],
        "state": "ok",
        "verdict": "stop",
      }
    `);
  });

  test('sorted by branch, from a subfolder of the main worktree', async () => {
    const { stdout } = await list(['--sort', 'branch'], { directory: join(world.shop.path, 'src'), columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "
        Branch             Session       Changes  main  Overlap   Task
        docs/readme        –               +2 -0
        feature/auth       ● active 2m   +119 -1  ↑2    conflict  Add OAuth login and…
        feature/cart       ● waiting 9m   +13 -1  ↑1    conflict  Rework the cart so …
        fix/receipt-total  ○ idle 3h       +9 -0  ↑1              Round receipt total…
      @ main               –
        spike/search       directory missing
      "
    `);
  });

  test('reading it changes no byte of the repository, the worktrees or the config directory', async () => {
    const proof = readOnlyProof([join(world.home, 'code'), join(world.home, '.claude')]);
    await list([]);
    await list(['--all']);
    expect(proof.differences()).toEqual([]);
  });
});

describe('what is not a list', () => {
  test('outside of a repository', async () => {
    const { stdout, stderr, exitCode } = await list([], { directory: world.home });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "

      ✗ Not inside a git repository: ~
      ↳ To look elsewhere, run kg list -C <path>
      "
    `);
    expect(exitCode).toBe(2);
  });

  test('the same as JSON', async () => {
    expect(await listJson([], { directory: world.home })).toMatchInlineSnapshot(`
      {
        "error": {
          "code": "NOT_A_REPOSITORY",
          "details": {
            "directory": "~",
          },
          "hint": "To look elsewhere, run kg list -C <path>",
          "message": "Not inside a git repository: ~",
        },
        "schema": 1,
      }
    `);
  });

  test('a word that is no flag', async () => {
    const { stderr, exitCode } = await list(['--al']);
    expect(stderr).toMatchInlineSnapshot(`
      "
      ✗ Nonexistent flag: --al
      ↳ To see what can be said, run the command with --help
      "
    `);
    expect(exitCode).toBe(2);
  });

  test('-C to where there is no directory, and from elsewhere into a worktree', async () => {
    const nowhere = await list(['-C', 'nowhere'], { directory: world.home });
    expect(nowhere).toMatchObject({ stderr: '\n✗ No such directory: ~/nowhere\n', exitCode: 2 });
    const { stdout } = await list(['-C', 'code/shop.cart'], { directory: world.home });
    expect(stdout).toContain('\n@\tfeature/cart\t');
  });

  test('a config that does not hold', async () => {
    const shop = await repo({ files: { '.keepgoingrc': 'list:\n  srot: need\n' } });
    const { stderr, exitCode } = await list([], { directory: shop.path, home: join(shop.path, '..') });
    expect(stderr).toMatchInlineSnapshot(`
      "
      ✗ .keepgoingrc line 2: unknown key list.srot
          expected one of: sort, finishedAfter
      ↳ Did you mean sort? To mend it, edit ~/shop/.keepgoingrc
      "
    `);
    expect(exitCode).toBe(2);
  });

  test('--watch into a pipe', async () => {
    const { stderr, exitCode } = await list(['--watch']);
    expect(stderr).toMatchInlineSnapshot(`
      "
      ✗ --watch draws on a terminal only
      "
    `);
    expect(exitCode).toBe(2);
  });
});

describe('states of worktrees', () => {
  test('a repository with one worktree and no session', async () => {
    const shop = await repo();
    const { stdout, stderr } = await list([], { directory: shop.path, home: join(shop.path, '..'), columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
        Branch  Session  Changes  main  Overlap  Last action  Task
      @ main    –


      ○ 1 worktree, no sessions
      ↳ To start a second one, run git worktree add ~/shop.cart -b feature/cart
      "
    `);
  });

  test('one unreadable worktree does not hide the others', async () => {
    const shop = await repo();
    const home = join(shop.path, '..');
    const broken = shop.worktree('broken');
    writeFileSync(join(shop.path, '.git', 'worktrees', 'shop.broken', 'index'), 'no index');
    shop.worktree('fine').edit({ 'new.txt': 'one\n' });
    const { stdout, stderr, exitCode } = await list([], { directory: shop.path, home, columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
        Branch  Session  Changes  main  Check    Last action  Task
      @ main    –                       unknown
        broken  –              ·  ·     unknown
        fine    –          +1 -0        unknown


      ▲ Could not read 1 worktree, so its cells show ·
          broken: fatal: ~/shop/.git/worktrees/shop.broken/index: index file smaller than expected
      ○ 3 worktrees, no sessions
      "
    `);
    expect(exitCode).toBe(0);
    const { projects, problems } = await listJson([], { directory: shop.path, home });
    const row = projects[0].worktrees.find((worktree: { branch: string }) => worktree.branch === 'broken');
    expect(row).toMatchObject({ state: 'unreadable', changes: null, ahead: null, behind: null });
    expect(problems).toMatchObject([{ code: 'WORKTREE_UNREADABLE', worktree: broken.path.replace(home, '~') }]);
  });

  test('a bare repository, a locked worktree, a parked merge and a detached head', async () => {
    const seed = await repo();
    const bare = seed.clone('shop.git', '--bare');
    const locked = bare.worktree('locked', { lock: 'on a stick\nin a drawer' });
    locked.commit({ 'README.md': 'theirs\n' });
    const merging = bare.worktree('merging');
    merging.commit({ 'README.md': 'ours\n' });
    merging.gitFails('merge', 'locked');
    bare.worktree('loose', { detach: true });
    const { stdout, stderr } = await list([], { directory: bare.path, home: join(bare.path, '..'), columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
        Branch             Session  Changes  main  Overlap  Check    Last action  Task
        shop.git (bare)
        locked (locked)    –          +1 -1  ↑1             clear
        shop…ose (detach…  –                                clear
        merging (merging)  –          +5 -1  ↑1             caution


      ○ 3 worktrees, no sessions
      "
    `);
  });
});

describe('sessions and worktrees', () => {
  test('several sessions in one worktree are lines of one group, and old finished ones fold into a count', async () => {
    const shop = await repo();
    const home = join(shop.path, '..');
    const sessions = claude(home);
    const at = (start: string) => sessions.session({ cwd: shop.path, start });
    at('2026-11-22T11:00:00.000Z')
      .transcript(prompt('Fix the build'))
      .live({ status: 'busy', since: '2026-11-22T11:00:00.000Z' });
    at('2026-11-22T10:00:00.000Z').transcript(prompt('Write the docs'), answer());
    at('2026-11-12T10:00:00.000Z').transcript(prompt('Long ago'), answer());
    const where = { directory: shop.path, home, columns: 80 };
    const folded = await list([], where);
    expect(folded.stdout + folded.stderr).toMatchInlineSnapshot(`
      "
        Branch  Session        Changes  main  Overlap  Last action  Task
      @ main    ● active 1h                                         Fix the build
                ○ finished 1h                          answered     Write the docs


      ○ 1 worktree, 2 sessions
      ○ 1 finished session older than 1d not shown
      ↳ To see it, run kg list --finished
      "
    `);
    expect((await list(['--finished'], where)).stdout).toMatchInlineSnapshot(`
      "
        Branch  Session         Changes  main  Overlap  Last action  Task
      @ main    ● active 1h                                          Fix the build
                ○ finished 1h                           answered     Write the docs
                ○ finished 10d                          answered     Long ago
      "
    `);
  });

  test('a session belongs to the worktree that it writes to, wherever it stands', async () => {
    const shop = await repo();
    const home = join(shop.path, '..');
    const other = shop.worktree('other');
    claude(home)
      .session({ cwd: shop.path, start: '2026-11-22T11:00:00.000Z' })
      .transcript(prompt('Roam'), edit(join(other.path, 'README.md')))
      .live({ status: 'busy' });
    const { projects } = await listJson([], { directory: shop.path, home });
    const sessionsOf = (branch: string) =>
      projects[0].worktrees.find((worktree: { branch: string }) => worktree.branch === branch).sessions;
    expect(sessionsOf('other')).toMatchObject([{ id: sessionId(1), status: 'active' }]);
    expect(sessionsOf('main')).toMatchObject([{ id: sessionId(1) }]);
  });

  test('a session in a removed worktree is named', async () => {
    const shop = await repo();
    const home = join(shop.path, '..');
    const cwd = join(shop.path, '.claude', 'worktrees', 'fix');
    claude(home).session({ cwd, start: '2026-11-22T11:00:00.000Z' }).transcript(prompt('Fix it'), answer());
    const where = { directory: shop.path, home };
    const { stdout } = await list([], { ...where, columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "
        Branch  Session         Changes  main  Overlap  Last action  Task
      @ main    –
        fix     worktree removed
                ○ finished 59m                          answered     Fix it
      "
    `);
    const { projects } = await listJson([], where);
    expect(projects[0].removed).toMatchObject([{ path: cwd.replace(home, '~'), sessions: [{ status: 'finished' }] }]);
    expect(projects[0].worktrees[0].sessions).toEqual([]);
  });

  test('a worktree that was entered keeps its session after it moved', async () => {
    const shop = await repo();
    const home = join(shop.path, '..');
    const inside = shop.worktree('worktree-fix', { path: join(shop.path, '.claude', 'worktrees', 'fix') });
    claude(home)
      .session({ cwd: inside.path, start: '2026-11-22T11:00:00.000Z' })
      .transcript(
        metadata('worktree-state', { worktreeSession: { originalCwd: shop.path, worktreePath: inside.path } }),
        prompt('x'),
      )
      .live({ status: 'idle' });
    const { projects } = await listJson([], { directory: shop.path, home });
    const withSessions = projects[0].worktrees.filter((row: { sessions: unknown[] }) => row.sessions.length > 0);
    expect(withSessions).toMatchObject([{ branch: 'worktree-fix' }]);
  });
});

describe('every project', () => {
  test('repositories that sessions name are found without registration, and the rest is counted', async () => {
    const home = place('.');
    const one = await repo({ path: join(home, 'one') });
    const two = await repo({ path: join(home, 'two') });
    mkdirSync(join(home, 'notes'));
    const sessions = claude(home);
    for (const cwd of [join(home, 'one'), join(home, 'two'), join(home, 'notes'), join(home, 'vanished')]) {
      mkdirSync(cwd, { recursive: true });
      sessions
        .session({ cwd, start: '2026-11-22T11:00:00.000Z' })
        .transcript(prompt(`Work in ${cwd.slice(home.length + 1)}`), answer());
    }
    rmSync(join(home, 'vanished'), { recursive: true });
    expect([one.path, two.path]).toHaveLength(2);
    const where = { directory: join(home, 'notes'), home };
    const all = await list(['--all'], { ...where, columns: 80 });
    expect(all.stdout + all.stderr).toMatchInlineSnapshot(`
      "
        Branch  Session         Changes  main  Overlap  Last action  Task
      one  ~/one  trunk main
        main    ○ finished 59m                          answered     Work in one

      two  ~/two  trunk main
        main    ○ finished 59m                          answered     Work in two


      ○ 2 projects, 2 worktrees, 2 sessions
      ○ 2 sessions elsewhere: 1 in no repository, 1 in a directory that is gone
      ↳ To list them, run kg list --all --elsewhere
      "
    `);
    const elsewhere = await list(['--all', '--elsewhere'], { ...where, columns: 80 });
    expect(elsewhere.stdout + elsewhere.stderr).toMatchInlineSnapshot(`
      "
      Directory          Session         Last action  Task
      ~/notes            ○ finished 59m  answered     Work in notes
      ~/vanished (gone)  ○ finished 59m  answered     Work in vanished


      ○ 2 sessions in 2 directories outside of the projects
      "
    `);
    expect((await listJson(['--all'], where)).elsewhere).toMatchObject([
      { cwd: '~/notes' },
      { cwd: '~/vanished', gone: true },
    ]);
  });
});
