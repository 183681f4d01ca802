import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KgError, type Problem } from '../../errors.ts';
import { encodePath } from '../../git/path.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { isCheckpointId, meansCheckpoint } from './checkpoint-id.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { readManifest } from './read-manifest.ts';

/** Names of the checkpoints in one history, the newest first; empty when there is none. */
export async function readIds(history: string): Promise<readonly string[]> {
  const names = await readdir(encodePath(history), 'utf8').catch(() => []);
  return names
    .flatMap((name) => (name.endsWith('.json') && isCheckpointId(name.slice(0, -5)) ? [name.slice(0, -5)] : []))
    .toSorted((a, b) => (a < b ? 1 : -1));
}

/** All histories of a repository, also of worktrees that are gone. */
export async function readHistories(commonDirectory: string): Promise<readonly string[]> {
  const { histories } = checkpointPlaces(commonDirectory);
  const linked = join(histories, 'worktrees');
  const names = await readdir(encodePath(linked), 'utf8').catch(() => []);
  return [join(histories, 'main'), ...names.map((name) => join(linked, name))];
}

export function manifestFile(history: string, id: string): string {
  return join(history, `${id}.json`);
}

/** A checkpoint and the file that it was read from. */
export type Kept = { readonly checkpoint: Checkpoint; readonly file: string };

/**
 * Reads every checkpoint of a repository, the newest first, also of worktrees that are gone; with `worktree` only those that were
 * saved at that path. One that cannot be read is a problem.
 */
export async function listCheckpoints(options: {
  readonly commonDirectory: string;
  readonly worktree?: string;
}): Promise<{ readonly checkpoints: readonly Kept[]; readonly problems: readonly Problem[] }> {
  const files = await everyManifest(options.commonDirectory);
  const read = await Promise.all(files.map(async ({ file }) => ({ file, read: await readManifest(file) })));
  const checkpoints = read.flatMap(({ file, read: { checkpoint } }) =>
    checkpoint === null || (options.worktree ?? checkpoint.worktree) !== checkpoint.worktree
      ? []
      : [{ checkpoint, file }],
  );
  const problems = read.flatMap(({ file, read: found }) =>
    found.checkpoint !== null || found.reason === 'absent' ? [] : [unreadable(file, found.reason)],
  );
  return { checkpoints, problems };
}

/**
 * Reads the one checkpoint that a person means by its id, or by the beginning of it or of its last part.
 * Throws CHECKPOINT_UNKNOWN `{id}`, CHECKPOINT_AMBIGUOUS `{id, candidates}`, CHECKPOINT_UNREADABLE `{file, reason}`.
 */
export async function readCheckpoint(options: {
  readonly commonDirectory: string;
  readonly id: string;
}): Promise<Kept> {
  const { commonDirectory, id } = options;
  const found = (await everyManifest(commonDirectory)).filter((one) => meansCheckpoint(id, one.id));
  const [only, ...others] = found;
  if (only === undefined) throw new KgError('CHECKPOINT_UNKNOWN', { id });
  if (others.length > 0) throw new KgError('CHECKPOINT_AMBIGUOUS', { id, candidates: found.map((one) => one.id) });
  const read = await readManifest(only.file);
  if (read.checkpoint !== null) return { checkpoint: read.checkpoint, file: only.file };
  throw new KgError('CHECKPOINT_UNREADABLE', { file: only.file, reason: read.reason });
}

/** What a checkpoint is that cannot be read, as a problem of the survey. */
export function unreadable(file: string, reason: string, worktree?: string): Problem {
  const message = `The checkpoint ${file.replaceAll(/\p{Cc}/gu, '?')} is ${reason} and was passed over`;
  return { code: 'CHECKPOINT_UNREADABLE', message, ...(worktree === undefined ? {} : { worktree }) };
}

async function everyManifest(
  commonDirectory: string,
): Promise<readonly { readonly id: string; readonly file: string }[]> {
  const histories = await readHistories(commonDirectory);
  const found = await Promise.all(
    histories.map(async (history) => (await readIds(history)).map((id) => ({ id, file: manifestFile(history, id) }))),
  );
  return found.flat().toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
