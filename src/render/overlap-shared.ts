import type { OverlapPicture, SharedFile } from '../overlap-picture.ts';
import type { Row } from './columns.ts';
import { counted } from './counted.ts';
import type { SideOptions } from './overlap-sides.ts';
import { sessionWords } from './overlap-who.ts';
import { widthOf, fitMiddle, plain } from './text.ts';

/** Sessions that wrote the same files in one worktree: a block for each worktree. */
export function sharedRows({ shared }: OverlapPicture, options: SideOptions): readonly (readonly Row[])[] {
  return [...Map.groupBy(shared, ({ worktree }) => worktree)].map(([worktree, files]) =>
    worktreeRows(worktree, files, options),
  );
}

function worktreeRows(
  worktree: string,
  files: readonly SharedFile[],
  { names, sessions }: SideOptions,
): readonly Row[] {
  const hands = new Set(files.flatMap((file) => file.sessions)).size;
  const number = hands === 2 ? 'two' : String(hands);
  const paths = files.map(({ path }) => fitMiddle(plain(path), longestPath));
  const width = Math.max(...paths.map(widthOf));
  return [
    {
      line: [
        { text: '▲', role: 'warning' },
        { text: ' ' },
        { text: names.name(worktree), role: 'branch' },
        { text: '  ' },
        {
          text: `${number} sessions edited ${files.length === 1 ? 'the same file' : 'the same files'}`,
          role: 'warning',
        },
      ],
    },
    ...files.slice(0, most).map((file, at): Row => ({
      line: [
        { text: '    ' },
        { text: paths[at] ?? '', role: 'path' },
        { text: ' '.repeat(width - widthOf(paths[at] ?? '') + 2) },
        { text: file.sessions.map((id) => sessionWords(id, sessions)).join('; ') },
      ],
    })),
    ...(files.length > most
      ? [
          {
            line: [
              { text: `    … and ${counted(files.length - most, 'more file')}: kg overlap --json lists all of them` },
            ],
          },
        ]
      : []),
  ];
}

const longestPath = 40;
const most = 8;
