import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openGit } from '../../src/git/run.ts';
import { readSnapshotFile } from '../../src/worktrees/snapshot/file.ts';
import { repo, write } from '../helpers/repo.ts';
import { snapshotsOf, summary } from '../helpers/snapshots.ts';

test('cases 35 to 37, 50: staged, staged and changed further, intent to add, taken out of the index, deleted', async () => {
  const shop = await repo({ files: { kept: 'k\n', staged: '1\n', both: '1\n', out: 'o\n', gone: 'g\n', mode: 'm\n' } });
  shop.stage({ staged: '2\n', both: '2\n', new: 'n\n' });
  shop.edit({ both: '3\n', meant: 'to come\n', loose: 'l\n', gone: null });
  shop.git('add', '-N', 'meant');
  shop.git('rm', '-q', '--cached', 'out');
  chmodSync(join(shop.path, 'mode'), 0o755);
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "uncommitted": [
        "both",
        "gone",
        "loose",
        "meant",
        "mode",
        "new",
        "out",
        "staged",
      ],
      "untracked": [
        "loose",
        "out",
      ],
    }
  `);
  expect(snapshots.entries(snapshot)).toMatchInlineSnapshot(`
    [
      "100644 both",
      "100644 kept",
      "100644 loose",
      "100644 meant",
      "100755 mode",
      "100644 new",
      "100644 out",
      "100644 staged",
    ]
  `);
  expect(await snapshots.text(snapshot, 'both')).toBe('3\n');
  expect(await snapshots.text(snapshot, 'out')).toBe('o\n');
  expect(await snapshots.text(snapshot, 'gone')).toBeNull();
});

test('case 22: a newline, a tab, a quote and bytes that are not UTF-8 in names', async () => {
  const shop = await repo();
  const odd = ['new\nline', 'tab\tbed', '"quoted"', 'grün', ' space ', '-dash', ':(top)x', 'a*'];
  shop.edit(Object.fromEntries(odd.map((name) => [name, `${name}!`])));
  writeFileSync(Buffer.concat([Buffer.from(`${shop.path}/latin-`), Buffer.from([0xe9, 0xff])]), 'bytes');
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  const names = [...odd, 'latin-\udce9\udcff'];
  expect([...snapshot.untracked].toSorted()).toEqual(names.toSorted());
  const { git, store } = snapshots;
  const texts = await Promise.all(names.map((path) => readSnapshotFile({ git, store, snapshot, path })));
  expect(texts.map(String)).toEqual([...odd.map((name) => `${name}!`), 'bytes']);
  const again = await snapshots.take();
  expect([again.commit, again.skipped]).toEqual([snapshot.commit, []]);
});

test('cases 23 to 25: line endings that git evens out are no change, others are, and core.safecrlf stops nothing', async () => {
  const shop = await repo({ files: { '.gitattributes': 'even text=auto\n', even: 'a\nb\n', raw: 'a\nb\n' } });
  shop.git('config', 'core.safecrlf', 'true');
  shop.edit({ even: 'a\r\nb\r\n' });
  const snapshots = await snapshotsOf(shop.path);
  const even = await snapshots.take();
  expect([even.commit, [...even.uncommitted]]).toEqual([even.head, ['even']]);
  shop.edit({ raw: 'a\r\nb\r\n', mixed: 'a\r\nb\n' });
  shop.git('config', 'core.autocrlf', 'input');
  const raw = await snapshots.take();
  expect(raw.skipped).toEqual([]);
  expect(await snapshots.text(raw, 'mixed')).toBe('a\nb\n');
});

test('cases 26, 27: clean filters run a bounded number of times, a failing one costs its own paths, no plaintext is kept', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.bad': 'b\n', 'c.txt': 'c\n' } });
  const log = join(shop.path, '..', 'runs');
  shop.git('config', 'filter.rot.clean', `echo run >> '${log}'; tr a-z n-za-m`);
  shop.git('config', 'filter.bad.clean', 'exit 1');
  shop.git('config', 'filter.bad.required', 'true');
  shop.edit({
    '.gitattributes': '*.txt filter=rot\n*.bad filter=bad\n',
    'a.txt': 'secret one\n',
    'b.bad': 'changed\n',
    'n.bad': 'new\n',
    'n.txt': 'secret two\n',
  });
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "problems": [
        "SNAPSHOT_PARTIAL: 2 files are compared by their names alone: 2 refused by git or a clean filter",
      ],
      "skipped": [
        "b.bad: filter-failed",
        "n.bad: filter-failed",
      ],
      "uncommitted": [
        ".gitattributes",
        "a.txt",
        "b.bad",
        "c.txt",
        "n.bad",
        "n.txt",
      ],
      "untracked": [
        ".gitattributes",
        "n.bad",
        "n.txt",
      ],
    }
  `);
  expect(await snapshots.text(snapshot, 'n.txt')).toBe('frperg gjb\n');
  expect(await snapshots.text(snapshot, 'b.bad')).toBe('b\n');
  // Once or twice in each of status and two rounds of staging, for three files.
  expect(readFileSync(log, 'utf8').split('\n').length - 1).toBeLessThanOrEqual(12);
  const plain = shop.git('hash-object', '--no-filters', 'n.txt');
  expect(() => snapshots.see('cat-file', '-e', plain)).toThrow('Command failed');
});

test('case 26: a filter that hangs is ended, and costs the paths that have it', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.ts': 'b\n' } });
  shop.git('config', 'filter.slow.clean', 'sleep 5');
  shop.edit({ '.gitattributes': '*.slow filter=slow\n', 'x.slow': 'x\n', 'y.ts': 'y\n', 'b.ts': 'b2\n' });
  const git = openGit({ env: process.env, concurrency: 4, timeoutMs: 700 });
  const snapshots = await snapshotsOf(shop.path, { git });
  const snapshot = await snapshots.take();
  expect(snapshot.skipped).toEqual([{ path: 'x.slow', reason: 'filter-failed' }]);
  expect(snapshots.entries(snapshot)).toEqual(['100644 .gitattributes', '100644 a.txt', '100644 b.ts', '100644 y.ts']);
});

test('cases 28, 29: nested worktrees and embedded repositories are not recorded, and listed', async () => {
  const shop = await repo({ files: { '.gitignore': 'ignored/\n', a: 'a\n' } });
  const nested = shop.worktree('agent', { path: join(shop.path, '.claude/worktrees/agent') });
  const broken = shop.worktree('broken', { path: join(shop.path, '.claude/worktrees/broken') });
  rmSync(join(broken.path, '.git'));
  nested.edit({ inner: 'i\n' });
  shop.edit({ 'lib/own': 'o\n', 'ignored/x': 'x\n', '.keepgoing/checkpoint.md': 'c\n' });
  for (const name of ['lib/empty', 'lib/full']) shop.git('init', '-q', name);
  write(join(shop.path, 'lib/full/f'), 'f\n');
  shop.git('-C', 'lib/full', 'add', '-A');
  shop.git('-C', 'lib/full', 'commit', '-q', '-m', 'inner');
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "skipped": [
        ".claude/worktrees/agent: nested-worktree",
        "lib/empty: embedded-repository",
        "lib/full: embedded-repository",
      ],
      "uncommitted": [
        "lib/own",
      ],
      "untracked": [
        "lib/own",
      ],
    }
  `);
  expect(snapshots.entries(snapshot)).toEqual(['100644 .gitignore', '100644 a', '100644 lib/own']);
  const inside = await snapshotsOf(nested.path);
  expect(summary(await inside.take())).toEqual({ kind: 'exact', uncommitted: ['inner'], untracked: ['inner'] });
});

test('cases 30, 31: a moved submodule pointer is taken, work inside of a submodule is not', async () => {
  const library = await repo({ name: 'library', files: { l: '1\n' } });
  const shop = await repo();
  shop.git('submodule', '--quiet', 'add', library.path, 'lib');
  shop.commit();
  write(join(shop.path, 'lib/l'), 'dirty\n');
  write(join(shop.path, 'lib/new'), 'new\n');
  const snapshots = await snapshotsOf(shop.path);
  const dirty = await snapshots.take();
  expect([dirty.commit, dirty.uncommitted.size]).toEqual([dirty.head, 0]);
  const move = (): string => {
    shop.git('-C', 'lib', 'commit', '-q', '-a', '--allow-empty', '-m', 'move');
    return shop.git('-C', 'lib', 'rev-parse', 'HEAD');
  };
  const first = move();
  const moved = await snapshots.take();
  expect(snapshots.see('ls-tree', String(moved.tree), 'lib')).toBe(`160000 commit ${first}\tlib`);
  const second = move();
  expect(snapshots.see('ls-tree', String((await snapshots.take()).tree), 'lib')).toBe(`160000 commit ${second}\tlib`);
  const inner = await snapshotsOf(join(shop.path, 'lib'));
  expect(summary(await inner.take())).toEqual({ kind: 'exact', uncommitted: ['new'], untracked: ['new'] });
});

test('case 48: an edit of the same size within the same second is found, also by a warm index', async () => {
  const shop = await repo({ files: { a: '1111\n', b: 'b\n' } });
  const path = join(shop.path, 'a');
  const moment = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
  utimesSync(path, moment, moment);
  shop.git('status');
  const index = join(shop.path, '.git/index');
  utimesSync(index, moment, moment);
  const edit = (text: string): void => {
    writeFileSync(path, text);
    utimesSync(path, moment, moment);
  };
  edit('2222\n');
  const snapshots = await snapshotsOf(shop.path);
  expect(await snapshots.text(await snapshots.take(), 'a')).toBe('2222\n');
  edit('3333\n');
  expect(await snapshots.text(await snapshots.take(), 'a')).toBe('3333\n');
  shop.edit({ a: '4444\n', new: 'one\n' });
  await snapshots.take();
  shop.edit({ a: '5555\n', new: 'two\n' });
  const last = await snapshots.take();
  expect([await snapshots.text(last, 'a'), await snapshots.text(last, 'new')]).toEqual(['5555\n', 'two\n']);
});

test('case 51, 54: pipes are ignored, links kept as links, unreadable files listed', async () => {
  const shop = await repo({ files: { tracked: 't\n', closed: 'c\n' } });
  rmSync(join(shop.path, 'tracked'));
  execFileSync('mkfifo', [join(shop.path, 'pipe'), join(shop.path, 'tracked')]);
  shop.edit({ dangling: { link: 'nowhere' }, around: { link: '.' }, secret: 's\n', closed: 'changed\n' });
  chmodSync(join(shop.path, 'secret'), 0);
  chmodSync(join(shop.path, 'closed'), 0);
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  const root = process.getuid?.() === 0;
  expect(snapshot.kind).toBe('exact');
  expect(snapshot.skipped).toEqual([
    ...(root ? [] : [{ path: 'closed', reason: 'unreadable' }]),
    { path: 'tracked', reason: 'unreadable' },
    ...(root ? [] : [{ path: 'secret', reason: 'unreadable' }]),
  ]);
  expect(snapshots.entries(snapshot)).toEqual([
    '120000 around',
    '100644 closed',
    '120000 dangling',
    ...(root ? ['100644 secret'] : []),
    '100644 tracked',
  ]);
});

test('case 52: files become directories, directories become files, links and repositories', async () => {
  const shop = await repo({
    files: { file: 'f\n', 'dir/a': 'a\n', 'linked/a': 'a\n', 'hidden/a': 'a\n', lib: 'l\n' },
  });
  shop.edit({ file: null, dir: null, linked: null, hidden: null, lib: null, '.gitignore': 'hidden\n' });
  shop.edit({ 'file/inner': 'i\n', dir: 'now a file\n', 'real/a': 'a\n' });
  for (const name of ['linked', 'hidden']) symlinkSync('real', join(shop.path, name));
  shop.git('init', '-q', 'lib');
  shop.git('-C', 'lib', 'commit', '-q', '--allow-empty', '-m', 'inner');
  const snapshots = await snapshotsOf(shop.path);
  const snapshot = await snapshots.take();
  expect(snapshots.entries(snapshot)).toMatchInlineSnapshot(`
    [
      "100644 .gitignore",
      "100644 dir",
      "100644 file/inner",
      "120000 linked",
      "100644 real/a",
    ]
  `);
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "uncommitted": [
        ".gitignore",
        "dir",
        "dir/a",
        "file",
        "file/inner",
        "hidden/a",
        "lib",
        "linked",
        "linked/a",
        "real/a",
      ],
      "untracked": [
        ".gitignore",
        "dir",
        "file/inner",
        "linked",
        "real/a",
      ],
    }
  `);
});

test('case 53: untracked files beyond the limits are listed and not read', async () => {
  const shop = await repo();
  shop.edit({
    'a-big': 'x'.repeat(2000),
    ...Object.fromEntries([1, 2, 3, 4].map((n) => [`node_modules/${n}`, `${n}\n`])),
  });
  const snapshots = await snapshotsOf(shop.path);
  const limits = { untrackedBytes: 1000, untrackedFiles: 4 };
  const snapshot = await snapshots.take({ limits });
  expect(summary(snapshot)).toMatchInlineSnapshot(`
    {
      "kind": "exact",
      "problems": [
        "SNAPSHOT_PARTIAL: 2 files are compared by their names alone: 1 too large, 1 beyond the number of untracked files that are read",
      ],
      "skipped": [
        "a-big: too-large",
        "node_modules/4: too-many",
      ],
      "uncommitted": [
        "a-big",
        "node_modules/1",
        "node_modules/2",
        "node_modules/3",
        "node_modules/4",
      ],
      "untracked": [
        "a-big",
        "node_modules/1",
        "node_modules/2",
        "node_modules/3",
        "node_modules/4",
      ],
    }
  `);
  expect(snapshots.entries(snapshot).length).toBe(4);
  const roomy = await snapshots.take();
  expect([roomy.fresh, roomy.skipped]).toEqual([true, []]);
});
