import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { openReadingMemory } from '../../src/worktrees/reading-memory.ts';
import { readWorktree } from '../../src/worktrees/reading.ts';
import { findTrunk } from '../../src/worktrees/trunk.ts';
import { budget } from '../helpers/budget.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { git, lines, text } from '../helpers/reading.ts';
import { place, repo, type Checkout, type Repo } from '../helpers/repo.ts';

type World = { readonly shop: Repo; readonly work: Checkout; readonly cache: string; readonly home: string };

/** A trunk that moved on, and a worktree with commits, staged, unstaged and untracked work, all of it long ago. */
async function world(): Promise<World> {
  const shop = await repo({ files: { 'a.txt': text(9), 'b.txt': text(9, 'b '), 'c.txt': text(9, 'c ') } });
  const work = shop.worktree('work');
  work.commit({ 'own.txt': text(3) });
  shop.commit({ 'trunk.txt': 'trunk\n' });
  work.stage({ 'b.txt': text(8, 'b ') });
  work.edit({ 'a.txt': text(11), 'new.txt': 'new\n' });
  const root = place('elsewhere');
  await settle();
  return { shop, work, cache: join(root, 'cache'), home: join(root, 'home') };
}

/** A file that changed a moment ago is not relied on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

/** What is asked anew for every look, and not remembered. */
async function find({ shop, work }: World) {
  const repository = await openRepository({ git, directory: shop.path });
  const worktrees = await listWorktrees({ git, repository });
  const trunk = await findTrunk({ git, repository, worktrees, configured: null });
  const worktree = worktrees.find(({ path }) => path === work.path);
  if (worktree === undefined) throw new Error('no worktree');
  return { commonDirectory: repository.commonDirectory, trunk, worktree };
}

async function readWith(here: World, remembering: boolean, found = find(here)) {
  const { cache, home } = here;
  const { commonDirectory, trunk, worktree } = await found;
  const memory = remembering ? openReadingMemory({ cache, commonDirectory, env: process.env, home }) : null;
  const spent = budget(git);
  const { files, distance, forkPoint, state } = await readWorktree({ git, worktree, trunk, memory });
  const started = spent();
  await memory?.save();
  return { reading: { files: lines(files), distance, forkPoint, state }, started };
}

/** Reads with memory, holds it against a reading without, and answers how many processes it took. */
async function processes(here: World): Promise<number> {
  const found = find(here);
  const remembered = await readWith(here, true, found);
  expect(remembered.reading).toEqual((await readWith(here, false, found)).reading);
  return remembered.started;
}

test('what was read once costs git status alone, until something moves', async () => {
  const here = await world();
  const { shop, work } = here;
  expect([await processes(here), await processes(here), await processes(here)]).toEqual([4, 1, 1]);
  const seen: Record<string, number> = {};
  const after = async (what: string, change: () => void) => {
    change();
    await settle();
    seen[what] = await processes(here);
    expect([what, await processes(here)]).toEqual([what, 1]);
  };
  await after('an edit', () => work.edit({ 'a.txt': text(12) }));
  await after('an edit of the same length', () => work.edit({ 'a.txt': text(12).replace('line 3', 'LINE 3') }));
  await after('staging it', () => work.stage({ 'a.txt': text(12).replace('line 3', 'LINE 3') }));
  await after('an untracked file', () => work.edit({ 'another.txt': 'another\n' }));
  await after('a commit', () => work.commit({ 'own.txt': text(4) }));
  await after('an amended commit', () => work.git('commit', '-q', '--amend', '-m', 'other words'));
  await after('a trunk that moved', () => shop.commit({ 'trunk.txt': 'moved\n' }));
  await after('a trunk that moved back', () => shop.git('reset', '-q', '--hard', 'HEAD^'));
  await after('attributes', () => work.edit({ '.gitattributes': '*.txt -diff\n' }));
  await after('an attribute less', () => work.edit({ '.gitattributes': 'a.txt -diff\n' }));
  await after('config', () => shop.git('config', 'core.autocrlf', 'input'));
  await after('a new branch with an upstream', () => shop.git('branch', '-q', '--track', 'new', 'main'));
  expect(seen).toEqual({
    'an edit': 3,
    'an edit of the same length': 3,
    'staging it': 3,
    'an untracked file': 1,
    'a commit': 3,
    'an amended commit': 3,
    'a trunk that moved': 2,
    'a trunk that moved back': 2,
    attributes: 2,
    'an attribute less': 2,
    config: 3,
    'a new branch with an upstream': 1,
  });
});

test('a replaced commit, a graft and a deeper clone are seen', async () => {
  const here = await world();
  const { shop, work } = here;
  await processes(here);
  const [head, first] = [work.git('rev-parse', 'HEAD'), shop.git('rev-parse', 'main~1')];
  const lonely = shop.git('commit-tree', '-m', 'other', '-p', shop.git('rev-parse', 'main'), `${head}^{tree}`);
  shop.git('replace', head, lonely);
  expect((await readWith(here, true)).reading.distance).toEqual({ ahead: 1, behind: 0 });
  await processes(here);
  shop.git('pack-refs', '--all');
  await processes(here);
  shop.git('replace', '-d', head);
  expect((await readWith(here, true)).reading.distance).toEqual({ ahead: 1, behind: 1 });

  for (let count = 0; count < 3; count += 1) shop.commit({ 'trunk.txt': `${count}\n` });
  const bare = shop.clone('origin.git', '--bare');
  const clone = bare.clone('shallow', '--depth=2', '--no-single-branch', '--no-local');
  clone.git('worktree', 'add', '-q', '../shallow.work', 'work');
  const shallow = { ...here, shop: clone, work: { ...work, path: `${clone.path}.work` } };
  const before = (await readWith(shallow, true)).reading;
  clone.git('fetch', '-q', '--unshallow');
  await processes(shallow);
  const after = (await readWith(shallow, true)).reading;
  expect([before.distance, before.forkPoint, after.distance, after.forkPoint]).toEqual([
    null,
    undefined,
    { ahead: 1, behind: 4 },
    first,
  ]);
});

test('a file that changed in the moment of the look is looked at again', async () => {
  const here = await world();
  const future = new Date(Date.now() + 3_600_000);
  utimesSync(join(here.work.path, 'a.txt'), future, future);
  await processes(here);
  expect(await processes(here)).toBe(3);
});

test('a damaged or foreign memory is none, and of two at once one stays whole', async () => {
  const here = await world();
  await processes(here);
  const directory = join(here.cache, 'readings');
  const [name = ''] = readdirSync(directory);
  const file = join(directory, name);
  const whole = readFileSync(file, 'utf8');
  const entries = Object.keys(JSON.parse(whole).entries);
  const changed = (change: object) => JSON.stringify({ ...JSON.parse(whole), ...change });
  for (const damaged of [
    '',
    whole.slice(0, -9),
    '[]',
    'null',
    changed({ format: 0 }),
    changed({ of: '/elsewhere' }),
    changed({ entries: [1] }),
    changed({ entries: Object.fromEntries(entries.map((key) => [key, { oid: 7, distance: 'far' }])) }),
    changed({ entries: Object.fromEntries(entries.map((key) => [key, [{ path: 'a.txt', change: 'eaten' }]])) }),
  ]) {
    writeFileSync(file, damaged);
    expect([damaged, await processes(here)]).toEqual([damaged, 4]);
  }
  const other = { ...here, cache: join(here.cache, 'other') };
  await Promise.all([readWith(other, true), readWith(other, true), readWith(other, true)]);
  expect(await processes(other)).toBe(1);
  expect(readdirSync(join(other.cache, 'readings'))).toEqual([name]);
});

test('remembering changes nothing of the repository, and a cache that cannot be written is no failure', async () => {
  const here = await world();
  const proof = readOnlyProof([here.shop.path, here.work.path]);
  await readWith(here, true);
  await readWith(here, true);
  expect(proof.differences()).toEqual([]);
  mkdirSync(here.home, { recursive: true });
  writeFileSync(join(here.home, 'file'), '');
  expect(await processes({ ...here, cache: join(here.home, 'file') })).toBe(4);
});
