import { truncateSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { parseStatus, splitStatuses, statusArgs } from '../../src/git/status.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { readStatuses } from '../../src/worktrees/statuses.ts';
import { budget } from '../helpers/budget.ts';
import { plantPrograms } from '../helpers/programs.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { git } from '../helpers/reading.ts';
import { repo, type Checkout, type Repo } from '../helpers/repo.ts';

/** The status of every worktree as it is read beside others, and as git prints it there alone. */
async function read(shop: Repo, from: Checkout = shop) {
  const repository = await openRepository({ git, directory: from.path });
  const worktrees = await listWorktrees({ git, repository });
  const spent = budget(git);
  const outputs = readStatuses({ git, worktrees });
  const found = await Promise.all(worktrees.map(async ({ path }) => outputs.get(path)));
  const processes = spent();
  const alone = await Promise.all(
    worktrees.map(({ path }) =>
      git.run({ cwd: path, args: statusArgs }).then(
        ({ stdout }) => stdout,
        () => null,
      ),
    ),
  );
  return { names: worktrees.map(({ branch }) => branch), found, alone, processes };
}

async function many(): Promise<{ readonly shop: Repo; readonly trees: readonly Checkout[] }> {
  const shop = await repo();
  const names = ['a', 'with space', "quote's", 'new\nline', '-dash', 'schön'];
  const trees = names.map((name, index) => shop.worktree(`branch-${index}`, { path: `${shop.path}.${name}` }));
  trees.forEach((tree, index) => {
    if (index % 2 === 0) tree.commit({ 'own.txt': `${index}\n` });
    tree.edit({
      'README.md': `edited ${index}\n`,
      '# branch.oid 0': 'a name like a header\n',
      [`new ${index}`]: 'n\n',
    });
  });
  const detached = shop.worktree('detached', { detach: true });
  const unborn = shop.worktree('unborn');
  unborn.git('switch', '-q', '--orphan', 'nothing-yet');
  return { shop, trees: [...trees, detached, unborn] };
}

test('the statuses of many worktrees, read by few processes, are what git prints in each alone', async () => {
  const { shop, trees } = await many();
  for (const from of [shop, trees[0] ?? shop]) {
    const { found, alone, processes } = await read(shop, from);
    expect(found).toEqual(alone);
    expect(found).toHaveLength(9);
    expect(processes).toBe(9 + 2);
  }
});

test('a worktree in which git fails takes nothing from the others but their place in the line', async () => {
  const { shop, trees } = await many();
  const indexOf = (tree: Checkout | undefined) =>
    tree?.git('rev-parse', '--path-format=absolute', '--git-path', 'index') ?? '';
  writeFileSync(indexOf(trees[2]), 'nonsense');
  truncateSync(indexOf(trees[5]), 40);
  const { found, alone } = await read(shop);
  found.forEach((output, index) => expect([null, undefined, alone[index]]).toContainEqual(output));
  expect(found.filter((output) => Buffer.isBuffer(output)).length).toBeGreaterThanOrEqual(2);
});

test('it runs no program of the repository, whatever its config, and writes nothing', async () => {
  const { shop, trees } = await many();
  const ran = [shop, ...trees.slice(0, 2)].map((tree) =>
    plantPrograms(tree, tree === shop ? {} : { scope: '--worktree' }),
  );
  shop.git('config', '--add', 'kg.directory', '/');
  const proof = readOnlyProof([shop.path, ...trees.map(({ path }) => path)]);
  const { found } = await read(shop);
  expect(found.every((output) => Buffer.isBuffer(output))).toBe(true);
  expect(proof.differences()).toEqual([]);
  expect(ran.flatMap((one) => one())).toEqual([]);
});

test('a status that names another commit or branch than the worktree has is not taken for its own', async () => {
  const { shop } = await many();
  const repository = await openRepository({ git, directory: shop.path });
  const worktrees = await listWorktrees({ git, repository });
  const moved = worktrees.map((worktree, index) =>
    index % 2 === 0 ? { ...worktree, head: '1'.repeat(40) } : { ...worktree, branch: 'other' },
  );
  const outputs = readStatuses({ git, worktrees: moved });
  const found = await Promise.all(moved.map(async ({ path }) => outputs.get(path)));
  const taken = moved.filter((_, index) => found[index] !== null);
  // A detached HEAD has no branch to compare.
  expect(taken).toEqual(moved.filter((_, index) => index % 2 === 1 && worktrees[index]?.branch === null));
});

test('outputs are cut apart at their headers, and nothing else begins one', () => {
  const one = `# branch.oid ${'a'.repeat(40)}\0# branch.head main\0? # branch.oid x\0`;
  const two = '# branch.oid (initial)\0# branch.head b\0';
  expect(splitStatuses(Buffer.from(one + two)).map(String)).toEqual([one, two]);
  expect(splitStatuses(Buffer.from(''))).toEqual([]);
  expect(splitStatuses(Buffer.from(`warning\0${two}`)).map(String)).toEqual([two]);
  expect(parseStatus(Buffer.from(one)).untracked).toEqual(['# branch.oid x']);
});
