import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { readWorktree } from '../../src/worktrees/reading.ts';
import { findTrunk, trunkProblem, type Trunk } from '../../src/worktrees/trunk.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { repo, type Checkout, type Repo } from '../helpers/repo.ts';

const git = testGit();

type Found = { readonly trunk: Trunk | null; readonly processes: number };

async function find({ path }: { readonly path: string }, configured: string | null = null): Promise<Found> {
  const repository = await openRepository({ git, directory: path });
  const worktrees = await listWorktrees({ git, repository });
  const spent = budget(git);
  const trunk = await findTrunk({ git, repository, worktrees, configured });
  return { trunk, processes: spent() };
}

/** The trunk in one line, with how many processes it took. */
async function line(checkout: { readonly path: string }, configured: string | null = null): Promise<string> {
  const { trunk, processes } = await find(checkout, configured);
  return trunk === null
    ? `none (${processes})`
    : `${trunk.name} = ${trunk.ref}, upstream ${trunk.upstream} (${processes})`;
}

async function distance(checkout: Checkout): Promise<string> {
  const repository = await openRepository({ git, directory: checkout.path });
  const worktrees = await listWorktrees({ git, repository });
  const trunk = await findTrunk({ git, repository, worktrees, configured: null });
  const worktree = worktrees.find(({ path }) => path === checkout.path);
  if (worktree === undefined) throw new Error('no worktree');
  const reading = await readWorktree({ git, worktree, trunk });
  return `↑${reading.distance?.ahead} ↓${reading.distance?.behind}, ${reading.changes?.files} files`;
}

async function cloned(): Promise<{ readonly origin: Repo; readonly shop: Repo }> {
  const origin = await repo();
  return { origin, shop: origin.clone('clone') };
}

test('without a remote the trunk is main, then master, then the branch of the main worktree', async () => {
  const shop = await repo();
  shop.worktree('feature');
  expect(await line(shop)).toBe('main = refs/heads/main, upstream null (1)');
  shop.git('branch', '-m', 'master');
  expect(await line(shop)).toBe('master = refs/heads/master, upstream null (1)');
  shop.git('branch', '-m', 'trunk');
  expect(await line({ path: `${shop.path}.feature` })).toBe('trunk = refs/heads/trunk, upstream null (1)');
  shop.git('checkout', '-q', '--detach');
  expect(await line(shop)).toBe('none (1)');
});

test('an unborn branch is no trunk yet', async () => {
  expect(await line(await repo({ files: null }))).toBe('none (1)');
});

test('measures at the upstream when the local trunk is behind or has diverged, else at the local one', async () => {
  const { origin, shop } = await cloned();
  const work = shop.worktree('work');
  work.commit({ a: 'a\n' });
  expect(await line(shop)).toBe('main = refs/heads/main, upstream refs/remotes/origin/main (1)');
  expect([await distance(shop), await distance(work)]).toEqual(['↑0 ↓0, 0 files', '↑1 ↓0, 1 files']);

  origin.commit({ b: 'b\n' });
  shop.git('fetch', '-q');
  expect(await line(shop)).toBe('main = refs/remotes/origin/main, upstream refs/remotes/origin/main (1)');
  expect([await distance(shop), await distance(work)]).toEqual(['↑0 ↓1, 0 files', '↑1 ↓1, 1 files']);

  shop.commit({ c: 'c\n' });
  expect(await line(shop)).toBe('main = refs/remotes/origin/main, upstream refs/remotes/origin/main (1)');
  expect([await distance(shop), await distance(work)]).toEqual(['↑1 ↓1, 1 files', '↑1 ↓1, 1 files']);

  shop.git('reset', '-q', '--hard', 'origin/main');
  shop.commit({ d: 'd\n' });
  expect(await line(shop)).toBe('main = refs/heads/main, upstream refs/remotes/origin/main (1)');
  expect([await distance(shop), await distance(work)]).toEqual(['↑1 ↓0, 1 files', '↑1 ↓2, 1 files']);
});

test('follows origin/HEAD to a branch of any name, here or only on the remote', async () => {
  const origin = await repo();
  origin.git('checkout', '-q', '-b', 'release/next');
  const shop = origin.clone('clone');
  shop.git('checkout', '-q', '-b', 'main');
  expect(await line(shop)).toBe(
    'release/next = refs/heads/release/next, upstream refs/remotes/origin/release/next (1)',
  );
  shop.git('branch', '-q', '-D', 'release/next');
  expect(await line(shop)).toBe(
    'release/next = refs/remotes/origin/release/next, upstream refs/remotes/origin/release/next (1)',
  );
  shop.git('symbolic-ref', '-d', 'refs/remotes/origin/HEAD');
  expect(await line(shop)).toContain('main = refs/heads/main');
  shop.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone');
  expect(await line(shop)).toContain('main = refs/heads/main');
});

test('an upstream on another remote takes one process more, one that is gone counts as none', async () => {
  const { origin, shop } = await cloned();
  shop.git('remote', 'add', 'fork', origin.path);
  shop.git('fetch', '-q', 'fork');
  shop.git('branch', '-q', '-u', 'fork/main', 'main');
  expect(await line(shop)).toBe('main = refs/heads/main, upstream refs/remotes/fork/main (2)');
  shop.git('update-ref', '-d', 'refs/remotes/fork/main');
  expect(await line(shop)).toBe('main = refs/heads/main, upstream refs/remotes/origin/main (1)');
});

test('a bare clone whose main never moves is measured at origin/main', async () => {
  const origin = await repo();
  const hub = origin.clone('hub', '--bare');
  hub.git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
  const work = hub.worktree('work');
  expect(await line(hub)).toBe('main = refs/heads/main, upstream null (1)');
  origin.commit({ a: 'a\n' });
  hub.git('fetch', '-q');
  expect(await line(work)).toBe('main = refs/remotes/origin/main, upstream refs/remotes/origin/main (2)');
});

test('the HEAD of a bare repository names its trunk, unless there is a main', async () => {
  const seed = await repo();
  seed.git('branch', '-m', 'develop');
  const bare = seed.clone('shop.git', '--bare');
  expect(await line(bare.worktree('work'))).toBe('develop = refs/heads/develop, upstream null (1)');
  bare.git('branch', 'main');
  expect(await line(bare)).toBe('main = refs/heads/main, upstream null (1)');
  bare.git('branch', '-D', 'main');
  bare.git('symbolic-ref', 'HEAD', 'refs/heads/none');
  expect(await line(bare)).toBe('none (1)');
});

test('the config may name a branch here, on a remote, or a full ref', async () => {
  const { origin, shop } = await cloned();
  origin.git('branch', 'develop');
  shop.git('fetch', '-q');
  expect(await line(shop, 'develop')).toBe(
    'develop = refs/remotes/origin/develop, upstream refs/remotes/origin/develop (1)',
  );
  expect(await line(shop, 'origin/develop')).toBe(
    'develop = refs/remotes/origin/develop, upstream refs/remotes/origin/develop (1)',
  );
  expect(await line(shop, 'refs/heads/main')).toBe('main = refs/heads/main, upstream refs/remotes/origin/main (2)');
});

test('a configured trunk that does not exist is a problem, not another branch', async () => {
  const shop = await repo();
  for (const configured of ['nope', '--all', 'ma*', 'refs/heads/[m]ain', '', 'a..b']) {
    const { trunk } = await find(shop, configured);
    expect(trunk).toBe(null);
    expect(trunkProblem(trunk, configured)).toEqual({
      code: 'TRUNK_UNKNOWN',
      message: `No branch has the name ${configured}, which the config gives as trunk`,
    });
  }
  expect(trunkProblem(null, null)).toBe(null);
});
