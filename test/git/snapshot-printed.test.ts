import { expect, test } from 'vitest';
import { readCommitFacts } from '../../src/git/commit-facts.ts';
import { statusArgs } from '../../src/git/status.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { repo, type Checkout } from '../helpers/repo.ts';
import { snapshotsOf, summary, untilReused } from '../helpers/snapshots.ts';

/** What git prints of the worktree itself, as a survey asks for many of them at once. */
async function printedBy(git: ReturnType<typeof testGit>, { path }: Checkout) {
  const { stdout } = await git.run({ cwd: path, args: statusArgs });
  return { printed: Promise.resolve(stdout), heads: () => readCommitFacts({ git, cwd: path, oids: [oidOf(stdout)] }) };
}

function oidOf(stdout: Buffer): string {
  return /branch\.oid ([0-9a-f]+)/u.exec(stdout.toString('latin1'))?.[1] ?? '';
}

test('a worktree in which nothing differs from HEAD needs no index of its own', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  const git = testGit();
  const snapshots = await snapshotsOf(shop.path, { git });
  const given = await printedBy(git, shop);
  const spent = budget(git);
  const snapshot = await snapshots.take(given);
  // The list of worktrees, and the facts of HEAD.
  expect(spent()).toBe(2);
  expect(snapshot.commit).toBe(shop.git('rev-parse', 'HEAD'));
  expect(snapshot.tree).toBe(shop.git('rev-parse', 'HEAD^{tree}'));
  expect(await snapshots.take(given)).toMatchObject({ fresh: false, commit: snapshot.commit });
});

test('a remembered state is recognised by what git printed, and every other state is looked at anew', async () => {
  const shop = await repo({ files: { a: '1\n', b: '1\n' } });
  const git = testGit();
  const snapshots = await snapshotsOf(shop.path, { git });
  const changes = [
    () => shop.edit({ a: '2\n' }),
    () => shop.edit({ a: '3\n' }),
    () => shop.stage({ b: '2\n' }),
    () => shop.edit({ new: 'n\n' }),
    () => shop.edit({ new: 'N\n' }),
    () => shop.commit({ b: '3\n' }),
    () => shop.edit({ a: null }),
  ];
  for (const change of changes) {
    change();
    const given = await printedBy(git, shop);
    const first = await snapshots.take(given);
    const plain = await (await snapshotsOf(shop.path, { git })).take();
    expect([first.tree, summary(first)]).toEqual([plain.tree, summary(plain)]);
    await untilReused(snapshots);
    const spent = budget(git);
    expect(await snapshots.take(given)).toMatchObject({ fresh: false, commit: first.commit });
    expect(spent()).toBe(1);
  }
});
