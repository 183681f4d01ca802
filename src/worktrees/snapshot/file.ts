import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import type { Snapshot } from './types.ts';
import type { Store } from '../store/store.ts';

/**
 * Reads a file as it is in a snapshot, with one git process. `null` when the snapshot has no such file, has a submodule
 * there, or no tree, or when the object is gone.
 */
export async function readSnapshotFile(options: {
  readonly git: Git;
  readonly store: Store;
  readonly snapshot: Snapshot;
  readonly path: string;
}): Promise<Buffer | null> {
  const { git, store, snapshot, path } = options;
  if (snapshot.tree === null) return null;
  const input = Buffer.concat([Buffer.from(`${snapshot.tree}:`), encodePath(path), Buffer.from('\n')]);
  // A name with a newline cannot be asked for in a list of names.
  const listed = !path.includes('\n');
  const answer = await git.run({
    cwd: snapshot.worktree,
    env: store.env,
    args: listed ? ['cat-file', '--batch'] : ['cat-file', 'blob', `${snapshot.tree}:${path}`],
    ...(listed ? { input } : {}),
    answers: [0, 128],
  });
  if (answer.exitCode !== 0) return null;
  return listed ? blobOf(answer.stdout) : answer.stdout;
}

/** Format: git-cat-file(1), "Batch output". */
function blobOf(output: Buffer): Buffer | null {
  const end = output.indexOf(0x0a);
  const size = /^[0-9a-f]+ blob (\d+)$/u.exec(output.toString('latin1', 0, end))?.[1];
  return size === undefined ? null : output.subarray(end + 1, end + 1 + Number(size));
}
