import { newObject, writeObjects } from './objects.ts';
import type { Store } from './store.ts';

export type CommitParts = {
  readonly tree: string;
  /** The first one is the worktree's HEAD. */
  readonly parents: readonly string[];
  /** Seconds since 1970. That of the parent keeps the walk to a merge base short, and the object id the same every time. */
  readonly date: number;
};

/** Writes a commit into the store and answers its object id. Format: the object that `git commit-tree` would write. */
export async function writeCommit(store: Store, { tree, parents, date }: CommitParts): Promise<string> {
  const who = `kg <kg@localhost> ${date} +0000`;
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
  const commit = newObject('commit', Buffer.from(`${lines.join('\n')}\n\nkg\n`), tree.length);
  await writeObjects(store, [commit]);
  return commit.oid;
}
