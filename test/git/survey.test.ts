import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKg } from '../../src/kg.ts';
import { survey, type SurveyOptions } from '../../src/survey.ts';
import { repo } from '../helpers/repo.ts';
import { answer, claude, edit, prompt } from '../helpers/sessions.ts';

async function taken(directory: string, home: string, overlaps: SurveyOptions['overlaps'] = null) {
  const kg = await openKg({
    directory,
    home,
    env: process.env,
    platform: process.platform,
    now: () => new Date('2026-11-22T12:00:00.000Z'),
    concurrency: 4,
    needs: 'project',
  });
  const picture = await survey(kg, { scope: 'project', sort: 'need', finished: false, overlaps });
  return { picture, started: kg.git.started() };
}

test('a survey starts at most 3 + 4 git processes a worktree, whatever the number of files and sessions', async () => {
  const shop = await repo();
  const home = join(shop.path, '..');
  const trees = ['one', 'two', 'three'].map((name) => shop.worktree(name));
  for (const tree of trees) {
    tree.commit({ 'a.txt': tree.path });
    tree.stage({ 'staged.txt': 'one\n' });
    tree.edit({ 'README.md': 'changed\n', 'new.txt': 'new\n' });
  }
  const few = await taken(shop.path, home);
  expect(few.started).toBeLessThanOrEqual(3 + 4 * 4);

  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`file-${index}.txt`, 'text\n']));
  const sessions = claude(home);
  for (const tree of trees) {
    tree.commit(many);
    tree.edit(Object.fromEntries(Object.keys(many).map((name) => [name, 'edited\n'])));
    for (let count = 0; count < 7; count += 1) {
      sessions
        .session({ cwd: tree.path, start: '2026-11-22T11:00:00.000Z' })
        .transcript(prompt('Go'), edit('a.txt'), answer());
    }
  }
  const more = await taken(shop.path, home);
  expect(more.started).toBe(few.started);
  expect(more.picture.projects[0]?.worktrees.map(({ changes }) => changes?.files)).toEqual([64, 64, 64, 0]);
});

test('what has no files to compare has an unknown overlap, and not none', async () => {
  const shop = await repo({ files: { f: 'one\n' } });
  const [one, gone] = [shop.worktree('one'), shop.worktree('gone')];
  rmSync(gone.path, { recursive: true });
  const { picture } = await taken(shop.path, join(shop.path, '..'), {});
  const levels = picture.projects[0]?.worktrees.map(({ path, state, overlap }) => [path, state, overlap.level]);
  expect(new Set(levels)).toEqual(
    new Set([
      [shop.path, 'ok', 'none'],
      [one.path, 'ok', 'none'],
      [gone.path, 'missing', 'unknown'],
    ]),
  );
});

test('with overlaps it starts at most six a changed worktree, two an unchanged one, and a constant, at first and later', async () => {
  const shop = await repo({ files: { 'shared.txt': 'one\n' } });
  const home = join(shop.path, '..');
  const changed = ['one', 'two', 'three', 'four'].map((name) => shop.worktree(name));
  for (const name of ['five', 'six']) shop.worktree(name);
  for (const tree of changed) {
    tree.commit({ 'shared.txt': `${tree.path}\n` });
    tree.edit(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`file-${index}.txt`, `${tree.path}\n`])));
  }
  const first = await taken(shop.path, home, {});
  expect(first.picture.projects[0]?.overlaps?.overlaps).toMatchObject({ checked: 21, pairs: { length: 6 } });
  expect(first.started).toBeLessThanOrEqual(15 + 6 * changed.length + 2 * 3);
  // A file that was edited a moment ago is read once more; then nothing but the state of the worktrees is asked for.
  await expect
    .poll(async () => (await taken(shop.path, home, {})).started, { timeout: 5000 })
    .toBeLessThanOrEqual(5 + 2 * 7);
});
