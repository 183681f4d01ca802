import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOverlaps } from '../../src/overlap/overlaps.ts';
import { prepareOverlaps } from '../../src/overlap/preparation.ts';
import { testGit } from '../helpers/budget.ts';
import { compare, tell, type Scene } from '../helpers/overlaps.ts';
import { repo, type Checkout, type Files } from '../helpers/repo.ts';

function text(name: string, changes: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 20 }, (_, at) => `${changes[at + 1] ?? `${name} ${at + 1}`}\n`).join('');
}

const base: Files = { a: text('a'), b: text('b'), c: text('c'), d: text('d'), e: text('e') };
const half: Files = { a: text('a', { 3: 'ours' }), b: null, moved: text('b', { 9: 'ours' }) };
const rest: Files = { c: null, n: text('n'), e: { program: text('e', { 2: 'ours' }) } };
const theirs: Files = {
  a: text('a', { 4: 'theirs' }),
  b: text('b', { 9: 'theirs' }),
  c: text('c', { 2: 'theirs' }),
  n: 'n\n',
  e: text('e', { 4: 'theirs' }),
};

/** What is told of a pair without saying whether it is committed. */
function told(scene: Scene, one: Checkout, other: Checkout): readonly string[] {
  const pair = scene.overlaps.pairs.find(({ a, b }) => a === one.path && b === other.path);
  return tell(pair).map((line) => line.replaceAll('*', ''));
}

test('how a side is split into commits, staged, changed and untracked files does not change the answer', async () => {
  const shop = await repo({ files: base });
  const splits: Readonly<Record<string, (checkout: Checkout) => void>> = {
    committed: (checkout) => checkout.commit({ ...half, ...rest }),
    'in steps': (checkout) => {
      checkout.commit({ a: text('a', { 3: 'not yet' }), d: text('d', { 1: 'undone later' }) });
      checkout.commit({ ...half, d: text('d') });
      checkout.commit(rest);
    },
    staged: (checkout) => checkout.stage({ ...half, ...rest }),
    changed: (checkout) => checkout.edit({ ...half, ...rest }),
    'all of it': (checkout) => {
      checkout.commit({ a: text('a', { 3: 'committed' }), b: null, moved: text('b') });
      checkout.stage({ a: text('a', { 3: 'staged' }), c: null, n: text('n', { 1: 'staged' }) });
      checkout.edit({ ...half, ...rest });
    },
    'only noted': (checkout) => {
      checkout.edit({ ...half, ...rest });
      checkout.git('add', '-N', 'moved', 'n');
    },
  };
  const sides = Object.entries(splits).map(([name, split]) => {
    const checkout = shop.worktree(name.replaceAll(' ', '-'));
    split(checkout);
    return checkout;
  });
  const other = shop.worktree('zzz');
  other.edit(theirs);
  const scene = await compare(shop.path);
  const [first = [], ...others] = sides.map((side) => told(scene, side, other));
  expect(first).toMatchInlineSnapshot(`
    [
      "conflict content a · modified 3 · modified 4",
      "conflict modify/delete c · deleted · modified 2",
      "conflict content moved · renamed from b 9 · modified at b 9",
      "conflict add/add n · added 1-20 · added 1",
      "near e · modified 2 · modified 4",
    ]
  `);
  for (const one of others) expect(one).toEqual(first);
  // Among each other they hold the same content everywhere.
  const levels = new Set(
    scene.overlaps.pairs.filter(({ b }) => b !== other.path).flatMap(({ files }) => files.map(({ level }) => level)),
  );
  expect([...levels]).toEqual(['same']);
});

test('what is remembered is used, and a damaged memory is none', async () => {
  const shop = await repo({ files: base });
  shop.worktree('one').edit(half);
  shop.worktree('two').edit(theirs);
  const scene = await compare(shop.path);
  const git = testGit();
  expect(await scene.again({ git })).toEqual(scene.overlaps);
  // Three processes less than before: nothing was merged, and no lines were compared.
  expect(git.started()).toBe(scene.processes - 3);
  for (const content of ['', '{"format":1,"merges":{"x":{"clean":1}}}', '{"format":1,"merges":[', '[]']) {
    writeFileSync(join(scene.store.directory, 'merges.json'), content);
    expect(await scene.again({})).toEqual(scene.overlaps);
  }
});

test('what was asked of paths beforehand changes no answer and spares processes, and what was not is asked then', async () => {
  const shop = await repo({ files: base });
  const one = shop.worktree('one');
  one.commit({ a: text('a', { 3: 'ours' }) });
  one.edit({ d: text('d', { 3: 'ours' }), 'new/file': 'ours\n' });
  shop.worktree('two').edit(theirs);
  shop.commit({ a: text('a', { 4: 'trunk' }), d: null, 'new/FILE': 'trunk\n', '.gitattributes': 'a merge=union\n' });
  const scene = await compare(shop.path);
  const all = scene.snapshots.flatMap(({ uncommitted }) => [...uncommitted]);
  const many = Array.from({ length: 2001 }, (_, at) => `many/${at}`);
  const ask = async (paths: readonly string[]): Promise<number> => {
    rmSync(join(scene.store.directory, 'merges.json'));
    const git = testGit();
    const preparation = prepareOverlaps({ ...scene.options, git });
    await preparation?.begin(Promise.resolve(paths));
    expect(await preparation?.foreseen()).not.toBeNull();
    const before = git.started();
    expect(await scene.again({ git, ...(preparation && { preparation }) })).toEqual(scene.overlaps);
    return git.started() - before;
  };
  const spared = await ask(all);
  expect(await ask([])).toBe(spared + 2);
  expect(await ask(many)).toBe(spared + 2);
  expect(await ask([...all, ...many])).toBe(spared + 1);
});

test('case 66: an object that is gone: nothing is called clean', async () => {
  const shop = await repo({ files: base });
  const one = shop.worktree('one');
  one.commit(half);
  shop.worktree('two').edit(theirs);
  const scene = await compare(shop.path);
  const lost = one.git('rev-parse', 'HEAD:moved');
  rmSync(join(shop.path, '.git/objects', lost.slice(0, 2), lost.slice(2)));
  rmSync(join(scene.store.directory, 'merges.json'));
  const { checked, unchecked, pairs } = await scene.again({});
  expect({ checked, unchecked: unchecked.map(({ reason }) => reason) }).toEqual({
    checked: 2,
    unchecked: ['missing objects'],
  });
  expect(tell(pairs[0]).map((line) => line.split(' · ')[0])).toMatchInlineSnapshot(`
    [
      "file a",
      "file b",
    ]
  `);
  rmSync(join(shop.path, '.git/objects'), { recursive: true });
  expect(await scene.again({})).toMatchObject({ checked: 0, pairs: [] });
});

test('only two, one, or none', async () => {
  const shop = await repo({ files: base });
  const [one, two, three] = ['one', 'two', 'three'].map((name) => shop.worktree(name));
  for (const checkout of [one, two, three]) checkout?.edit(half);
  const only = [one?.path ?? '', three?.path ?? ''] as const;
  const scene = await compare(shop.path, { only });
  expect(scene.overlaps.checked).toBe(1);
  expect(scene.overlaps.pairs.map(({ a, b }) => [a, b])).toEqual([[...only].toSorted()]);
  expect(await scene.again({ snapshots: scene.snapshots.slice(0, 1) })).toMatchObject({ checked: 0, pairs: [] });
  const nothing = { git: testGit(), store: scene.store, worktrees: [], snapshots: [], trunk: null };
  expect(await findOverlaps(nothing)).toEqual({ checked: 0, unchecked: [], pairs: [], trunk: [], problems: [] });
});

test('without a trunk, what all have in common takes its place', async () => {
  const shop = await repo({ files: base });
  const one = shop.worktree('one');
  const two = shop.worktree('two');
  one.commit(half);
  two.commit(theirs);
  const scene = await compare(shop.path, { trunk: null });
  expect(told(scene, one, two).map((line) => line.split(' · ')[0])).toMatchInlineSnapshot(`
    [
      "conflict content a",
      "conflict content moved",
    ]
  `);
});
