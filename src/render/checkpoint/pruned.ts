import type { Pruned } from '../../checkpoints/history/prune.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import type { Style } from '../style.ts';

/** What `kg checkpoint prune` says. */
export function renderPruned(
  { removed, gone, kept, before, after, objects }: Pruned,
  { style, notesStyle }: { readonly style: Style; readonly notesStyle: Style },
): Rendered {
  const warn = (text: string) => `${notesStyle.paint('warning', '▲')} ${text}`;
  const notes = {
    done: [],
    busy: [warn('Another kg was saving, so the objects were left for the next time')],
    unsure: [warn('What the checkpoints need could not be told for sure, so no objects were removed')],
    waited: [warn('Another kg was pruning all the time, so nothing was removed')],
  };
  const removable = `${counted(removed.length, 'checkpoint')}${gone === 0 ? '' : ` (${gone} of worktrees that are gone)`}`;
  if (after === null) {
    const words = `Would remove ${removable} and keep ${kept}, of ${byteSize(before)} of code`;
    return { lines: [`${style.paint('dim', '○')} ${words}`], notes: [] };
  }
  const words = `Removed ${removable} and kept ${kept}; their code takes ${byteSize(after)}`;
  const was = after === before ? '' : ` instead of ${byteSize(before)}`;
  const sign = objects === 'waited' ? style.paint('dim', '○') : style.paint('success', '✓');
  return { lines: [`${sign} ${words}${was}`], notes: objects === null ? [] : notes[objects] };
}

/** A number of bytes for people. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}
