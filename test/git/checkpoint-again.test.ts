import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginCheckpoints, onlyCheckpoint } from '../../src/checkpoint.ts';
import type { Checkpoint } from '../../src/checkpoints/checkpoint.ts';
import { openKg } from '../../src/kg.ts';
import { answersStamp, rememberGit } from '../../src/remembered-git.ts';
import { openStore, type Store } from '../../src/worktrees/store/store.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo } from '../helpers/repo.ts';
import { answer, claude, edit, prompt, read } from '../helpers/sessions.ts';

const start = '2026-11-22T10:00:00.000Z';
const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

test('what git said of objects before is not asked again, and the checkpoint says the same', async () => {
  const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'];
  const shop = await repo({ files: Object.fromEntries(names.map((name) => [name, `${name}\n`.repeat(9)])), start });
  const auth = shop.worktree('auth');
  const cart = shop.worktree('cart');
  auth.commit({ 'a.ts': 'auth\n' }, 'auth begins');
  auth.stage({ 'b.ts': 'staged\n' });
  auth.edit({ 'b.ts': 'working\n', 'new.ts': 'new\n', '.env': 'TOKEN=planted\n' });
  cart.commit({ 'c.ts': 'cart\n' }, 'cart begins');
  shop.commit({ 'd.ts': 'the trunk\n' }, 'the trunk moves');
  const home = place('home');
  const session = claude(home).session({ cwd: auth.path, start: '2026-11-22T11:00:00.000Z' });
  session.transcript(prompt('Add OAuth'), read('c.ts', 'x'), read('d.ts', 'x'), edit('b.ts'), answer('Done'));

  const save = async (): Promise<{ readonly checkpoint: Checkpoint; readonly processes: number }> => {
    const now = () => new Date('2026-11-22T12:00:00.000Z');
    const kg = await openKg({
      env,
      home,
      platform: process.platform,
      now,
      directory: auth.path,
      concurrency: 4,
      needs: 'project',
    });
    const begun = beginCheckpoints(kg, {
      selector: '@',
      by: 'person',
      markdown: ({ id }) => id,
      resolve: (path) => path,
    });
    const { saved } = await onlyCheckpoint(await begun);
    return { checkpoint: saved.checkpoint, processes: kg.git.started() };
  };
  /** All but its name and what there was since the one before. */
  const said = ({ done, ...rest }: Checkpoint): string => JSON.stringify([{ ...rest, id: '' }, done.sinceFork]);
  const commonDirectory = join(shop.path, '.git');
  const forget = async (): Promise<void> => {
    const { directory } = openStore({ cache: join(home, '.cache', 'keepgoing'), commonDirectory });
    rmSync(join(directory, 'answers.json'));
  };

  const first = await save();
  expect(first.checkpoint.drift?.map(({ path, outcome }) => `${outcome} ${path}`)).toEqual([
    'lacks c.ts',
    'lacks d.ts',
  ]);
  expect(first.checkpoint.code?.files.map(({ path }) => path)).toEqual(['a.ts', 'b.ts', 'new.ts']);
  const again = await save();
  expect(said(again.checkpoint)).toBe(said(first.checkpoint));
  expect(again.processes).toBeLessThanOrEqual(first.processes - 6);
  auth.edit({ 'b.ts': 'more\n' });
  shop.commit({ 'e.ts': 'the trunk again\n' }, 'the trunk moves on');
  const changed = await save();
  await forget();
  const anew = await save();
  expect(said(anew.checkpoint)).toBe(said(changed.checkpoint));
  expect(anew.processes).toBeGreaterThan((await save()).processes);
});

test('only what ids alone decide is remembered, and only while settings and packs are the same', async () => {
  const shop = await repo({ files: { 'a.ts': 'a\n' }, start });
  const commonDirectory = join(shop.path, '.git');
  const [first, second] = [shop.git('rev-parse', 'HEAD'), shop.commit({ 'a.ts': 'b\n' })];
  const store = openStore({ cache: place('cache'), commonDirectory });
  const settings = { commonDirectory, env, home: place('home') };
  const processesFor = async (args: readonly string[], input?: string, answers: readonly number[] = [0]) => {
    const { git, save } = rememberGit({ git: testGit(), store, stamp: answersStamp(settings) });
    const call = { cwd: shop.path, args, answers, ...(input !== undefined && { input }) };
    const texts = [await git.run(call), await git.run(call)].map(
      ({ exitCode, stdout }) => `${exitCode} ${stdout.toString()}`,
    );
    await save();
    expect(texts[1]).toBe(texts[0]);
    return git.started();
  };
  const differ = ['diff-tree', '--stdin', '-r', '--raw', '-z'];
  const asked: readonly (readonly [string, readonly string[], (string | undefined)?, (readonly number[])?])[] = [
    ['ids', differ, `${second} ${first}\n`],
    ['a path in what an id names', ['cat-file', '--batch-check'], `${second}:a.ts\n`],
    ['no ancestor', ['merge-base', '--is-ancestor', second, first], undefined, [0, 1]],
  ];
  for (const [, args, input, answers] of asked) {
    expect(await processesFor(args, input, answers)).toBe(1);
    expect(await processesFor(args, input, answers)).toBe(0);
  }
  const never: typeof asked = [
    ['a ref', differ, `HEAD ${first}\n`],
    ['a ref beside an id', ['rev-list', second, '^main'], undefined],
    ['all refs', ['rev-list', '--all', second], undefined],
    ['files', ['diff-index', second, '--'], undefined],
    ['an object that may come', ['cat-file', '--batch-check'], `${'1'.repeat(40)}\n`],
    ['what is not there', ['merge-base', '--is-ancestor', '1'.repeat(40), first], undefined, [128]],
  ];
  for (const [, args, input, answers] of never) expect(await processesFor(args, input, answers)).toBe(2);

  shop.git('config', 'diff.algorithm', 'patience');
  expect(await processesFor(differ, `${second} ${first}\n`)).toBe(1);
  shop.git('repack', '-adq');
  expect(await processesFor(differ, `${second} ${first}\n`)).toBe(1);
  await damage(store);
  expect(await processesFor(differ, `${second} ${first}\n`)).toBe(1);
});

async function damage({ directory }: Store): Promise<void> {
  await writeFile(join(directory, 'answers.json'), '{"of":');
}
