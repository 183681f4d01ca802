import {
  commitDifferencesArgs,
  parseCommitDifferences,
  parseTreePairs,
  treePairsArgs,
  type RawChange,
} from '../../git/commit-differences.ts';
import type { Git } from '../../git/run.ts';
import type { Snapshot } from '../../worktrees/snapshot/types.ts';
import type { SavedFile } from './saved-code.ts';

/**
 * Reads every path that differs between the fork point and the working state that is saved, sorted by path, with one git process.
 * Without a fork point everything is new.
 */
export async function readSavedFiles(options: {
  readonly git: Git;
  readonly env: Readonly<Record<string, string>>;
  readonly snapshot: Snapshot;
  readonly commit: string;
  readonly tree: string;
  readonly forkPoint: string | null;
  readonly emptyTree: string;
}): Promise<readonly SavedFile[]> {
  const { snapshot } = options;
  const files = (await readChanges(options)).map((change) => savedFile(change, snapshot));
  const named = new Set(files.map(({ path }) => path));
  // What waits to be merged may have nothing of its own yet; it is under way all the same.
  const waiting = (snapshot.status?.tracked ?? []).flatMap(({ path, unmerged, atHead }): readonly SavedFile[] => {
    const [mode = null, oid = null] = atHead?.split(' ') ?? [];
    return unmerged && !named.has(path) ? [{ path, change: 'unmerged', mode, base: oid, now: oid }] : [];
  });
  return [...files, ...waiting].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function savedFile({ path, from, change, before, after }: RawChange, { untracked, unmerged }: Snapshot): SavedFile {
  const kind = untracked.has(path) ? 'untracked' : change;
  return {
    path,
    change: unmerged.has(path) ? 'unmerged' : kind,
    ...(from === undefined ? {} : { from }),
    mode: after?.mode ?? null,
    base: before?.oid ?? null,
    now: after?.oid ?? null,
  };
}

async function readChanges(options: Parameters<typeof readSavedFiles>[0]): Promise<readonly RawChange[]> {
  const { git, env, snapshot, commit, tree, forkPoint, emptyTree } = options;
  if (commit === forkPoint) return [];
  const cwd = snapshot.worktree;
  if (forkPoint === null) {
    const pair = `${emptyTree} ${tree}`;
    const { stdout } = await git.run({ cwd, env, args: treePairsArgs, input: `${pair}\n` });
    return parseTreePairs(stdout, [pair]).get(pair) ?? [];
  }
  const args = commitDifferencesArgs({ renames: 1000 });
  const { stdout } = await git.run({ cwd, env, args, input: `${commit} ${forkPoint}\n` });
  return parseCommitDifferences(stdout, 1)[0] ?? [];
}
