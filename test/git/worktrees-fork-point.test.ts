import { expect, test } from 'vitest';
import { committedForReal } from '../helpers/oracle.ts';
import { asGit, lines, read, text } from '../helpers/reading.ts';
import { repo } from '../helpers/repo.ts';

test('measures against the fork point of a criss-cross history as git diff does, in four processes', async () => {
  const shop = await repo({ files: { a: text(9), b: text(9), c: text(9) } });
  const work = shop.worktree('work');
  shop.commit({ a: text(9, '1') });
  work.commit({ b: text(9, '2') });
  const [ours, theirs] = [shop.git('rev-parse', 'HEAD'), work.git('rev-parse', 'HEAD')];
  shop.git('merge', '-q', '-m', 'm', theirs);
  work.git('merge', '-q', '-m', 'm', ours);
  shop.commit({ d: 'd\n' });
  work.commit({ e: 'e\n', c: null });
  work.edit({ a: text(5), e: 'e\ne\n' });
  const bases = work.git('merge-base', '--all', 'main', 'HEAD').split('\n');
  expect(bases).toHaveLength(2);
  const { forkPoint, files, processes, distance } = await read(work);
  expect({ distance, forkPoint, processes }).toEqual({
    distance: { ahead: 2, behind: 2 },
    forkPoint: bases[0],
    processes: 4,
  });
  expect(asGit(files)).toEqual(committedForReal(work, String(bases[0])));
});

test('a history with merges of the trunk in it is measured from the last merge', async () => {
  const shop = await repo({ files: { a: text(9), b: text(9) } });
  const work = shop.worktree('work');
  work.commit({ b: text(12) });
  shop.commit({ a: text(10) });
  work.git('merge', '-q', '-m', 'm', 'main');
  const merged = shop.git('rev-parse', 'HEAD');
  shop.commit({ a: text(11) });
  work.edit({ n: 'n\n' });
  const { forkPoint, files, distance } = await read(work);
  expect({ forkPoint, distance }).toEqual({ forkPoint: merged, distance: { ahead: 2, behind: 1 } });
  expect(lines(files)).toEqual(['modified +3 -0 b (committed)', 'added +1 -0 n (untracked)']);
});

test('unrelated and cut-off histories have no fork point, which is said and never shown as clean', async () => {
  const shop = await repo();
  const orphan = shop.worktree('orphan');
  orphan.git('checkout', '-q', '--orphan', 'pages');
  orphan.commit({ 'index.html': 'x\n' });
  expect(await read(orphan)).toMatchObject({
    state: 'ok',
    distance: { ahead: 1, behind: 1 },
    changes: null,
    files: null,
    problems: [{ code: 'FORK_POINT_UNKNOWN', worktree: orphan.path }],
  });
  const origin = await repo();
  origin.worktree('work').commit({ a: 'a\n' });
  origin.commit({ b: 'b\n' });
  const shallow = origin.clone('shallow', '--depth=1', '--no-single-branch', '--no-local');
  shallow.git('checkout', '-q', 'work');
  const reading = await read(shallow);
  expect(reading).toMatchObject({ distance: null, changes: null, problems: [{ code: 'FORK_POINT_UNKNOWN' }] });
});
