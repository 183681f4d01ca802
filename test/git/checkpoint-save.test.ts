import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCheckpoints } from '../../src/checkpoints/history/read-history.ts';
import { readLatestCheckpoint } from '../../src/checkpoints/history/read-latest.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { noon, saverOf, textOf } from '../helpers/saver.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, type Checkout } from '../helpers/repo.ts';

test('a checkpoint is a manifest, objects of its own and a copy, and nothing else of the repository moves', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  const fork = shop.git('rev-parse', 'HEAD');
  const auth = shop.worktree('auth');
  auth.commit({ 'a.txt': 'committed\n' });
  auth.stage({ 'b.txt': 'staged\n' });
  auth.edit({ 'b.txt': 'working\n', 'new.txt': 'new\n', '.env': 'TOKEN=planted\n' });
  const saver = await saverOf(auth.path);
  const parts = ['objects', 'refs', 'logs', 'worktrees', 'HEAD', 'index'].map((name) => join(shop.path, '.git', name));
  const proof = readOnlyProof(parts);
  const { checkpoint, manifest, path, excluded, problems } = await saver.save({ forkPoint: fork });
  expect(proof.differences()).toEqual([]);

  expect(problems).toEqual([]);
  expect(statSync(manifest).mode & 0o777).toBe(0o600);
  expect(path).toBe(join(auth.path, '.keepgoing/checkpoint.md'));
  expect(textOf(auth.path, '.keepgoing/checkpoint.md')).toBe(`# ${checkpoint.id}\n`);
  expect(JSON.parse(textOf(auth.path, '.keepgoing/checkpoint.json'))).toEqual(checkpoint);
  expect(readdirSync(join(auth.path, '.keepgoing')).toSorted()).toEqual([
    '.gitignore',
    'checkpoint.json',
    'checkpoint.md',
  ]);
  expect(excluded).toBe(join(shop.path, '.git/info/exclude'));
  expect(auth.git('status', '--porcelain', '-uall')).not.toContain('keepgoing');

  const { code } = checkpoint;
  expect(code?.files.map(({ path: file, change }) => `${change} ${file}`)).toEqual([
    'modified a.txt',
    'modified b.txt',
    'untracked new.txt',
  ]);
  expect(code?.skipped).toEqual([{ path: '.env', reason: 'secret' }]);
  const show = (tree: string | null | undefined, file: string) => saver.see('cat-file', '-p', `${tree}:${file}`);
  expect([show(code?.commit, 'b.txt'), show(code?.staged, 'b.txt'), show(code?.commit, 'new.txt')]).toEqual([
    'working',
    'staged',
    'new',
  ]);
  const worktree = { path: auth.path, gitDirectory: join(shop.path, '.git/worktrees/shop.auth') };
  const read = await readLatestCheckpoint({ worktree, commonDirectory: saver.commonDirectory });
  expect(read).toEqual({ checkpoint });
  expect((await listCheckpoints(saver)).checkpoints.map((one) => one.file)).toEqual([manifest]);
});

test('it is in no status and no commit, whatever a .gitignore says, and the history outlives every git clean', async () => {
  const shop = await repo({
    files: { '.gitignore': '!.keepgoing/\n!.keepgoing/**\n', 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' },
  });
  const sparse = shop.worktree('sparse');
  sparse.git('sparse-checkout', 'set', 'in');
  for (const { path, git, commit, edit } of [shop, sparse]) {
    const saver = await saverOf(path);
    const { checkpoint, problems } = await saver.save();
    expect(problems).toEqual([]);
    expect(git('status', '--porcelain', '-uall')).toBe('');
    edit({ 'in/a.txt': 'b\n' });
    git('add', '-A');
    commit();
    expect(git('ls-tree', '-r', '--name-only', 'HEAD')).not.toContain('keepgoing');
    git('clean', '-q', '-fd');
    expect(existsSync(join(path, '.keepgoing/checkpoint.md'))).toBe(true);
    git('clean', '-q', '-fdx');
    expect(existsSync(join(path, '.keepgoing'))).toBe(false);
    const gitDirectory = git('rev-parse', '--absolute-git-dir');
    const read = await readLatestCheckpoint({ worktree: { path, gitDirectory }, ...saver });
    expect(read.checkpoint?.id).toBe(checkpoint.id);
  }
});

test('the list of ignored files gets its line once, and keeps what is in there', async () => {
  const shop = await repo();
  mkdirSync(join(shop.path, '.git/info'));
  writeFileSync(join(shop.path, '.git/info/exclude'), '*.log');
  const saver = await saverOf(shop.path);
  expect((await saver.save()).excluded).not.toBeNull();
  expect((await saver.save()).excluded).toBeNull();
  expect(textOf(shop.path, '.git/info/exclude')).toBe(
    '*.log\n# kg: its checkpoints, and the end of the line above\n/.keepgoing/\n',
  );
});

type Obstacle = (shop: Checkout) => void;
const obstacles: readonly (readonly [string, Obstacle])[] = [
  ['.keepgoing is a symbolic link', (shop) => shop.edit({ '.keepgoing': { link: '../elsewhere' } })],
  ['.keepgoing is not a directory', (shop) => shop.edit({ '.keepgoing': 'mine\n' })],
  [
    '.keepgoing/checkpoint.md is a symbolic link',
    (shop) => shop.edit({ '.keepgoing/checkpoint.md': { link: '../a.txt' } }),
  ],
  ['.keepgoing/checkpoint.md is tracked by git', (shop) => void shop.commit({ '.keepgoing/checkpoint.md': 'mine\n' })],
  [
    'git would see the file, since a .gitignore takes .keepgoing back in',
    (shop) => shop.edit({ '.gitignore': '!.keepgoing/\n', '.keepgoing/.gitignore': '!*\n' }),
  ],
];

test.each(obstacles)('nothing is written into the worktree when %s, only into the history', async (why, obstruct) => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  obstruct(shop);
  const proof = readOnlyProof([join(shop.path, 'a.txt')]);
  const before = shop.git('status', '--porcelain', '-uall', '--ignored');
  const saver = await saverOf(shop.path);
  const { path, manifest, problems } = await saver.save();
  expect({ path, says: problems.map(({ message }) => message) }).toEqual({
    path: null,
    says: [`The checkpoint was not written into the worktree, only into its history: ${why}`],
  });
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ schema: 1, worktree: shop.path });
  expect(shop.git('status', '--porcelain', '-uall', '--ignored').replaceAll('!!', '??')).toBe(before);
  expect(proof.differences()).toEqual([]);
});

test('what git says when it cannot pack the code is cleaned before it is kept', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const saver = await saverOf(shop.path);
  const gone = '1'.repeat(40);
  const store = openStore({ cache: place('cache'), commonDirectory: saver.commonDirectory });
  const clean = async (text: string): Promise<string> => text.replaceAll(gone, '[secret removed: test]');
  const { checkpoint, manifest, problems } = await saver.save({ objects: { oids: [gone], store }, clean });
  expect(checkpoint.code).toBeNull();
  expect(problems.map(({ code, message }) => [code, /: .*\[secret removed: test\]/u.test(message)])).toEqual([
    ['CHECKPOINT_CODE_NOT_SAVED', true],
  ]);
  expect(readFileSync(manifest, 'utf8')).not.toContain(gone);
  expect(textOf(shop.path, '.keepgoing/checkpoint.json')).not.toContain(gone);
});

test('files of an older tool in .keepgoing stay as they are, tracked or not', async () => {
  const shop = await repo({ files: { '.keepgoing/state.json': '{}\n' } });
  shop.edit({ '.keepgoing/keepgoing.db': 'db\n' });
  const proof = readOnlyProof(['state.json', 'keepgoing.db'].map((name) => join(shop.path, '.keepgoing', name)));
  const { problems } = await (await saverOf(shop.path)).save();
  expect(problems).toEqual([]);
  expect(proof.differences()).toEqual([]);
});

test('where nothing can be written it says so, and what was saved before is whole', async () => {
  const shop = await repo();
  const saver = await saverOf(shop.path);
  const { checkpoint } = await saver.save();
  const objects = join(shop.path, '.git/keepgoing/objects');
  rmSync(objects, { recursive: true });
  writeFileSync(objects, 'in the way');
  shop.edit({ 'README.md': 'more\n' });
  await expect(saver.save()).rejects.toMatchObject({
    code: 'CHECKPOINT_NOT_SAVED',
    details: { cause: 'Something else lies where a directory should be' },
  });
  expect((await listCheckpoints(saver)).checkpoints.map((one) => one.checkpoint)).toEqual([checkpoint]);
  expect(readdirSync(join(shop.path, '.git/keepgoing/claims'))).toEqual([]);
});

/** Only root may mount, and only on Linux. */
const mountable = process.platform === 'linux' && process.getuid?.() === 0;

test.runIf(mountable)('a disk that fills up at any moment costs the new checkpoint only', async () => {
  const shop = await repo();
  const saver = await saverOf(shop.path);
  const disk = join(shop.path, '.git/keepgoing');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', disk]);
  try {
    const { checkpoint } = await saver.save();
    const filler = join(disk, 'filler');
    const causes = new Set<string>();
    // The less is left, the earlier it ends: in the manifest, in the list, in the pack, before anything.
    for (const free of [24, 12, 4, 0]) {
      rmSync(filler, { force: true });
      const room = Number(execFileSync('df', ['--output=avail', '-k', disk], { encoding: 'utf8' }).split('\n')[1]);
      if (room > free) writeFileSync(filler, Buffer.alloc((room - free) * 1024));
      shop.edit({ 'README.md': Buffer.from(Array.from({ length: 6000 }, (_, at) => (at * 7919 + free) % 251)) });
      const saved = await saver.save({ now: new Date(noon.getTime() + 1000 * (40 - free)) }).then(
        () => 'saved',
        (error: unknown) => (error instanceof Error && 'details' in error ? JSON.stringify(error.details) : 'bug'),
      );
      causes.add(saved.replace(/"path":"[^"]*"/u, '"path":""'));
      const { checkpoints, problems } = await listCheckpoints(saver);
      expect(problems).toEqual([]);
      expect(checkpoints.map((one) => one.checkpoint.id)).toContain(checkpoint.id);
    }
    expect([...causes].filter((cause) => cause !== 'saved')).toEqual(['{"path":"","cause":"No space left on device"}']);
  } finally {
    execFileSync('umount', [disk]);
  }
});
