import type { SaveOutcome } from '../../checkpoint.ts';
import type { Problem } from '../../errors.ts';
import { checkpointName, shortId } from './saved.ts';
import { renderError } from '../error.ts';
import type { Rendered } from '../list/list.ts';
import { homePath } from '../path.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type CheckpointsSavedOptions = {
  readonly outcomes: readonly SaveOutcome[];
  readonly problems: readonly Problem[];
  readonly style: Style;
  readonly notesStyle: Style;
  readonly home: string;
};

/** What `kg checkpoint --all` says: one line a worktree, and what could not be saved in the notes. */
export function renderCheckpointsSaved(options: CheckpointsSavedOptions): Rendered {
  const { outcomes, problems, style, notesStyle, home } = options;
  const saved = outcomes.flatMap((one) => one.saved ?? []);
  const failed = outcomes.filter((one) => one.saved === null);
  const own = saved.flatMap((one) => one.problems).filter(({ code }) => code !== 'CHECKPOINT_CODE_NOT_SAVED');
  const said = [...problems, ...saved.flatMap(({ checkpoint }) => checkpoint.problems), ...own];
  const texts = new Set(said.map(({ message, worktree }) => `${prose(message)}${place(worktree, home)}`));
  return {
    lines:
      outcomes.length === 0
        ? ['○ No worktree to save']
        : saved.map(({ checkpoint, path, manifest }) => {
            const where = style.paint('dim', homePath(path ?? manifest, home));
            const what = `checkpoint ${shortId(checkpoint)} of ${checkpointName(checkpoint, home)}`;
            return `${style.paint('success', '✓')} Saved ${what}  ${where}`;
          }),
    notes: [
      ...[...texts].map((text) => `${notesStyle.paint('warning', '▲')} ${text}`),
      ...failed.flatMap((one) => {
        const { message } = renderError(one.error, { home }).json.error;
        const name = one.worktree.branch === null ? homePath(one.worktree.path, home) : plain(one.worktree.branch);
        return [`${notesStyle.paint('failure', '✗')} ${name}: ${message}`];
      }),
    ],
  };
}

function place(worktree: string | undefined, home: string): string {
  return worktree === undefined ? '' : ` (${homePath(worktree, home)})`;
}
