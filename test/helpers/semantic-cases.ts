/**
 * Two sides of one repository and what `kg` says of their merge. Many cases share one repository and one merge: each lies in a
 * directory of its own.
 */
import { openRepository } from '../../src/git/repository.ts';
import { chooseReceiver } from '../../src/overlap/receiver.ts';
import type { SemanticPair } from '../../src/overlap/semantic/finding.ts';
import { findSemantics } from '../../src/overlap/semantic/find-semantics.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { takeSnapshot } from '../../src/worktrees/snapshot/snapshot.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { budget, testGit } from './budget.ts';
import { place, repo, type Files, type Repo } from './repo.ts';

export type SemanticCase = {
  readonly base: Files;
  readonly a: Files;
  readonly b: Files;
  /** `rule file:line name`, in the merge. */
  readonly finds: readonly string[];
};

export type SemanticCases = Readonly<Record<string, SemanticCase>>;

/** The directory of a case. */
export function directoryOf(cases: SemanticCases, name: string): string {
  return `case${Object.keys(cases).indexOf(name)}`;
}

/** What each side holds when all cases are put side by side. */
export function sidesOf(cases: SemanticCases): Readonly<Record<'base' | 'a' | 'b', Files>> {
  const inDirectories = (side: 'base' | 'a' | 'b'): Files =>
    Object.fromEntries(
      Object.entries(cases).flatMap(([name, one]) =>
        Object.entries(one[side]).map(([path, content]) => [`${directoryOf(cases, name)}/${path}`, content]),
      ),
    );
  return { base: inDirectories('base'), a: inDirectories('a'), b: inDirectories('b') };
}

/** What was found in the directory of a case. */
export function foundIn(cases: SemanticCases, name: string, { findings }: SemanticPair): readonly string[] {
  const directory = `${directoryOf(cases, name)}/`;
  return findings
    .filter(({ path }) => path.startsWith(directory))
    .map(({ rule, path, line, name: what }) => `${rule} ${path.slice(directory.length)}:${line} ${what}`);
}

export type AskedMerge = {
  readonly repository: Repo;
  /** Asks, and counts the git processes of it. `null` where there is nothing to look at. */
  readonly ask: () => Promise<{ readonly pair: SemanticPair | null; readonly processes: number }>;
};

/** Makes a repository of which the worktree `a` has uncommitted changes, and `b` a commit. */
export async function mergeOf(sides: Readonly<Record<'base' | 'a' | 'b', Files>>): Promise<AskedMerge> {
  const made = await repo({ files: sides.base });
  const a = made.worktree('a');
  const b = made.worktree('b');
  a.edit(sides.a);
  b.commit(sides.b);
  const git = testGit();
  const repository = await openRepository({ git, directory: made.path });
  const worktrees = await listWorktrees({ git, repository });
  const store = openStore({ cache: place('cache'), commonDirectory: repository.commonDirectory });
  const paths = worktrees.map(({ path }) => path);
  const take = async (path: string) => {
    const worktree = worktrees.find((one) => one.path === path);
    const taken = worktree === undefined ? null : await takeSnapshot({ git, store, worktree, worktrees: paths });
    return taken?.commit ?? '';
  };
  const pairs = [{ a: await take(a.path), b: await take(b.path) }];
  const receiver = chooseReceiver(worktrees, null);
  if (receiver === null) throw new Error('no receiver');
  const options = { place: { git, directory: made.path, env: store.env }, store, receiver, pairs };
  return {
    repository: made,
    ask: async () => {
      const started = budget(git);
      const [pair = null] = await findSemantics(options);
      return { pair, processes: started() };
    },
  };
}

/** What is said of the merge of all cases. */
export async function mergeCases(cases: SemanticCases): Promise<SemanticPair> {
  const { pair } = await (await mergeOf(sidesOf(cases))).ask();
  if (pair === null) throw new Error('the cases do not merge');
  return pair;
}
