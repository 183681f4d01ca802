import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import type { Git } from '../../src/git/run.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import type { Worktree } from '../../src/worktrees/worktree.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { place, repo, write, type Checkout } from '../helpers/repo.ts';

const git = testGit();

async function list(directory: string): Promise<readonly Worktree[]> {
  return listWorktrees({ git, repository: await openRepository({ git, directory }) });
}

/** One line a worktree, without the directory that all lie in. */
async function lines(directory: string, root = dirname(directory)): Promise<readonly string[]> {
  return (await list(directory)).map((worktree) => {
    const { path, branch, head, main, state, locked, prunable, operation, gitDirectory } = worktree;
    return [
      path.replace(`${root}/`, ''),
      `${state}${main ? ' main' : ''}`,
      branch ?? '-',
      head?.slice(0, 7) ?? 'no head',
      gitDirectory?.replace(`${root}/`, '') ?? 'no git directory',
      ...(locked === undefined ? [] : [`locked ${JSON.stringify(locked)}`]),
      ...(prunable === undefined ? [] : ['prunable']),
      ...(operation === undefined ? [] : [operation]),
    ].join(' | ');
  });
}

test('lists main, linked, detached, locked, missing and nested worktrees with one git process', async () => {
  const shop = await repo();
  shop.worktree('feature/auth');
  shop.worktree('review', { detach: true, lock: 'on a stick\nin the drawer' });
  shop.worktree('held', { lock: true });
  shop.worktree('gone').remove();
  shop.worktree('kept', { lock: 'unplugged' }).remove();
  shop.worktree('agent', { path: join(shop.path, '.claude/worktrees/agent') });
  const repository = await openRepository({ git, directory: shop.path });
  const spent = budget(git);
  await listWorktrees({ git, repository });
  expect(spent()).toBe(1);
  expect(await lines(shop.path)).toMatchInlineSnapshot(`
    [
      "shop | ok main | main | a0592be | shop/.git",
      "shop.feature-auth | ok | feature/auth | a0592be | shop/.git/worktrees/shop.feature-auth",
      "shop.gone | missing | gone | a0592be | no git directory | prunable",
      "shop.held | ok | held | a0592be | shop/.git/worktrees/shop.held | locked """,
      "shop.kept | missing | kept | a0592be | no git directory | locked "unplugged"",
      "shop.review | ok | - | a0592be | shop/.git/worktrees/shop.review | locked "on a stick\\nin the drawer"",
      "shop/.claude/worktrees/agent | ok | agent | a0592be | shop/.git/worktrees/agent",
    ]
  `);
});

test('answers the same from a subfolder, a linked worktree, a nested one and inside of .git', async () => {
  const shop = await repo({ files: { 'src/deep/a.ts': 'a\n' } });
  const auth = shop.worktree('auth');
  const nested = shop.worktree('nested', { path: join(shop.path, '.claude/worktrees/nested') });
  const expected = await list(shop.path);
  const places = [
    `${shop.path}/src/deep`,
    auth.path,
    nested.path,
    `${shop.path}/.git`,
    `${shop.path}/.git/objects`,
    `${shop.path}/.git/worktrees/shop.auth`,
  ];
  expect(await Promise.all(places.map(list))).toEqual(places.map(() => expected));
});

test('shows a bare repository with its worktrees, from every place', async () => {
  const origin = await repo();
  const bare = origin.clone('hub/.bare', '--bare');
  bare.worktree('one', { path: join(dirname(bare.path), 'one') });
  const hub = dirname(bare.path);
  const expected = await lines(bare.path, hub);
  expect(expected).toMatchInlineSnapshot(`
    [
      ".bare | bare main | - | no head | .bare",
      "one | ok | one | a0592be | .bare/worktrees/one",
    ]
  `);
  expect(await lines(join(hub, 'one'), hub)).toEqual(expected);
  bare.git('config', 'extensions.worktreeConfig', 'true');
  bare.git('config', '--unset', 'core.bare');
  bare.git('config', '--worktree', 'core.bare', 'true');
  expect(await lines(join(hub, 'one'), hub)).toEqual(expected);
  expect(await openRepository({ git, directory: bare.path })).toEqual({
    commonDirectory: bare.path,
    topLevel: null,
    bare: true,
  });
});

test('shows an unborn branch without a head', async () => {
  const shop = await repo({ files: null });
  expect(await lines(shop.path)).toMatchInlineSnapshot(`
    [
      "shop | ok main | main | no head | shop/.git",
    ]
  `);
  const grown = await repo();
  grown.worktree('orphan').git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
  expect((await lines(grown.path))[1]).toMatchInlineSnapshot(
    `"shop.orphan | ok | unborn | no head | shop/.git/worktrees/shop.orphan"`,
  );
});

test.for([
  { kind: 'spaces', name: 'my work tree' },
  { kind: 'a newline', name: 'two\nlines' },
  { kind: 'quotes', name: `it's "quoted"` },
  { kind: 'unicode', name: 'größe-日本-é' },
  { kind: 'a leading dash', name: '-rf' },
  { kind: 'a tab and a backslash', name: 'a\tb\\c' },
  { kind: 'a dollar and a backtick', name: '$(touch x)`y`' },
])('keeps a path with $kind as it is', async ({ name }) => {
  const shop = await repo({ name });
  shop.worktree('linked', { path: join(dirname(shop.path), 'linked', name) });
  const worktrees = await list(shop.path);
  expect(worktrees.map(({ path, state }) => [path, state])).toEqual([
    [shop.path, 'ok'],
    [join(dirname(shop.path), 'linked', name), 'ok'],
  ]);
});

test('keeps a path that is not UTF-8 apart from others', async () => {
  const shop = await repo();
  const plain = shop.worktree('latin').path;
  const bytes = Buffer.concat([Buffer.from(`${dirname(plain)}/caf`), Buffer.from([0xe9])]);
  renameSync(plain, bytes);
  writeFileSync(join(shop.path, '.git/worktrees/shop.latin/gitdir'), Buffer.concat([bytes, Buffer.from('/.git\n')]));
  const [, latin] = await list(shop.path);
  expect(latin).toMatchObject({ path: `${dirname(plain)}/caf\udce9`, state: 'ok' });
});

test('names the operation that is parked, and the branch behind it', async () => {
  const shop = await repo({ files: { 'a.txt': 'one\n' } });
  const first = shop.git('rev-parse', 'HEAD');
  const other = shop.worktree('other');
  const change = other.commit({ 'a.txt': 'theirs\n' });
  const base = shop.commit({ 'a.txt': 'ours\n' });
  const stopped: Record<string, (checkout: Checkout) => void> = {
    merge: (checkout) => checkout.gitFails('merge', 'other'),
    rebase: (checkout) => checkout.gitFails('rebase', 'other'),
    'rebase-apply': (checkout) => checkout.gitFails('rebase', '--apply', 'other'),
    'rebase-detached': (checkout) => {
      checkout.git('checkout', '-q', '--detach');
      checkout.gitFails('rebase', 'other');
    },
    'cherry-pick': (checkout) => checkout.gitFails('cherry-pick', 'other'),
    'between-picks': (checkout) => {
      checkout.gitFails('cherry-pick', change, first);
      checkout.commit({ 'a.txt': 'solved\n' });
    },
    revert: (checkout) => {
      checkout.commit({ 'a.txt': 'more\n' });
      checkout.gitFails('revert', '--no-edit', base);
    },
    bisect: (checkout) => checkout.git('bisect', 'start', 'HEAD', first),
    'bisect-detached': (checkout) => {
      checkout.git('checkout', '-q', '--detach');
      checkout.git('bisect', 'start');
    },
  };
  for (const [name, stop] of Object.entries(stopped)) stop(shop.worktree(name));
  const shown = (await list(shop.path)).map(({ path, branch, operation }) => {
    return `${path.replace(/.*(?:shop\.|\/)/u, '')}: ${operation ?? 'none'} on ${branch ?? 'nothing'}`;
  });
  expect(shown).toMatchInlineSnapshot(`
    [
      "shop: none on main",
      "between-picks: cherry-pick on between-picks",
      "bisect: bisect on bisect",
      "bisect-detached: bisect on nothing",
      "cherry-pick: cherry-pick on cherry-pick",
      "merge: merge on merge",
      "other: none on other",
      "rebase: rebase on rebase",
      "rebase-apply: rebase on rebase-apply",
      "rebase-detached: rebase on nothing",
      "revert: revert on revert",
    ]
  `);
});

test('finds the top level of a submodule, from it and from its worktrees', async () => {
  const library = await repo({ name: 'library' });
  const shop = await repo();
  shop.git('submodule', '--quiet', 'add', library.path, 'vendor/library');
  const inside = join(shop.path, 'vendor/library');
  const linked = join(dirname(shop.path), 'library-linked');
  shop.git('-C', inside, 'worktree', 'add', '-q', '-b', 'patch', linked);
  const expected = await lines(inside, dirname(shop.path));
  expect(expected).toMatchInlineSnapshot(`
    [
      "shop/vendor/library | ok main | main | a0592be | shop/.git/modules/vendor/library",
      "library-linked | ok | patch | a0592be | shop/.git/modules/vendor/library/worktrees/library-linked",
    ]
  `);
  const repository = await openRepository({ git, directory: linked });
  const spent = budget(git);
  await listWorktrees({ git, repository });
  expect(spent()).toBe(2);
  expect(await lines(linked, dirname(shop.path))).toEqual(expected);
});

test('finds the main worktree of a git directory of another name when run inside of it', async () => {
  const path = place('shop');
  const shop = await repo();
  shop.git('init', '-q', `--separate-git-dir=${path}.git`, path);
  expect(await lines(path)).toMatchInlineSnapshot(`
    [
      "shop | ok main | main | no head | shop.git",
    ]
  `);
});

test('follows a relative .git file and a linked .git', async () => {
  const shop = await repo();
  const auth = shop.worktree('auth');
  writeFileSync(join(auth.path, '.git'), 'gitdir: ../shop/.git/worktrees/shop.auth\n');
  renameSync(join(shop.path, '.git'), join(dirname(shop.path), 'elsewhere.git'));
  shop.edit({ '.git': { link: '../elsewhere.git' } });
  expect((await list(shop.path)).map(({ state }) => state)).toEqual(['ok', 'ok']);
});

test('does not trust a .git file that is gone, broken or names another repository', async () => {
  const shop = await repo();
  const stranger = await repo({ name: 'stranger' });
  const gone = shop.worktree('gone', { path: join(shop.path, '.claude/worktrees/gone') });
  const broken = shop.worktree('broken');
  const foreign = shop.worktree('foreign');
  const file = shop.worktree('file');
  rmSync(join(gone.path, '.git'));
  writeFileSync(join(broken.path, '.git'), '\0nonsense');
  writeFileSync(join(foreign.path, '.git'), `gitdir: ${stranger.path}/.git\n`);
  rmSync(file.path, { recursive: true });
  writeFileSync(file.path, '');
  const shown = (await list(shop.path)).map(({ path, state }) => `${path.replace(/.*[./]/u, '')} ${state}`);
  expect(shown).toMatchInlineSnapshot(`
    [
      "shop ok",
      "broken unreadable",
      "file missing",
      "foreign unreadable",
      "gone unreadable",
    ]
  `);
});

test('lists a repository whose object ids are sha256', async () => {
  const shop = await repo({ objectFormat: 'sha256' });
  expect((await list(shop.path))[0]?.head).toHaveLength(64);
});

test('ignores variables of a surrounding git hook', async () => {
  const shop = await repo();
  const stranger = await repo({ name: 'stranger' });
  const hook = testGit({
    ...process.env,
    GIT_DIR: join(stranger.path, '.git'),
    GIT_INDEX_FILE: join(stranger.path, '.git/index'),
    GIT_WORK_TREE: stranger.path,
  });
  const repository = await openRepository({ git: hook, directory: shop.path });
  expect(repository.topLevel).toBe(shop.path);
  const [main] = await listWorktrees({ git: hook, repository });
  expect(main?.path).toBe(shop.path);
});

test('says when a directory is in no repository, is gone, belongs to somebody else, or git is missing', async () => {
  const outside = place('plain');
  mkdirSync(outside);
  await expect(openRepository({ git, directory: outside })).rejects.toMatchObject({
    code: 'NOT_A_REPOSITORY',
    details: { directory: outside },
  });
  await expect(openRepository({ git, directory: join(outside, 'gone') })).rejects.toMatchObject({ code: 'GIT_FAILED' });
  const shop = await repo();
  const none = testGit({ ...process.env, PATH: outside });
  await expect(openRepository({ git: none, directory: shop.path })).rejects.toMatchObject({ code: 'GIT_MISSING' });
  const other = gitThrough(`GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$REAL" "$@"`);
  await expect(openRepository({ git: other, directory: shop.path })).rejects.toMatchObject({
    code: 'NOT_A_REPOSITORY',
    details: { directory: shop.path, reason: 'dubious-ownership', repository: shop.path },
  });
});

test('names the version of a git that is too old, and asks for it only then', async () => {
  const shop = await repo();
  const tooOld = { code: 'GIT_TOO_OLD', details: { version: '2.30.2', needed: '2.36' } };
  const answers = 'test "$1" = version && { echo git version 2.30.2; exit; }';
  const ancient = gitThrough(`${answers}; echo --path-format=absolute; echo .git; echo false; echo true; pwd`);
  await expect(openRepository({ git: ancient, directory: shop.path })).rejects.toMatchObject(tooOld);
  const old = gitThrough(`${answers}; test "$1" = worktree && exit 129; exec "$REAL" "$@"`);
  const repository = await openRepository({ git: old, directory: shop.path });
  await expect(listWorktrees({ git: old, repository })).rejects.toMatchObject(tooOld);
});

/** A git with a shell script in front of it, which may pass on to the real one. */
function gitThrough(script: string): Git {
  const bin = place('bin');
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  write(join(bin, 'git'), { program: `#!/bin/sh\nREAL='${real}'\n${script}\n` });
  return testGit({ ...process.env, PATH: `${bin}:${process.env['PATH']}` });
}
