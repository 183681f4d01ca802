import type { Surveyed } from '../../survey/surveyed.ts';
import type { Rendered } from '../list/list.ts';
import type { Shown } from '../../show.ts';
import { counted } from '../counted.ts';
import { homePath } from '../path.ts';
import { showChanges, showCommits } from './changes.ts';
import { showDiff } from './diff.ts';
import { showOverlaps } from './overlaps.ts';
import { showSaved } from './saved.ts';
import { showSession } from './session.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';
import { inProgress } from '../worktree-name.ts';

export type ShowOptions = {
  readonly shown: Shown;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
};

/** The answer of `kg show`. */
export function renderShow(options: ShowOptions): Rendered {
  const { shown, style, notesStyle = style, home } = options;
  const { worktree, problems } = shown;
  const sessions = worktree.sessions.flatMap((session) => [
    '',
    ...showSession(session, { ...options, resume: shown.resume }),
  ]);
  return {
    lines: [
      title(worktree, style),
      ...facts(shown, home).map(([name, text]) => `  ${style.paint('dim', name.padEnd(11))}${text}`),
      ...showSaved(shown.since, options),
      ...(worktree.sessions.length === 0 ? ['', `${style.paint('heading', 'Sessions')}  none`] : sessions),
      ...foldedLine(worktree),
      ...showChanges(shown, options),
      ...showOverlaps(shown, options),
      ...showCommits(shown, options),
      ...showDiff(shown.sinceDiff, style),
    ],
    notes: problems.map(({ message }) => `${notesStyle.paint('warning', '▲')} ${prose(message)}`),
  };
}

function title({ branch, head, state, current, main }: Surveyed, style: Style): string {
  const name =
    branch === null ? (state === 'bare' ? '(bare)' : `(detached ${head?.slice(0, 7) ?? 'HEAD'})`) : plain(branch);
  const marks = [...(current ? ['current'] : []), ...(main ? ['main worktree'] : [])];
  return `${style.paint('heading', name)}${marks.length === 0 ? '' : style.paint('dim', `  ${marks.join(', ')}`)}`;
}

function facts({ worktree, trunk }: Shown, home: string): readonly (readonly [string, string])[] {
  const { path, head, state, operation, locked, prunable, distance, forkPoint } = worktree;
  const reason = (text: string): string => (text === '' ? '' : `: ${prose(text)}`);
  return [
    ['path', homePath(path, home)],
    ...(state === 'ok' || state === 'bare' ? [] : [['state', stateWords[state]] as const]),
    ...(prunable === undefined ? [] : [['prunable', `git worktree prune would remove it${reason(prunable)}`] as const]),
    ['head', head === null ? (state === 'ok' ? 'no commits yet' : '·') : head.slice(0, 12)],
    ...(operation === undefined
      ? []
      : [['operation', `${inProgress[operation]}, to be continued or aborted`] as const]),
    ...(locked === undefined ? [] : [['locked', locked === '' ? 'without a reason' : prose(locked)] as const]),
    ...(state === 'ok' && head !== null ? [['trunk', distanceWords(trunk, distance)] as const] : []),
    ...(forkPoint === null || forkPoint === head ? [] : [['forked', `at ${forkPoint.slice(0, 12)}`] as const]),
  ];
}

const stateWords = {
  missing: 'directory missing',
  unreadable: 'could not be read',
};

function distanceWords(trunk: string | null, distance: Surveyed['distance']): string {
  if (trunk === null) return 'not known';
  if (distance === null) return `${plain(trunk)}, distance could not be read`;
  const { ahead, behind } = distance;
  if (ahead === 0 && behind === 0) return `level with ${plain(trunk)}`;
  if (ahead === 0) return `${behind} behind ${plain(trunk)}`;
  return `${ahead} ahead of ${plain(trunk)}${behind === 0 ? '' : `, ${behind} behind`}`;
}

function foldedLine({ folded }: Surveyed): readonly string[] {
  return folded === 0 ? [] : ['', `○ ${counted(folded, 'old finished session')} not shown`];
}
