import type { AttentionRow } from '../attention.ts';
import { age } from '../render/age.ts';
import { folderName } from '../render/path.ts';
import { statusWords, taskOf } from '../render/list/session-cell.ts';
import { fit, plain, prose } from '../render/text.ts';

/** Columns that a task may take. */
const widestTask = 44;

/** One session as a line of the menu: "● waiting 9m · Rework the cart · feature/cart · ▲ conflict". */
export function sessionLabel(
  row: AttentionRow,
  { now, name }: { readonly now: Date; readonly name: (path: string) => string },
): string {
  const { session, worktree, muted } = row;
  const { sign, word } = statusWords[session.status];
  const ago = age(session.lastActivity ?? session.since, now);
  const task = fit(taskOf(session), widestTask);
  const where = worktree === null ? homeOf(session.cwd) : name(worktree.path);
  return [
    `${sign} ${word}${ago === '' ? '' : ` ${ago}`}${muted ? ' (muted)' : ''}`,
    ...(task === '' ? [] : [task]),
    ...(where === '' ? [] : [where]),
    ...overlapMark(row),
  ].join(' · ');
}

/** One session without its age, for a tooltip: "waiting: Rework the cart (feature/cart), permission prompt". */
export function sessionTitle({ session, worktree, state }: AttentionRow): string {
  const task = fit(taskOf(session), widestTask);
  const where = worktree === null ? homeOf(session.cwd) : plain(worktree.branch ?? folderName(worktree.path));
  const what = task === '' ? where : `${task} (${where})`;
  const waitsFor = session.waitingFor === undefined ? '' : `, ${prose(session.waitingFor)}`;
  return `${state}: ${what}${waitsFor}`;
}

function homeOf(cwd: string | null): string {
  return cwd === null ? '' : folderName(cwd);
}

/** With whom is told below the sessions, where there is room for both sides. */
function overlapMark({ overlap: { level } }: AttentionRow): readonly string[] {
  if (level === 'conflict') return ['▲ conflict'];
  if (level === 'near') return ['near another change'];
  return level === 'file' ? ['same file as another'] : [];
}
