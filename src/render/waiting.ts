import type { Output } from '../streams.ts';
import type { Style } from './style.ts';

/** Milliseconds that work may take before something is said about it. */
export const usualPatience = 300;

/** Says on a terminal that a survey runs, when it takes long enough to wonder. */
export async function showWaiting<T>(options: {
  readonly work: Promise<T>;
  readonly stderr: Output;
  readonly style: Style;
  /** Milliseconds until something is said. */
  readonly patience: number;
}): Promise<T> {
  const { work, stderr, style, patience } = options;
  if (style.columns === null) return work;
  // Whoever awaits the answer hears of a failure; until then it may come while nobody listens yet.
  work.catch(() => {});
  const { withStatus } = await import('./progress.ts');
  return withStatus({ text: 'Reading worktrees and sessions…', work, stream: stderr, style, after: patience });
}
