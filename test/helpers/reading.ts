import { openRepository } from '../../src/git/repository.ts';
import type { FileChange } from '../../src/worktrees/file-change.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { readWorktree, type WorktreeReading } from '../../src/worktrees/reading.ts';
import { findTrunk } from '../../src/worktrees/trunk.ts';
import { budget, testGit } from './budget.ts';

/** The door to git of the tests that read worktrees. */
export const git = testGit();

export type Read = WorktreeReading & { readonly processes: number };

/** Reads one worktree as kg does, from a directory of its repository. */
export async function read(checkout: { readonly path: string }, from = checkout.path): Promise<Read> {
  const repository = await openRepository({ git, directory: from });
  const worktrees = await listWorktrees({ git, repository });
  const trunk = await findTrunk({ git, repository, worktrees, configured: null });
  const worktree = worktrees.find(({ path }) => path === checkout.path);
  if (worktree === undefined) throw new Error(`no worktree at ${checkout.path}`);
  const spent = budget(git);
  const reading = await readWorktree({ git, worktree, trunk });
  return { ...reading, processes: spent() };
}

/** `M +1 -2 path (committed, staged)`, the status letter as git has it. */
export function lines(files: readonly FileChange[] | null): readonly string[] {
  return (files ?? []).map(({ change, from, path, added, deleted, ...flags }) => {
    const where = Object.entries(flags).filter(([, set]) => set);
    const name = from === undefined ? path : `${from} → ${path}`;
    return `${change} +${added ?? '?'} -${deleted ?? '?'} ${name} (${where.map(([flag]) => flag).join(', ')})`;
  });
}

/** Distance and changes in one line. */
export function numbers({ distance, changes }: Read): string {
  const { ahead, behind } = distance ?? { ahead: '?', behind: '?' };
  return `↑${ahead} ↓${behind} ${JSON.stringify(changes)}`;
}

/** The reading in the form of the oracle's lines. */
export function asGit(files: readonly FileChange[] | null): readonly string[] {
  return (files ?? [])
    .map(({ change, from, path, added, deleted }) => {
      const letter = change.charAt(0).toUpperCase();
      return `${letter} ${added ?? '-'} ${deleted ?? '-'} ${from === undefined ? path : `${from}\t${path}`}`;
    })
    .toSorted();
}

/** So many different lines. */
export const text = (count: number, mark = ''): string =>
  Array.from({ length: count }, (_, line) => `${mark}line ${line}\n`).join('');
