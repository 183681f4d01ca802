import type { Checkpoint } from '../../checkpoints/checkpoint.ts';
import type { SavedCode, SavedSkip } from '../../checkpoints/code/saved-code.ts';
import type { SavedCheckpoint } from '../../checkpoints/save.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import { homePath } from '../path.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type CheckpointSavedOptions = {
  readonly saved: SavedCheckpoint;
  readonly style: Style;
  readonly notesStyle: Style;
  readonly home: string;
};

/** What `kg checkpoint` says when it has saved one. */
export function renderCheckpointSaved({ saved, style, notesStyle, home }: CheckpointSavedOptions): Rendered {
  const { checkpoint, path, manifest, excluded } = saved;
  const short = shortId(checkpoint);
  const facts: readonly (readonly [string, string])[] = [
    ['saved in', homePath(path ?? manifest, home)],
    ...doneWords(checkpoint),
    ...(checkpoint.inFlight === null ? [] : [['in flight', flightWords(checkpoint.inFlight)] as const]),
    ['code', codeWords(checkpoint.code)],
    ...leftOutWords(checkpoint.code),
    ...summaryWords(checkpoint),
  ];
  const ignored =
    excluded === null ? [] : [`○ Added /.keepgoing/ to ${homePath(excluded, home)}, so that git ignores it`];
  return {
    lines: [
      `${style.paint('success', '✓')} Saved checkpoint ${short} of ${checkpointName(checkpoint, home)}`,
      ...facts.map(([name, text]) => `    ${style.paint('dim', name.padEnd(11))}${text}`),
    ],
    notes: [
      ...ignored,
      ...checkpoint.problems
        .concat(saved.problems.filter(({ code }) => code === 'CHECKPOINT_NOT_IN_WORKTREE'))
        .map(({ message }) => `${notesStyle.paint('warning', '▲')} ${prose(message)}`),
      `${notesStyle.paint('dim', '↳')} To see it, run kg checkpoint show ${short}`,
    ],
  };
}

/** The part of an id that a person types. */
export function shortId({ id }: Pick<Checkpoint, 'id'>): string {
  return id.slice(id.lastIndexOf('-') + 1);
}

/** What the worktree of a checkpoint was called: its branch, else its path. */
export function checkpointName({ branch, worktree }: Pick<Checkpoint, 'branch' | 'worktree'>, home: string): string {
  return branch === null ? homePath(worktree, home) : plain(branch);
}

function doneWords({ done }: Checkpoint): readonly (readonly [string, string])[] {
  const fork = done.sinceFork;
  if (fork === null) return [];
  const since = done.sincePrevious;
  const more = since === undefined ? '' : `, ${since.total} of them since the last checkpoint`;
  return [['done', `${counted(fork.total, 'commit')} since the fork point${fork.total === 0 ? '' : more}`]];
}

function flightWords({ total, added, deleted }: NonNullable<Checkpoint['inFlight']>): string {
  return total === 0 ? 'nothing uncommitted' : `${counted(total, 'uncommitted file')}, +${added} -${deleted}`;
}

function codeWords(code: SavedCode | null): string {
  if (code === null) return 'not saved';
  const files = code.files.length + (code.more ?? 0);
  const merging = code.parents.length > 1 ? ', in the middle of a merge' : '';
  return `${counted(files, 'changed file')}${merging}`;
}

/** What the summary cost is always said: the person pays for it. */
function summaryWords({ summary }: Checkpoint): readonly (readonly [string, string])[] {
  if (summary === undefined) return [];
  const { model, cost } = summary;
  const price = cost === null ? 'at a cost that is not known' : `for $${cost.toFixed(4)}`;
  return [['summary', `by ${model === null ? 'a model' : plain(model)}, ${price}`]];
}

function leftOutWords(code: SavedCode | null): readonly (readonly [string, string])[] {
  const skipped = code?.skipped ?? [];
  if (skipped.length === 0) return [];
  const named = skipped.slice(0, MOST).map(({ path, reason }) => `${plain(path)} (${skipWords[reason]})`);
  const more = skipped.length > MOST ? [`and ${skipped.length - MOST} more`] : [];
  return [['left out', [...named, ...more].join(', ')]];
}

const MOST = 5;

/** Why the content of a file is not in a checkpoint. */
export const skipWords: Readonly<Record<SavedSkip, string>> = {
  secret: 'may hold secrets',
  filtered: 'managed by a filter',
  'too-large': 'too large',
  'too-many': 'too many files',
  unreadable: 'not readable',
  'filter-failed': 'refused by git',
  unmerged: 'conflict markers',
  'embedded-repository': 'a repository of its own',
  'nested-worktree': 'a worktree of its own',
};
