import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { repo, write } from '../helpers/repo.ts';
import { snapshotsOf, summary, untilReused } from '../helpers/snapshots.ts';

test('cases 38, 40: in the middle of a merge both sides are parents, and markers are no content', async () => {
  const shop = await repo({ files: { both: '1\n', settled: '1\n', gone: '1\n', clean: '1\n' } });
  const auth = shop.worktree('auth');
  auth.commit({ both: 'theirs\n', settled: 'theirs\n', gone: 'theirs\n', new: 'theirs\n' });
  shop.commit({ both: 'ours\n', settled: 'ours\n', gone: null, clean: '2\n' });
  shop.git('checkout', '-q', '--detach');
  shop.gitFails('merge', '-q', 'auth');
  shop.edit({ settled: 'by hand\n', loose: 'l\n' });
  const git = testGit();
  const snapshots = await snapshotsOf(shop.path, { git });
  const spent = budget(git);
  const snapshot = await snapshots.take();
  expect(spent()).toBe(1 + 3);
  expect([snapshot.operation, summary(snapshot)]).toMatchInlineSnapshot(`
    [
      "merge",
      {
        "kind": "exact",
        "skipped": [
          "both: unmerged",
        ],
        "uncommitted": [
          "both",
          "gone",
          "loose",
          "new",
          "settled",
        ],
        "unmerged": [
          "both",
          "gone",
          "settled",
        ],
        "untracked": [
          "loose",
        ],
      },
    ]
  `);
  expect(snapshots.see('log', '-1', '--format=%P', String(snapshot.commit))).toBe(
    shop.git('rev-parse', 'HEAD', 'auth').replace('\n', ' '),
  );
  expect(snapshots.entries(snapshot)).toMatchInlineSnapshot(`
    [
      "100644 both",
      "100644 clean",
      "100644 gone",
      "100644 loose",
      "100644 new",
      "100644 settled",
    ]
  `);
  const text = (path: string): Promise<string | null> => snapshots.text(snapshot, path);
  expect(await Promise.all(['both', 'settled', 'gone', 'clean'].map(text))).toEqual([
    'ours\n',
    'by hand\n',
    'theirs\n',
    '2\n',
  ]);
  await untilReused(snapshots);
});

test('case 39: a stopped rebase and a stopped cherry-pick have HEAD as parent', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  const auth = shop.worktree('auth');
  const picked = auth.commit({ a: 'auth\n' });
  shop.commit({ a: 'main\n' });
  auth.gitFails('rebase', '-q', 'main');
  shop.gitFails('cherry-pick', picked);
  for (const [checkout, operation] of [
    [auth, 'rebase'],
    [shop, 'cherry-pick'],
  ] as const) {
    const snapshot = await (await snapshotsOf(checkout.path)).take();
    expect([snapshot.operation, snapshot.commit, [...snapshot.unmerged]]).toEqual([operation, snapshot.head, ['a']]);
  }
});

test('case 41: an unborn branch has a tree and no commit', async () => {
  const shop = await repo({ files: null });
  const empty = await (await snapshotsOf(shop.path)).take();
  expect(summary(empty)).toMatchInlineSnapshot(`
    {
      "kind": "paths",
      "reason": "This branch has no commit yet, so there is nothing to merge it with",
      "uncommitted": [],
      "untracked": [],
    }
  `);
  shop.stage({ a: 'a\n' });
  shop.edit({ b: 'b\n' });
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect([snapshot.commit, snapshot.head, snapshots.entries(snapshot)]).toEqual([null, null, ['100644 a', '100644 b']]);
});

test('cases 42, 43: a bare entry, a missing directory and one without its .git have no commit, and say why', async () => {
  const origin = await repo();
  const bare = origin.clone('hub/.bare', '--bare');
  const hub = dirname(bare.path);
  const [gone, cut] = ['gone', 'cut'].map((name) => bare.worktree(name, { path: join(hub, name) }));
  const one = bare.worktree('one', { path: join(hub, 'one'), lock: 'on a\nstick' });
  one.edit({ new: 'n\n' });
  gone?.remove();
  rmSync(join(String(cut?.path), '.git'));
  const git = testGit();
  const snapshots = await snapshotsOf(one.path, { git });
  const worktrees = await listWorktrees({ git, repository: await openRepository({ git, directory: one.path }) });
  const spent = budget(git);
  const paths = worktrees.map(({ path }) => path);
  const said = await Promise.all(
    worktrees.map(async (worktree) => {
      const { kind, reason, problems, uncommitted } = await snapshots.take({ worktree, worktrees: paths });
      return [basename(worktree.path), kind, reason ?? [...uncommitted].join(' '), problems.length];
    }),
  );
  expect(said).toMatchInlineSnapshot(`
    [
      [
        ".bare",
        "paths",
        "A bare repository has no files checked out",
        0,
      ],
      [
        "cut",
        "paths",
        "The .git file of this worktree is gone or names another repository",
        1,
      ],
      [
        "gone",
        "paths",
        "The directory of this worktree is gone",
        0,
      ],
      [
        "one",
        "exact",
        "new",
        0,
      ],
    ]
  `);
  expect(spent()).toBe(3);
});

test('cases 46, 58: a sha256 repository, without a name or with commits that must be signed', async () => {
  const shop = await repo({ objectFormat: 'sha256', files: { a: '1\n', 'd/x': 'x\n' } });
  shop.git('config', 'commit.gpgsign', 'true');
  shop.git('config', 'gpg.program', '/bin/false');
  shop.git('config', 'user.useConfigOnly', 'true');
  shop.edit({ a: '2\n', b: 'b\n', 'd/x': null });
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect([snapshot.commit?.length, snapshots.entries(snapshot)]).toEqual([64, ['100644 a', '100644 b']]);
  expect(snapshots.see('fsck', '--no-dangling', String(snapshot.commit))).toBe('');
  await untilReused(snapshots);
});

test('cases 32 to 34: sparse checkouts, a sparse index, and entries that hide from git', async () => {
  const shop = await repo({
    files: { 'in/a': 'a\n', 'out/b': 'b\n', 'far/deep/c': 'c\n', hidden: 'h\n', assumed: 's\n', top: 't\n' },
  });
  shop.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
  shop.git('update-index', '--assume-unchanged', 'assumed');
  shop.git('update-index', '--skip-worktree', 'hidden');
  shop.edit({ 'in/a': 'changed\n', 'out/new': 'outside\n', assumed: 'unseen\n' });
  rmSync(join(shop.path, 'hidden'));
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "uncommitted": [
        "in/a",
        "out/new",
      ],
      "untracked": [
        "out/new",
      ],
    }
  `);
  expect(snapshots.entries(snapshot)).toMatchInlineSnapshot(`
    [
      "100644 assumed",
      "100644 far/deep/c",
      "100644 hidden",
      "100644 in/a",
      "100644 out/b",
      "100644 out/new",
      "100644 top",
    ]
  `);
  expect(await snapshots.text(snapshot, 'assumed')).toBe('s\n');
  await untilReused(snapshots);
});

test('cases 47, 49, 60: a split index, a held lock and a read-only repository', async () => {
  const shop = await repo({ files: { a: '1\n', b: 'b\n' } });
  shop.git('config', 'core.splitIndex', 'true');
  shop.git('update-index', '--split-index');
  shop.stage({ c: 'c\n' });
  shop.edit({ a: '2\n', new: 'n\n' });
  writeFileSync(join(shop.path, '.git/index.lock'), '');
  shop.git('gc', '-q');
  execFileSync('chmod', ['-R', 'a-w', join(shop.path, '.git')]);
  onTestFinished(() => void execFileSync('chmod', ['-R', 'u+w', join(shop.path, '.git')]));
  const shared = (): readonly string[] =>
    readdirSync(join(shop.path, '.git')).filter((name) => name.startsWith('sharedindex'));
  const before = shared();
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(snapshots.entries(snapshot)).toEqual(['100644 a', '100644 b', '100644 c', '100644 new']);
  expect(before.length).toBeGreaterThan(0);
  expect(shared()).toEqual(before);
  await untilReused(snapshots);
});

test('case 45: a partial clone lacks blobs, and nothing is fetched', async () => {
  const origin = await repo({ files: { a: '1\n', big: 'b\n' } });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const clone = origin.clone('partial', '--no-local', '--filter=blob:none', '--no-checkout');
  clone.git('sparse-checkout', 'set', '--no-cone', '/a');
  clone.git('checkout', '-q');
  clone.git('config', 'remote.origin.url', '/nowhere');
  clone.edit({ a: '2\n', n: 'n\n' });
  const snapshots = await snapshotsOf(clone.path);
  const snapshot = await snapshots.take();
  expect([snapshot.kind, snapshots.entries(snapshot)]).toEqual(['exact', ['100644 a', '100644 big', '100644 n']]);
  expect([await snapshots.text(snapshot, 'a'), await snapshots.text(snapshot, 'big')]).toEqual(['2\n', null]);
});

test('a worktree of a submodule is its own, with its objects under the superproject', async () => {
  const library = await repo({ name: 'library', files: { l: '1\n' } });
  const shop = await repo();
  shop.git('submodule', '--quiet', 'add', library.path, 'lib');
  write(join(shop.path, 'lib/l'), '2\n');
  const snapshots = await snapshotsOf(join(shop.path, 'lib'));
  const snapshot = await snapshots.take();
  expect([snapshot.kind, await snapshots.text(snapshot, 'l')]).toEqual(['exact', '2\n']);
});
