import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCheckpoints } from '../../src/checkpoints/history/read-history.ts';
import { readLatestCheckpoint } from '../../src/checkpoints/history/read-latest.ts';
import { saveSteps } from '../../src/checkpoints/save.ts';
import { unsaved } from '../helpers/checkpoint.ts';
import { noon, saverOf, textOf, type Saver } from '../helpers/saver.ts';
import type { SaveJob } from '../helpers/save-process.ts';
import { place, repo, type Repo } from '../helpers/repo.ts';

test('a process that is killed between any two writes leaves the checkpoints whole, and the next one tidies up', async () => {
  const { shop, saver, job } = await scene();
  const first = await saver.save();
  const worktree = { path: shop.path, gitDirectory: saver.commonDirectory };
  const latest = async () =>
    (await readLatestCheckpoint({ worktree, commonDirectory: saver.commonDirectory })).checkpoint;
  const outcomes: Record<string, string> = {};
  let minute = 0;
  for (const dieAt of saveSteps) {
    minute += 1;
    const now = new Date(noon.getTime() + minute * 60_000).toISOString();
    const before = await latest();
    expect(await start({ ...job, now, dieAt })).toBe('');
    const after = await latest();
    outcomes[dieAt] = after?.id === before?.id ? 'as before' : 'saved';
    expect(after?.code === null).toBe(false);
    expect(JSON.parse(textOf(shop.path, '.keepgoing/checkpoint.json'))).toMatchObject({ schema: 1 });
    expect((await listCheckpoints(saver)).problems).toEqual([]);
  }
  expect(outcomes).toEqual({
    claimed: 'as before',
    packed: 'as before',
    'objects listed': 'as before',
    'manifest written': 'as before',
    saved: 'saved',
    'copy prepared': 'saved',
    'json written': 'saved',
    'markdown written': 'saved',
    pruned: 'saved',
  });
  const { checkpoint } = await saver.save({ now: new Date(noon.getTime() + 3_600_000) });
  expect(leftovers(shop, saver)).toEqual([]);
  expect(textOf(shop.path, '.keepgoing/checkpoint.md')).toBe(`# ${checkpoint.id}\n`);
  for (const one of [first.checkpoint, checkpoint]) {
    expect(saver.see('show', `${one.code?.commit}:a.txt`)).toBe('edited');
  }
});

test('twenty processes that save one worktree at once leave twenty checkpoints and the newest as the latest', async () => {
  const { shop, saver, job } = await scene();
  const later = (index: number) => new Date(noon.getTime() + ((index * 7) % 20) * 1000).toISOString();
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) => start({ ...job, now: later(index), keep: 50 })),
  );
  const { checkpoints, problems } = await listCheckpoints(saver);
  expect(problems).toEqual([]);
  expect(checkpoints.map(({ checkpoint }) => checkpoint.id)).toEqual(ids.toSorted().toReversed());
  const [newest] = checkpoints;
  expect(JSON.parse(textOf(shop.path, '.keepgoing/checkpoint.json'))).toEqual(newest?.checkpoint);
  expect(textOf(shop.path, '.keepgoing/checkpoint.md')).toBe(`# ${newest?.checkpoint.id}\n`);
  for (const { checkpoint } of checkpoints) {
    expect(saver.see('cat-file', '-t', checkpoint.code?.commit ?? '')).toBe('commit');
  }
  expect(leftovers(shop, saver)).toEqual([]);
});

async function scene(): Promise<{ readonly shop: Repo; readonly saver: Saver; readonly job: SaveJob }> {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  shop.edit({ 'a.txt': 'edited\n' });
  const cache = place('cache');
  const saver = await saverOf(shop.path, { cache });
  const gathered = await saver.gather();
  if (gathered.code === null) throw new Error(gathered.reason);
  const { commonDirectory } = saver;
  const worktree = { path: shop.path, gitDirectory: commonDirectory };
  const what = { unsaved: unsaved(shop.path, { code: gathered.code }), oids: gathered.objects };
  return {
    shop,
    saver,
    job: { commonDirectory, cache, worktree, ...what, now: noon.toISOString(), keep: 20, dieAt: null },
  };
}

/** A process that finds itself compiled starts in half the time. */
const compiled = place('compiled');

/** The id of what was saved; empty when the process ended before. */
async function start(job: SaveJob): Promise<string> {
  const file = place('job.json');
  writeFileSync(file, JSON.stringify(job));
  const script = join(import.meta.dirname, '../helpers/save-process.ts');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, file],
      { env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
      (error, stdout, stderr) => {
        if (error !== null && error.signal !== 'SIGKILL') reject(new Error(stderr, { cause: error }));
        else resolve(stdout);
      },
    );
  });
}

/** Files of saving that nobody needs any more. */
function leftovers({ path }: Repo, { commonDirectory }: Saver): readonly string[] {
  const root = join(commonDirectory, 'keepgoing');
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const inWorktree = readdirSync(join(path, '.keepgoing'));
  return [
    ...all.filter((name) => /(?:^|\/)(?:\.|tmp_)|^claims\/./u.test(name)),
    ...all.filter((name) => name.endsWith('.objects') && !all.includes(name.replace('.objects', '.json'))),
    ...inWorktree.filter((name) => !['.gitignore', 'checkpoint.json', 'checkpoint.md'].includes(name)),
  ];
}
