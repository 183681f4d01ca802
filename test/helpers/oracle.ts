import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { place, type Checkout } from './repo.ts';

/**
 * What a worktree changed since a commit, found in another way than kg's: everything in it is really added and committed in a
 * throw-away copy, and that commit compared with the other. Answers one line a path: status, added, deleted, path.
 */
export function committedForReal(checkout: Checkout, from: string): readonly string[] {
  const copy = place('copy');
  const git = (...args: readonly string[]): string =>
    checkout.git(`--git-dir=${copy}/.git`, `--work-tree=${copy}/files`, ...args);
  cpSync(checkout.git('rev-parse', '--path-format=absolute', '--git-common-dir'), `${copy}/.git`, { recursive: true });
  cpSync(checkout.path, `${copy}/files`, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.git', '.keepgoing', '.claude'])
    rmSync(join(copy, 'files', name), { recursive: true, force: true });
  git('config', 'core.bare', 'false');
  git('read-tree', checkout.git('rev-parse', 'HEAD'));
  git('add', '-A', '.');
  const tree = git('write-tree');
  const counts = git('diff-tree', '-r', '-M', '--numstat', from, tree)
    .split('\n')
    .filter((line) => line !== '');
  const statuses = git('diff-tree', '-r', '-M', '--name-status', from, tree)
    .split('\n')
    .filter((line) => line !== '');
  return statuses
    .map(
      (line, index) =>
        `${line.charAt(0)} ${(counts[index] ?? '').replace(/\t.*$/su, tail)} ${line.replace(/^\S+\t/u, '')}`,
    )
    .toSorted();
}

/** The two numbers before the path of a `--numstat` line. */
function tail(rest: string): string {
  return ` ${rest.split('\t')[1] ?? ''}`;
}
