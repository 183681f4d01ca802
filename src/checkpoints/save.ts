import type { Problem } from '../errors.ts';
import { gitFailureLine } from '../git/failure.ts';
import type { Git } from '../git/run.ts';
import { isFileSystemError } from '../worktrees/file-error.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointId } from './history/checkpoint-id.ts';
import { checkpointPlaces, historyDirectory, worktreePlaces } from './checkpoint-places.ts';
import { claim, type Writer } from './code/claims.ts';
import { excludeFile, excludeKeepgoing } from './history/exclude.ts';
import { fileReason, orNotSaved } from './history/not-saved.ts';
import { pruneAfterSaving, removeCheckpoint } from './history/prune.ts';
import { publishLatest } from './history/publish-latest.ts';
import { sweep } from './code/sweep.ts';
import { prepareCopy, readTracked } from './code/worktree-copy.ts';
import { writeHistory, type Writing } from './history/write-history.ts';

/** All that is told of a checkpoint before it has a name. */
export type Unsaved = Omit<Checkpoint, 'schema' | 'id' | 'at' | 'life'>;

/** The moments between two writes, in their order. Whatever ends the process at one of them leaves earlier checkpoints whole. */
export const saveSteps = [
  'claimed',
  'packed',
  'objects listed',
  'manifest written',
  'saved',
  'copy prepared',
  'json written',
  'markdown written',
  'pruned',
] as const;
export type SaveStep = (typeof saveSteps)[number];

export type SaveOptions = {
  readonly git: Git;
  readonly commonDirectory: string;
  readonly worktree: { readonly path: string; readonly gitDirectory: string };
  readonly unsaved: Unsaved;
  /** All objects that the code needs, and the store that those lie in which the repository does not have. */
  readonly objects: { readonly oids: readonly string[]; readonly store: Store } | null;
  readonly markdown: (checkpoint: Checkpoint) => string;
  readonly now: Date;
  readonly writer: Writer;
  /** Checkpoints of the worktree that are kept. */
  readonly keep: number;
  /** Milliseconds for which checkpoints of worktrees that are gone are kept. */
  readonly keepRemoved: number;
  /** A checkpoint of the same history that goes when this one is there, since this one says all that it does. */
  readonly replaces?: string;
  /** Takes the secrets out of what git says, before it is kept. */
  readonly clean: (text: string) => Promise<string>;
  /** Tests stop the process here. */
  readonly step?: (name: SaveStep) => void | Promise<void>;
};

export type SavedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** The manifest in the history. */
  readonly manifest: string;
  /** The Markdown file in the worktree; `null` where none could be written, and a problem says why. */
  readonly path: string | null;
  /** The list of ignored files that was added to just now; `null` when it had the line already. */
  readonly excluded: string | null;
  readonly problems: readonly Problem[];
};

/**
 * Saves a checkpoint: its objects, then the list of them, then the manifest, whose appearance makes it one; and last the copy in
 * the worktree. Any number of writers may do so at once. Throws CHECKPOINT_NOT_SAVED `{path, cause}` when the disk is full or
 * may not be written; then all that was there before is as it was.
 */
export async function saveCheckpoint(options: SaveOptions): Promise<SavedCheckpoint> {
  const { git, commonDirectory, worktree, writer, now, replaces, step = () => {} } = options;
  const { claims } = checkpointPlaces(commonDirectory);
  const history = historyDirectory(commonDirectory, worktree.gitDirectory);
  const id = checkpointId(now);
  const claimed = await orNotSaved(claims, claim({ claims, kind: 'save', id, writer }));
  try {
    await step('claimed');
    // Git answers while the history is written.
    const tracked = readTracked(git, worktree.path);
    tracked.catch(() => {});
    const directories = [history, worktreePlaces(worktree.path).directory];
    const leftovers = await orNotSaved(history, sweep({ directories, claims, writer, own: claimed }));
    const found = await orNotSaved(history, writeHistory(options, { id, history, step }));
    const copy = await writeCopy(options, { history, checkpoint: found.checkpoint, tracked, step });
    // Should that fail, there are two of them: no harm.
    if (replaces !== undefined) await removeCheckpoint(history, replaces).catch(() => {});
    await claimed.release();
    await pruneAfterSaving({ ...options, history, leftovers, cwd: worktree.path });
    await step('pruned');
    return { ...found, ...copy, problems: [...found.problems, ...copy.problems] };
  } finally {
    await claimed.release();
  }
}

async function writeCopy(
  options: SaveOptions,
  {
    history,
    checkpoint,
    tracked,
    step,
  }: Omit<Writing, 'id'> & { readonly checkpoint: Checkpoint; readonly tracked: Promise<readonly string[]> },
): Promise<Pick<SavedCheckpoint, 'path' | 'excluded' | 'problems'>> {
  const { git, commonDirectory, worktree, markdown } = options;
  let excluded = null;
  try {
    // It only helps tools that read this list; what counts is the file in the directory itself.
    const added = await excludeKeepgoing(commonDirectory).catch(() => false);
    if (added) excluded = excludeFile(commonDirectory);
    const { refused } = await prepareCopy({
      git,
      worktree: worktree.path,
      id: checkpoint.id,
      tracked: await tracked,
    });
    if (refused !== null) return { path: null, excluded, problems: [notCopied(worktree.path, refused)] };
    await step('copy prepared');
    await publishLatest({ history, worktree: worktree.path, saved: checkpoint, markdown, step });
    return { path: worktreePlaces(worktree.path).markdown, excluded, problems: [] };
  } catch (error) {
    const reason = gitFailureLine(error) ?? (isFileSystemError(error) ? fileReason(error) : null);
    if (reason === null) throw error;
    return { path: null, excluded, problems: [notCopied(worktree.path, reason)] };
  }
}

function notCopied(worktree: string, reason: string): Problem {
  const message = `The checkpoint was not written into the worktree, only into its history: ${reason}`;
  return { code: 'CHECKPOINT_NOT_IN_WORKTREE', message, worktree };
}
