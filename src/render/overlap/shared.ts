import type { OverlapPicture } from '../../survey/overlap-picture.ts';
import type { SharedFile } from '../../overlap/shared-worktree.ts';
import type { Row } from '../columns.ts';
import { counted } from '../counted.ts';
import { indented, type SideOptions } from './sides.ts';
import { sessionWords, type Who, whoOf } from './who.ts';
import { fitMiddle, plain } from '../text.ts';

/** Sessions that wrote the same files in one worktree: a block for each worktree. */
export function sharedRows({ shared }: OverlapPicture, options: SideOptions): readonly (readonly Row[])[] {
  const blocks = Map.groupBy(shared, ({ worktree }) => worktree);
  return [...blocks].map(([worktree, files]) => worktreeRows(worktree, files, options));
}

/** The writers of a file, each with its age: "Add OAuth login (2m ago); likely Fix the cart (9m ago)". */
export function writersWords(file: SharedFile, options: Pick<SideOptions, 'sessions' | 'now'>): string {
  return writersOf(file, options)
    .map(({ words, ago }) => (ago === '' ? words : `${words} (${ago})`))
    .join('; ');
}

/** What the client itself noticed last; `null` where it noticed nothing. */
export function alarmWords({ alarms }: SharedFile, { sessions }: Pick<SideOptions, 'sessions'>): string | null {
  const [alarm] = alarms;
  if (alarm === undefined) return null;
  const by = alarm.by === null ? 'somebody unknown' : sessionWords(alarm.by, sessions);
  return `changed under the hands of ${sessionWords(alarm.session, sessions)}, by ${by}`;
}

function worktreeRows(worktree: string, files: readonly SharedFile[], options: SideOptions): readonly Row[] {
  const hands = new Set(files.flatMap((file) => file.sessions)).size;
  const words = `${hands === 2 ? 'two' : hands} sessions edited the same ${files.length === 1 ? 'file' : 'files'}`;
  const shown = files.slice(0, most);
  const rest = files.length - shown.length;
  return [
    {
      line: [
        { text: '▲', role: 'warning' },
        { text: ' ' },
        { text: options.names.name(worktree), role: 'branch' },
        { text: '  ' },
        { text: words, role: 'warning' },
      ],
    },
    ...shown.flatMap((file) => fileRows(file, options)),
    ...(rest > 0 ? [indented(`… and ${counted(rest, 'more file')}: kg overlap --json lists all of them`, 4)] : []),
  ];
}

/** The writers stand below their file, the newest first. */
function fileRows(file: SharedFile, options: SideOptions): readonly Row[] {
  const alarm = alarmWords(file, options);
  return [
    {
      line: [{ text: '    ' }, { text: fitMiddle(plain(file.path), (options.style.columns ?? 80) - 4), role: 'path' }],
    },
    ...writersOf(file, options).map(({ words, ago }) => indented(ago === '' ? words : `${ago}, ${words}`, 6)),
    ...(alarm === null ? [] : [indented(alarm, 6)]),
  ];
}

function writersOf({ writers }: SharedFile, options: Pick<SideOptions, 'sessions' | 'now'>): readonly Who[] {
  return writers.map(({ id, grade, last }) => whoOf([{ sessions: [{ id, grade, at: last }] }], options));
}

const most = 8;
