import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SessionEvent } from '../../checkpoints/checkpoint.ts';
import { worktreePlaces } from '../../checkpoints/checkpoint-places.ts';
import { openGit } from '../../git/run.ts';
import type { Surroundings } from '../../places.ts';
import { findFile, type PlacedFile } from '../../whisper/find-file.ts';
import { cacheName } from '../../whisper/known.ts';
import { readStanding } from './standing.ts';

export type BackgroundSave = Surroundings & {
  readonly cache: string;
  /** Where the session works. */
  readonly directory: string;
  readonly event: SessionEvent;
  /** What the session is written into; `null`: not known. */
  readonly transcript: string | null;
  readonly now: Date;
  readonly node: string;
  readonly self: string;
};

/**
 * Starts `kg checkpoint` for the worktree of a session as a process of its own, which nobody waits for, and which goes on when
 * the client ends. Not when one was started shortly before, nor when all stands as it did then. Answers whether it did.
 */
export async function saveInBackground(options: BackgroundSave): Promise<boolean> {
  const { cache, directory, event, transcript, now, node, self, env } = options;
  const place = findFile(join(directory, 'any'));
  if (place === null) return false;
  // A session that ends or forgets has no later time to save.
  const every = event === 'Stop' ? await readEvery(options, place) : URGENT_MS;
  const mark = join(cache, 'whisper', 'saves', cacheName(place.worktree));
  if (now.getTime() - timeOf(mark) < every) return false;
  const git = openGit({ env, concurrency: 1, timeoutMs: STANDING_MS });
  const standing = await readStanding({ git, worktree: place.worktree, transcript });
  if (standing !== null && standing === textOf(mark) && wasSaved(place, mark)) return false;
  mkdirSync(dirname(mark), { recursive: true, mode: 0o700 });
  writeFileSync(mark, standing ?? '', { mode: 0o600 });
  const child = spawn(node, [self, 'checkpoint', place.worktree, '--by', event], {
    cwd: place.worktree,
    env: { ...env },
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  // Without this an error of the start would end the hook.
  child.on('error', () => {});
  child.unref();
  return true;
}

const URGENT_MS = 20_000;
/** Where git takes longer, a checkpoint more is saved: the end of a session must not wait for it. */
const STANDING_MS = 400;

function textOf(mark: string): string | null {
  try {
    return readFileSync(mark, 'utf8');
  } catch {
    return null;
  }
}

/** Whether what was started then came to its end. */
function wasSaved({ worktree }: PlacedFile, mark: string): boolean {
  return timeOf(worktreePlaces(worktree).json) >= timeOf(mark);
}

/** From the config of the main worktree and the person's. With a config that cannot be read, nothing is saved unasked. */
async function readEvery({ env, home, platform }: Surroundings, { commonDirectory }: PlacedFile): Promise<number> {
  const { readConfig } = await import('../../config.ts');
  const mainWorktree = basename(commonDirectory) === '.git' ? dirname(commonDirectory) : commonDirectory;
  return readConfig({ mainWorktree, env, home, platform }).then(
    ({ config }) => config.checkpoints.every,
    () => Number.POSITIVE_INFINITY,
  );
}

function timeOf(mark: string): number {
  return statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
