import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KgError } from '../../errors.ts';
import { indexContent, parseIndex, type IndexEntries } from '../../git/index-file.ts';
import { pathOf } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import type { TrackedChange } from '../../git/status.ts';
import { directoriesAround, type Directories } from '../store/changed-tree.ts';
import type { Store } from '../store/store.ts';
import { indexEnvironment } from './index-copy.ts';
import type { Run } from './run.ts';
import { stagePaths } from './stage.ts';
import type { Skipped } from './types.ts';

/**
 * Takes what is on disk at some paths into an index that holds these paths alone, and answers their entries there: reading and
 * writing the whole index of a large repository costs many times as much. Beside the paths' own entries, git looks into an index
 * for the attributes files that are not on disk, so these are in it too. One git process; none without paths.
 */
export async function stageFiles(options: {
  readonly git: Git;
  readonly store: Store;
  readonly run: Run;
  readonly directory: string;
  readonly paths: readonly string[];
  readonly tracked: readonly TrackedChange[];
  /** Of HEAD, around the paths. */
  readonly directories: Directories;
  readonly oidLength: number;
}): Promise<{ readonly entries: IndexEntries; readonly skipped: readonly Skipped[] }> {
  const { git, store, run, directory, paths, oidLength } = options;
  if (paths.length === 0) return { entries: new Map(), skipped: [] };
  const file = join(run.directory, 'staging');
  writeFileSync(file, indexContent(beforeStaging(options), oidLength));
  const env = indexEnvironment({ store, path: file }, { 'core.untrackedCache': 'false', 'index.sparse': 'false' });
  const skipped = await stagePaths({ git, directory, env }, paths);
  const entries = parseIndex(readFileSync(file), oidLength);
  if (entries === null) {
    throw new KgError('GIT_FAILED', {
      cwd: directory,
      command: 'update-index',
      stderr: 'fatal: an index of another version',
    });
  }
  return { entries, skipped };
}

/** What the index says of the paths, and of the attributes files around them. Of an unmerged path git reads our side. */
function beforeStaging({
  paths,
  tracked,
  directories,
}: {
  readonly paths: readonly string[];
  readonly tracked: readonly TrackedChange[];
  readonly directories: Directories;
}): { readonly merged: IndexEntries; readonly ours: IndexEntries } {
  const changes = new Map(tracked.map((change) => [change.path, change]));
  const [merged, ours] = [new Map<string, string>(), new Map<string, string>()];
  const attributes = directoriesAround(paths).map((around): readonly [string, string | null] => {
    const entry = directories.get(around)?.get(ATTRIBUTES);
    const path = pathOf(around === '' ? ATTRIBUTES : `${around}/${ATTRIBUTES}`);
    return [path, entry === undefined ? null : `${entry.mode} ${entry.oid}`];
  });
  for (const [path, atHead] of new Map([...paths.map((one) => [one, null] as const), ...attributes])) {
    const change = changes.get(path);
    const entry = change === undefined ? atHead : change.unmerged ? change.atHead : change.atIndex;
    if (entry !== null) (change?.unmerged === true ? ours : merged).set(path, entry);
  }
  return { merged, ours };
}

const ATTRIBUTES = '.gitattributes';
