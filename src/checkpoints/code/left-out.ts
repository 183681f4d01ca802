import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { attributesArgs, attributesInput, parseAttributes } from '../../git/attributes.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import type { Snapshot } from '../../worktrees/snapshot/types.ts';
import type { SavedSkip } from './saved-code.ts';

/** Bytes of one tracked file that is still taken. Of untracked ones the snapshot itself has taken none over its own limit. */
const MOST = 16 * 1024 * 1024;

/**
 * Which of the uncommitted files a checkpoint must not hold, and why. What is committed is in the person's own history either way,
 * so of a path that is left out the version of HEAD is kept. One git process, for the attributes.
 */
export async function readLeftOut(options: {
  readonly git: Git;
  readonly snapshot: Snapshot;
  readonly isSecret: (path: string) => boolean;
  readonly mostBytes?: number;
}): Promise<ReadonlyMap<string, SavedSkip>> {
  const { git, snapshot, isSecret, mostBytes = MOST } = options;
  const paths = [...snapshot.uncommitted];
  if (paths.length === 0) return new Map();
  const answer = await git.run({ cwd: snapshot.worktree, args: attributesArgs, input: attributesInput(paths) });
  const attributes = parseAttributes(answer.stdout);
  const leftOut = new Map<string, SavedSkip>();
  for (const path of paths) {
    if (isSecret(path)) leftOut.set(path, 'secret');
    else if (isFiltered(attributes.get(path)?.get('filter'))) leftOut.set(path, 'filtered');
    else if (sizeOf(join(snapshot.worktree, path)) > mostBytes) leftOut.set(path, 'too-large');
  }
  return leftOut;
}

function isFiltered(filter: string | undefined): boolean {
  return filter !== undefined && filter !== '' && filter !== 'unset' && filter !== 'unspecified';
}

/** Zero for what is gone or may not be looked at: then there is no content to take. */
function sizeOf(path: string): number {
  try {
    return lstatSync(encodePath(path)).size;
  } catch {
    return 0;
  }
}
