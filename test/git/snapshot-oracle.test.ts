import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { repo, type Checkout, type Content, type Files } from '../helpers/repo.ts';
import { snapshotsOf } from '../helpers/snapshots.ts';

/** The tree that git itself makes of everything in a working tree, in a copy of the repository that is thrown away. */
function addAllTree(path: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'kg-copy-'));
  try {
    const lines = 'cp -a "$1/." .; git add -A; git write-tree';
    return execFileSync('sh', ['-ec', lines, 'sh', path], {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }).trim();
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const names = ['a', 'b.txt', 'd/a', 'd/b', 'd/e/deep', 'x.log', 'f', 'f/inner', 'ü/ö', 'sp ace'];
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.constantFrom('1\n', '2\n', '3\n', 'same size\n', 'size same\n', 'a\r\nb\r\n', ''),
  fc.constant(null),
  fc.constant({ program: '#!/bin/sh\n' }),
  fc.constant({ link: 'd' }),
);
const edits = fc.dictionary(fc.constantFrom(...names), content, { minKeys: 1, maxKeys: 3 });

type Step = { readonly edit: Files } | { readonly git: readonly string[] };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: edits.map((edit) => ({ edit })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        ['add', '-A'],
        ['add', '-u'],
        ['add', '-N', '.'],
        ['rm', '-rq', '--cached', '--ignore-unmatch', 'd'],
        ['commit', '-qm', 'work', '--allow-empty'],
        ['commit', '-qam', 'all', '--allow-empty'],
        ['reset', '-q'],
        ['reset', '-q', '--soft', 'HEAD~0'],
        ['status', '-s'],
      )
      .map((git) => ({ git })),
  },
);

/** Edits what can be edited: a name below a file or link has no place. */
function apply(shop: Checkout, one: Step): void {
  if ('git' in one) {
    try {
      shop.git(...one.git);
    } catch {
      // Nothing to commit, or an entry that is only meant: both leave things as they are.
    }
    return;
  }
  for (const [name, value] of Object.entries(one.edit)) {
    const parent = name.includes('/') ? name.slice(0, name.indexOf('/')) : null;
    if (parent !== null) replaceByDirectory(shop, parent);
    rmSync(join(shop.path, name), { recursive: true, force: true });
    shop.edit({ [name]: value });
  }
}

function replaceByDirectory(shop: Checkout, name: string): void {
  const path = join(shop.path, name);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(path);
}

test('every state on a random way holds what git add -A would take, with an index that stays warm', async () => {
  const ways = fc.sample(fc.array(step, { minLength: 12, maxLength: 12 }), { numRuns: 3, seed: 20_261_122 });
  for (const way of ways) {
    const shop = await repo({
      files: { a: '1\n', 'd/a': '1\n', f: 'f\n', '.gitignore': '*.log\n', '.gitattributes': 'b.txt text\n' },
    });
    const snapshots = await snapshotsOf(shop.path);
    for (const [at, one] of way.entries()) {
      apply(shop, one);
      const snapshot = await snapshots.take();
      expect({ at, one, tree: snapshot.tree }).toEqual({ at, one, tree: addAllTree(shop.path) });
    }
  }
});

test('how a change is split into commits, staged, unstaged and untracked does not change the snapshot', async () => {
  const before: Files = { kept: 'k\n', edited: '1\n', gone: 'g\n', 'dir/moved': 'm\n', linked: 'l\n' };
  const after: Files = {
    edited: '2\n',
    gone: null,
    'dir/moved': null,
    'new/moved': 'm\n',
    added: 'a\n',
    linked: { link: 'kept' },
  };
  const all = Object.entries(after);
  const ways = fc.sample(
    fc.array(fc.constantFrom('commit', 'stage', 'edit'), { minLength: all.length, maxLength: all.length }),
    {
      numRuns: 6,
      seed: 7,
    },
  );
  const trees = new Set<string | null>();
  for (const way of ways) {
    const shop = await repo({ files: before });
    const part = (how: string): Files => Object.fromEntries(all.filter((_, index) => way[index] === how));
    if (way.includes('commit')) shop.commit(part('commit'));
    if (way.includes('stage')) shop.stage(part('stage'));
    shop.edit(part('edit'));
    const { tree, uncommitted } = await (await snapshotsOf(shop.path)).take();
    trees.add(tree);
    expect(uncommitted.size).toBe(way.filter((how) => how !== 'commit').length);
  }
  expect([...trees]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/u)]);
});

test('what git decides by looking at the index is decided the same: line endings, modes and links without support for them', async () => {
  const shop = await repo({
    files: { windows: 'a\r\nb\r\n', unix: 'a\nb\n', 'd/link': { link: 'unix' }, run: { program: 'r\n' } },
  });
  shop.git('config', 'core.fileMode', 'false');
  shop.git('config', 'core.symlinks', 'false');
  shop.git('config', 'core.autocrlf', 'input');
  shop.edit({
    '.gitattributes': '* text=auto\n',
    windows: 'a\r\nb\r\nc\r\n',
    unix: 'a\r\n',
    'd/link': 'other',
    run: 's\n',
  });
  shop.edit({ new: { program: 'n\r\n' }, 'd/e/new': 'n\n', 'd.x': '1\n', 'd-x': '2\n', d0: '3\n' });
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(snapshot.tree).toBe(addAllTree(shop.path));
  expect(await snapshots.text(snapshot, 'windows')).toContain('\r\n');
  expect(snapshots.see('fsck', '--no-dangling', '--strict', String(snapshot.commit))).toBe('');
});

test('attributes that only HEAD or the index still has hold as in an index of all files', async () => {
  const shop = await repo({
    files: {
      'd/.gitattributes': '*.txt text\n',
      'e/.gitattributes': '*.txt text\n',
      'd/a.txt': 'a\n',
      'e/a.txt': 'a\n',
    },
  });
  shop.edit({ 'f/.gitattributes': '*.txt text\n', 'f/a.txt': 'a\n' });
  shop.git('add', 'f');
  // Hidden from git, and gone from the disk.
  shop.git('update-index', '--skip-worktree', 'd/.gitattributes', 'f/.gitattributes');
  const hidden = { 'd/.gitattributes': null, 'e/.gitattributes': null, 'f/.gitattributes': null };
  shop.edit({ ...hidden, 'd/a.txt': 'b\r\n', 'd/new.txt': 'n\r\n', 'e/a.txt': 'b\r\n', 'f/a.txt': 'b\r\n' });
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(snapshot.tree).toBe(addAllTree(shop.path));
  for (const path of ['d/a.txt', 'd/new.txt', 'f/a.txt'])
    expect(await snapshots.text(snapshot, path)).not.toContain('\r\n');
});
