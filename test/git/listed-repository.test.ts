import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { beginListing } from '../../src/worktrees/listing.ts';
import { listedRepository } from '../../src/worktrees/listed-repository.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo } from '../helpers/repo.ts';

const git = testGit();

/** What the list tells of a directory, and what git says when it is asked. */
async function both(directory: string) {
  const listed = listedRepository(directory, await beginListing({ git, directory }));
  return { listed, asked: await openRepository({ git, directory }) };
}

test('where the list of worktrees tells the repository, git says the same', async () => {
  const shop = await repo({ files: { 'src/a.ts': 'a\n' } });
  const linked = shop.worktree('feature/a');
  const inside = shop.worktree('inside', { path: join(shop.path, '.claude/worktrees/inside') });
  const bare = shop.clone('shop.git', '--bare');
  const ofBare = bare.worktree('b');
  const inBare = bare.worktree('c', { path: join(bare.path, 'c') });
  const link = place('link');
  symlinkSync(join(linked.path, 'src'), link);
  mkdirSync(join(shop.path, 'vendor'));
  const nested = await repo({ path: join(shop.path, 'vendor', 'other') });
  const directories = [shop, linked, inside, ofBare, inBare, nested].flatMap(({ path }) => [path]);
  for (const directory of [...directories, join(shop.path, 'src'), join(inside.path, 'src'), link]) {
    const { listed, asked } = await both(directory);
    expect({ directory, ...listed }).toEqual({ directory, ...asked });
  }
});

test('where it does not, nothing is claimed', async () => {
  const shop = await repo();
  shop.worktree('feature/a');
  const bare = shop.clone('shop.git', '--bare');
  const separate = place('separate');
  shop.git('clone', '-q', '--separate-git-dir', `${separate}.git`, shop.path, separate);
  shop.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', separate, 'sub');
  const directories = [
    join(shop.path, '.git'),
    join(shop.path, '.git/worktrees'),
    bare.path,
    separate,
    join(shop.path, 'sub'),
  ];
  for (const directory of directories) {
    expect({ directory, listed: (await both(directory)).listed }).toEqual({ directory, listed: null });
  }
  expect(listedRepository(place('.'), null)).toBeNull();
});
