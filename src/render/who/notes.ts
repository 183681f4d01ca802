import type { Touch, WhoAnswer } from '../../who/who.ts';
import { counted } from '../counted.ts';
import type { OverlapNames } from '../overlap/names.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type WhoNotesOptions = {
  readonly answer: WhoAnswer;
  readonly notesStyle?: Style;
  readonly style: Style;
  readonly names: OverlapNames;
};

/** What is to be said about the answer: how far was looked, what could not be read, what to ask next. */
export function whoNotes({ answer, style, notesStyle = style, names }: WhoNotesOptions): readonly string[] {
  const { touches, paths, worktrees, sessions, problems, symbol, trunk } = answer;
  const careful = notesStyle.paint('warning', '▲');
  const edits = touches.filter(({ how }) => how !== 'read');
  const open = [...new Set(edits.filter(({ state }) => isThere(state)).map(({ worktree }) => worktree))];
  const nameless = touches.filter(({ sessions: by }) => by.every(({ grade }) => grade === 'named')).length;
  const files = paths.length === 1 ? plain(paths[0] ?? '') : counted(paths.length, 'file');
  const looked = `${counted(worktrees.length, 'worktree')} and ${counted(sessions.length, 'session')} looked through`;
  const nobody = touches.length === nameless && edits.length === 0;
  const touched = new Set(touches.map(({ path }) => path)).size;
  const some = `${counted(touched, 'file')} of ${Math.max(touched, paths.length)} touched`;
  // Work that has landed on the trunk is no change any more, so nothing is claimed of it.
  const unmerged = trunk === null ? 'No change' : `No change that is not on ${plain(trunk)}`;
  const none =
    symbol === undefined ? `Nobody has edited or read ${files}` : `${unmerged} lies in ${plain(symbol)} in ${files}`;
  const found = nobody ? none : paths.length === 1 ? null : some;
  const [a, b] = open;
  return [
    `${notesStyle.paint('dim', '○')} ${found === null ? '' : `${found}: `}${looked}`,
    ...problems.slice(0, 5).map(({ worktree, message }) => {
      const where = worktree === undefined ? '' : `${names.name(worktree)}: `;
      return `${careful} ${where}${prose(message)}`;
    }),
    ...(a === undefined || b === undefined
      ? []
      : [
          `${notesStyle.paint('dim', '↳')} To see whether the edits collide, run kg overlap ${plain(names.selector(a))} ${plain(names.selector(b))}`,
        ]),
  ];
}

function isThere(state: Touch['state']): boolean {
  return state === 'uncommitted' || state === 'committed';
}
