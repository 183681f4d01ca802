import type { Drift, DriftPicture } from '../../drift/drift.ts';
import { counted } from '../counted.ts';
import type { OverlapNames } from '../overlap/names.ts';
import { shellPath } from '../shell.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type DriftNotesOptions = {
  readonly picture: DriftPicture;
  readonly style: Style;
  readonly notesStyle?: Style;
  readonly names: OverlapNames;
  readonly home: string;
};

/** How much was found, what could not be read, and what to do about the first of it. */
export function driftNotes({ picture, style, notesStyle = style, names, home }: DriftNotesOptions): readonly string[] {
  const { drift, problems } = picture;
  const counts = order.flatMap((outcome) => {
    const found = drift.filter((one) => one.outcome === outcome).length;
    return found === 0 ? [] : [`${found} ${summary[outcome]}`];
  });
  const files = counted(drift.length, 'file');
  const isCalm = drift.every(({ outcome }) => outcome === 'has') && picture.moved.length === 0;
  const through = drift.filter((one) => one.through !== undefined).length;
  const only = through === 0 ? '' : `, ${through} only through importers`;
  const read =
    drift.length === 0
      ? 'no file that a session read was changed elsewhere'
      : `${files} read here and changed elsewhere${only}`;
  const next = drift.map((one) => mergeCommand(one, picture, { names, home })).find((command) => command !== null);
  return [
    isCalm
      ? `${notesStyle.paint('success', '✓')} Nobody works against old code: ${read}${drift.length === 0 ? '' : ', and had'}`
      : `${notesStyle.paint('dim', '○')} ${drift.length === 0 ? read : `${read}: ${counts.join(', ')}`}`,
    ...problems.slice(0, 5).map(({ worktree, message }) => {
      const where = worktree === undefined ? '' : `${names.name(worktree)}: `;
      return `${notesStyle.paint('warning', '▲')} ${where}${prose(message)}`;
    }),
    ...(next === undefined
      ? []
      : [`${notesStyle.paint('dim', '↳')} To take over what is committed, run ${plain(next)}`]),
  ];
}

const order: readonly Drift['outcome'][] = ['lacks', 'uncommitted', 'read-before', 'has'];

const summary: Readonly<Record<Drift['outcome'], string>> = {
  lacks: 'lacking',
  uncommitted: 'not committed there',
  'read-before': 'read before',
  has: 'had',
};

/** How the reader gets what it lacks. Nobody is told to merge a branch into the trunk only because a session read a file. */
function mergeCommand(
  { outcome, reader, writer }: Drift,
  { worktrees, trunk }: Pick<DriftPicture, 'worktrees' | 'trunk'>,
  { names, home }: { readonly names: OverlapNames; readonly home: string },
): string | null {
  const here = worktrees.find(({ path }) => path === reader.worktree);
  if (outcome !== 'lacks' || here === undefined || here.branch === trunk) return null;
  const what =
    'trunk' in writer ? writer.trunk : (worktrees.find(({ path }) => path === writer.worktree)?.branch ?? null);
  if (what === null) return null;
  const branch = 'trunk' in writer ? names.selector(writer.trunk) : names.selector(writer.worktree);
  return `git -C ${shellPath(here.path, home)} merge ${branch}`;
}
