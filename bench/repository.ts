/** A generated repository with many worktrees, as a team of agents leaves one: edits, commits, untracked files in each. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seeded } from './random.ts';

export type RepositoryOptions = {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** How many worktrees, the main one included. */
  readonly worktrees: number;
  /** How many tracked files each has. */
  readonly files: number;
  readonly seed: number;
};

export type Repository = {
  readonly main: string;
  /** Paths of all worktrees, the main one first. */
  readonly worktrees: readonly string[];
};

/** Builds it under `root`. Half of the linked worktrees have a commit of their own, two thirds are dirty, one in four has news. */
export function buildRepository({ root, env, worktrees, files, seed }: RepositoryOptions): Repository {
  const random = seeded(seed);
  const main = join(root, 'shop');
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env: { ...env, ...author }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  mkdirSync(main, { recursive: true });
  git(main, 'init', '--quiet', '--initial-branch=main');
  const paths = Array.from({ length: files }, (_, index) => filePath(index));
  for (const path of paths) put(main, path, source(path, random));
  const pick = () => paths[Math.floor(random() * paths.length)] ?? 'src/index.ts';
  git(main, 'add', '.');
  git(main, 'commit', '--quiet', '-m', 'The shop opens');

  const linked = Array.from({ length: worktrees - 1 }, (_, index) => join(root, `shop.worktrees`, `task-${index + 1}`));
  linked.forEach((path, index) => {
    git(main, 'worktree', 'add', '--quiet', '-b', `feature/task-${index + 1}`, path);
    if (index % 2 === 0) {
      for (let n = 0; n < 3; n += 1) appendFileSync(join(path, pick()), `export const committed${n} = ${index};\n`);
      git(path, 'commit', '--quiet', '--all', '-m', `Task ${index + 1}: first part`);
    }
    if (index % 3 !== 0) {
      for (let n = 0; n < 4; n += 1) appendFileSync(join(path, pick()), `export const edited${n} = ${index};\n`);
    }
    if (index % 4 === 0) put(path, `src/new-${index}/draft.ts`, `export const draft = ${index};\n`);
  });
  appendFileSync(join(main, pick()), 'export const trunk = true;\n');
  git(main, 'commit', '--quiet', '--all', '-m', 'The trunk moves on');
  for (const path of [main, ...linked]) settle(path, git);
  return { main, worktrees: [main, ...linked] };
}

const author = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-11-01T12:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_COMMITTER_DATE: '2026-11-01T12:00:00Z',
};

/**
 * A worktree that somebody works in has an index that knows its files' times; one written in the same second as its files makes
 * every later status read their content again. So the first refresh happens here, after that second.
 */
function settle(path: string, git: (cwd: string, ...args: string[]) => string): void {
  git(path, 'status', '--porcelain=v2');
}

/** Seven areas, features in them, a few files in each: the shape of an application, not one flat folder. */
function filePath(index: number): string {
  const area = ['api', 'cart', 'catalogue', 'checkout', 'search', 'shared', 'users'][index % 7];
  return `src/${area}/feature-${Math.floor(index / 70)}/${['model', 'view', 'store', 'route', 'test'][index % 5]}-${index}.ts`;
}

function source(path: string, random: () => number): string {
  const lines = 20 + Math.floor(random() * 180);
  const body = Array.from({ length: lines }, (_, line) => `export const value${line} = ${Math.floor(random() * 1e6)};`);
  return `// ${path}\n${body.join('\n')}\n`;
}

function put(root: string, path: string, content: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
