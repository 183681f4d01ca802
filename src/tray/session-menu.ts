import type { AttentionRow } from '../attention.ts';
import { folderName } from '../render/path.ts';
import { taskOf } from '../render/list/session-cell.ts';
import { fit, plain } from '../render/text.ts';
import type { Click } from './click.ts';
import type { MenuItem } from './model.ts';

/** What can be done with one session. What cannot be done with it stays, as text: entries that come and go are missed. */
export function sessionMenu({ session, worktree, muted }: AttentionRow): MenuItem {
  const id = `menu:${session.id}`;
  const where =
    worktree === null ? folderName(session.cwd ?? session.id) : plain(worktree.branch ?? folderName(worktree.path));
  const task = taskOf(session);
  const able = (label: string, what: SessionClick, possible = true): MenuItem => ({
    id: `${id}:${what}`,
    label,
    ...(possible ? { click: { do: what, session: session.id } } : {}),
  });
  return {
    id,
    label: fit(task === '' ? where : `${where}: ${task}`, 60),
    items: [
      able('Open last checkpoint', 'checkpoint'),
      able('Jump to its terminal', 'jump', session.pid !== undefined),
      able('Copy resume command', 'resume'),
      able('Open worktree', 'open', worktree !== null && worktree.state === 'ok'),
      able('Checkpoint now', 'save', worktree !== null && worktree.state === 'ok'),
      { ...able('Mute', 'mute'), checked: muted },
    ],
  };
}

type SessionClick = Extract<Click, { readonly session: string }>['do'];
