import { summarize } from './ai-summary.ts';
import { saveCheckpoint, type SavedCheckpoint, type SaveOptions, type Unsaved } from './checkpoints/save.ts';
import { KgError, type Problem } from './errors.ts';
import type { Kg } from './kg.ts';

/**
 * Puts what a model says of a checkpoint beside its facts. A model takes its time, and whoever ends the wait shall lose nothing: the
 * facts are saved by then. With the summary they are saved once more, and the first of the two goes, so that one is left. Without
 * an answer the facts are as they were, and a problem says why.
 */
export async function addSummary(
  kg: Pick<Kg, 'env' | 'platform' | 'cache' | 'now'>,
  {
    facts,
    unsaved,
    now,
    options,
  }: {
    readonly facts: SavedCheckpoint;
    readonly unsaved: Unsaved;
    /** When the facts were read. */
    readonly now: Date;
    readonly options: Omit<SaveOptions, 'unsaved' | 'now'>;
  },
): Promise<SavedCheckpoint> {
  const { env, platform, cache: directory } = kg;
  const { schema, id, at } = facts.checkpoint;
  const page = options.markdown({ schema, id, at, ...unsaved });
  const { summary, reason } = await summarize({ page, env, platform, directory, now: kg.now });
  const failed = (why: string): Problem => ({
    code: 'SUMMARY_FAILED',
    message: `No summary was written: ${why}`,
    worktree: unsaved.worktree,
  });
  const summed =
    summary === null ? { ...unsaved, problems: [...unsaved.problems, failed(reason)] } : { ...unsaved, summary };
  try {
    // It is of the same moment, and comes after the one that it replaces.
    const later = new Date(now.getTime() + 1);
    const saved = await saveCheckpoint({ ...options, unsaved: summed, now: later, replaces: id });
    return { ...saved, excluded: facts.excluded };
  } catch (error) {
    if (!(error instanceof KgError)) throw error;
    const { cause } = error.details;
    return { ...facts, problems: [...facts.problems, failed(typeof cause === 'string' ? cause : error.code)] };
  }
}
