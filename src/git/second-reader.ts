import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameEntry } from './entry.ts';
import { encodePath } from './path.ts';

/** What the second reader found, or why it could not look. */
export type Audit =
  | { readonly checked: true; readonly paths: readonly string[] }
  | { readonly checked: false; readonly reason: string };

/**
 * The home of isomorphic-git: reads two commits a second time, with another implementation of git's formats, and answers the
 * paths whose entries differ (renames are a deletion and an addition). It shares nothing with git but the object files.
 *
 * Only commits and trees are read, and only through the common directory, since isomorphic-git takes a linked worktree's for
 * an empty repository. It knows neither sha256 nor reftable, and is never asked for a status: it would write the index.
 */
export async function auditWorktree(options: {
  readonly commonDirectory: string;
  /** Object ids of two commits. */
  readonly base: string;
  readonly head: string;
}): Promise<Audit> {
  const { commonDirectory, base, head } = options;
  const reason = await unsupported(options);
  if (reason !== null) return { checked: false, reason };
  const { default: git } = await import('isomorphic-git');
  const cache = {};
  const readTree = async (oid: string): Promise<Tree> => {
    const { tree } = await git.readTree({ fs, gitdir: commonDirectory, oid, cache });
    return new Map(tree.map((entry) => [entry.path, entry]));
  };
  try {
    const paths: string[] = [];
    await compare({ before: await readTree(base), after: await readTree(head), prefix: '', readTree, paths });
    return { checked: true, paths: paths.toSorted() };
  } catch (error) {
    return { checked: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

type Entry = { readonly mode: string; readonly path: string; readonly oid: string; readonly type: string };
type Tree = ReadonlyMap<string, Entry>;
type Comparison = {
  readonly before: Tree;
  readonly after: Tree;
  readonly prefix: string;
  readonly readTree: (oid: string) => Promise<Tree>;
  /** Receives what differs. */
  readonly paths: string[];
};

const NO_TREE: Tree = new Map();

/** Walks two trees side by side. A tree with the same object id is the same all the way down. */
async function compare({ before, after, prefix, readTree, paths }: Comparison): Promise<void> {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    if (isSameEntry(a, b)) continue;
    const path = `${prefix}${name}`;
    if ((a !== undefined && a.type !== 'tree') || (b !== undefined && b.type !== 'tree')) paths.push(path);
    const [below, beside] = await Promise.all(
      [a, b].map(async (entry) => (entry?.type === 'tree' ? readTree(entry.oid) : NO_TREE)),
    );
    await compare({ before: below ?? NO_TREE, after: beside ?? NO_TREE, prefix: `${path}/`, readTree, paths });
  }
}

async function unsupported(options: {
  readonly commonDirectory: string;
  readonly base: string;
}): Promise<string | null> {
  const { commonDirectory, base } = options;
  if (base.length !== 40) return 'object ids are sha256, which isomorphic-git does not read';
  const config = await readFile(encodePath(join(commonDirectory, 'config')), 'utf8').catch(() => '');
  return /^\s*refstorage\s*=\s*reftable/imu.test(config)
    ? 'refs are in a reftable, which isomorphic-git does not read'
    : null;
}
