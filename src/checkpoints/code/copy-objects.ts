import { join } from 'node:path';
import type { Git } from '../../git/run.ts';
import { parseObjectList } from './needed-objects.ts';
import { seeCheckpoints } from './object-directories.ts';
import { openCheckpointObjects } from './object-store.ts';

/** Copies what commits and trees of a checkpoint need and no ref of the repository reaches, into the repository's own store. Answers how many that are. */
export async function copyObjects({
  git,
  cwd,
  commonDirectory,
  tips,
}: {
  readonly git: Git;
  /** A directory inside of the repository. */
  readonly cwd: string;
  readonly commonDirectory: string;
  /** Commits and trees. */
  readonly tips: readonly string[];
}): Promise<number> {
  const { env } = await openCheckpointObjects(commonDirectory);
  const walk = ['rev-list', '--objects', '--missing=print', ...tips, '--not', '--all'];
  const reached = parseObjectList((await git.run({ cwd, env, args: walk })).stdout);
  const oids = reached.map(({ oid }) => `${oid}\n`).join('');
  const check = ['cat-file', '--batch-check=%(objecttype) %(objectname)'];
  const there = (await git.run({ cwd, args: check, input: oids })).stdout.toString('latin1').split('\n');
  const missing = there.flatMap((line) => (line.endsWith(' missing') ? [line.slice(0, -' missing'.length)] : []));
  if (missing.length === 0) return 0;
  const pack = join(commonDirectory, 'objects', 'pack', 'pack');
  const args = ['pack-objects', '-q', '--delta-base-offset', pack];
  // The repository's own store is where git writes to here, and the private one only looked into.
  const see = seeCheckpoints(commonDirectory);
  await git.run({ cwd, env: see, args, input: missing.map((oid) => `${oid}\n`).join('') });
  return missing.length;
}
