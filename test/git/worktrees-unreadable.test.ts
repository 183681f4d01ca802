import { mkdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { readWorktree } from '../../src/worktrees/reading.ts';
import { testGit } from '../helpers/budget.ts';
import { git, read } from '../helpers/reading.ts';
import { place, repo } from '../helpers/repo.ts';

test('a worktree that git cannot read is unreadable with its reason, and never clean', async () => {
  const shop = await repo();
  const corrupt = shop.worktree('corrupt');
  writeFileSync(join(shop.path, '.git/worktrees/shop.corrupt/index'), 'nonsense');
  const cut = shop.worktree('cut');
  truncateSync(join(shop.path, '.git/worktrees/shop.cut/index'), 40);
  const lost = shop.worktree('lost');
  lost.commit({ a: 'a\n' });
  const oid = lost.git('rev-parse', 'HEAD');
  unlinkSync(join(shop.path, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  const stray = shop.worktree('stray', { path: join(shop.path, '.claude/worktrees/stray') });
  unlinkSync(join(stray.path, '.git'));
  shop.worktree('gone').remove();
  const gone = { path: `${shop.path}.gone` };
  const readings = await Promise.all([corrupt, cut, lost, stray, gone].map((checkout) => read(checkout, shop.path)));
  const shown = readings.map(({ state, changes, files, distance, problems }) => ({
    state,
    nothing: changes === null && files === null && distance === null,
    problems: problems.map(({ code, message }) => `${code}: ${message.replaceAll(dirname(shop.path), '…')}`),
  }));
  expect(shown).toMatchInlineSnapshot(`
    [
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: fatal: …/shop/.git/worktrees/shop.corrupt/index: index file smaller than expected",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: The index of this worktree is damaged: it holds an entry without a name",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: fatal: bad object HEAD",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: The .git file of this worktree is gone or names another repository",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [],
        "state": "missing",
      },
    ]
  `);
});

test('a git that takes too long makes the worktree unreadable', async () => {
  const shop = await repo();
  const bin = place('bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
  const slow = testGit({ ...process.env, PATH: `${bin}:${process.env['PATH']}` }, 50);
  const [worktree] = await listWorktrees({ git, repository: await openRepository({ git, directory: shop.path }) });
  if (worktree === undefined) throw new Error('no worktree');
  expect(await readWorktree({ git: slow, worktree, trunk: null })).toMatchObject({
    state: 'unreadable',
    problems: [{ code: 'WORKTREE_UNREADABLE', message: 'git status took too long and was ended' }],
  });
});
