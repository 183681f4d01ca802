/** A clone of a real repository with many worktrees, each with the work of one real commit that has not reached its trunk. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Repository } from './repository.ts';

/**
 * Clones `from` below `root`. Each worktree stands on the parent of one of the last commits of the trunk and has what that
 * commit did in one of five forms: committed, staged, only in its files, committed and worked on since, and not begun. One that
 * an earlier call has built there is taken as it is.
 */
export function cloneSides(options: {
  readonly from: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** How many worktrees, the main one included. */
  readonly worktrees: number;
}): Repository {
  const { from, root, worktrees } = options;
  const env = { ...options.env, ...author };
  const main = join(root, 'repository');
  const git: Run = (cwd, args, input = '') =>
    execFileSync('git', args, { cwd, env, input, encoding: 'latin1', maxBuffer: 1 << 28, stdio: 'pipe' });
  if (!existsSync(main)) git(root, ['clone', '-q', '--shared', '--template=', resolve(from), main]);
  const log = git(main, ['log', '--first-parent', '--max-count=3000', '--format=%x00%H', '--name-only']);
  const sides = smallCommits(log).slice(0, worktrees - 1);
  const paths = sides.map((commit, at) => {
    const path = join(root, 'sides', `side-${at}`);
    if (existsSync(path)) return path;
    git(main, ['worktree', 'add', '-q', '-b', `side-${at}`, path, `${commit}~1`]);
    begin(git, { path, commit, form: at % 5 });
    return path;
  });
  // In the second in which git wrote the last index and files it has to doubt them. Later it looks once more, and knows.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);
  for (const path of [main, ...paths]) git(path, ['status', '--porcelain=v2']);
  return { main, worktrees: [main, ...paths] };
}

type Run = (cwd: string, args: readonly string[], input?: string) => string;

function begin(git: Run, { path, commit, form }: { path: string; commit: string; form: number }): void {
  if (form === 4) return;
  const patch = git(path, ['diff', '--binary', '--no-renames', `${commit}~1`, commit]);
  const staged = form === 2 ? [] : ['--index'];
  execFileSync('git', ['apply', '--whitespace=nowarn', ...staged], { cwd: path, input: Buffer.from(patch, 'latin1') });
  if (form === 0 || form === 3) git(path, ['commit', '-q', '--no-verify', '-m', 'The work of one commit']);
  if (form === 3)
    touch(path, git(path, ['show', '--format=', '--name-only', '--diff-filter=AM', 'HEAD']).split('\n')[0]);
}

/** Adds a line to a text file. */
function touch(path: string, name = ''): void {
  const file = join(path, name);
  if (name !== '' && !readFileSync(file).includes(0)) appendFileSync(file, '// and more\n');
}

/** Commits of a trunk as a person makes them in a worktree: releases, which touch everything, are none. */
export function smallCommits(log: string): readonly string[] {
  const commits = log.split('\0').map((entry) => entry.split('\n').filter((line) => line !== ''));
  return commits.flatMap(([commit = '', ...paths]) => (paths.length > 0 && paths.length <= 20 ? [commit] : []));
}

const author = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};
