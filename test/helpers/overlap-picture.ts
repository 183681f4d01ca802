import type {
  AttributedFile,
  AttributedOverlaps,
  AttributedPair,
  AttributedSide,
  OverlapPicture,
} from '../../src/survey/overlap-picture.ts';
import type { Attribution } from '../../src/overlap/who.ts';
import { auth, cart, home, mainWorktree, minutesAgo, now, session, worktree } from './shop.ts';

/** Worktrees of `shop` whose changes meet, for what is rendered of them. */
const receipt = worktree('fix/receipt-total');
const readme = worktree('docs/readme');
const sessions = [...auth.sessions, ...cart.sessions];

/** By whom: the session of `feature/auth` two minutes ago, surely, unless told. */
export function by(fields: Partial<Attribution> = {}): Attribution {
  return { id: auth.sessions[0]?.id ?? '', grade: 'certain', at: minutesAgo(2), ...fields };
}

export const byCart = by({ id: cart.sessions[0]?.id ?? '', at: minutesAgo(9) });

export function side(lines: AttributedSide['lines'] = [], fields: Partial<AttributedSide> = {}): AttributedSide {
  return { change: 'modified', lines, uncommitted: false, sessions: [], ...fields };
}

/** A source file that both sides changed far apart, unless told. */
export function file(path: string, fields: Partial<AttributedFile> = {}): AttributedFile {
  return { path, level: 'file', class: 'source', a: side([[12, 14]]), b: side([[80, 92]]), ...fields };
}

export function conflict(path: string, fields: Partial<AttributedFile> = {}): AttributedFile {
  return file(path, { level: 'conflict', kind: 'content', a: side([[40, 58]]), b: side([[44, 61]]), ...fields });
}

/** A pair of worktrees, or of a worktree and the trunk. */
export function pair(
  a: { readonly path: string },
  b: { readonly path: string } | string,
  files: readonly AttributedFile[],
  fields: Partial<AttributedPair> = {},
): AttributedPair {
  const levels: readonly AttributedPair['level'][] = ['conflict', 'near', 'file', 'same'];
  const level = levels.find((one) => files.some((each) => each.level === one)) ?? 'same';
  return { a: a.path, b: typeof b === 'string' ? b : b.path, level, receiver: `${home}/code/shop`, files, ...fields };
}

type Fields = Partial<Omit<OverlapPicture, 'overlaps'>> & { readonly overlaps?: Partial<AttributedOverlaps> };

export function picture(pairs: readonly AttributedPair[], { overlaps, ...fields }: Fields = {}): OverlapPicture {
  return {
    takenAt: now.toISOString(),
    root: `${home}/code/shop`,
    trunk: 'main',
    worktrees: [auth, cart, receipt, readme, mainWorktree()],
    overlaps: { checked: 10, unchecked: [], pairs, trunk: [], problems: [], ...overlaps },
    shared: [],
    skipped: [],
    sessions,
    ...fields,
  };
}

const open = { uncommitted: true };

/** Two that conflict, two that are near, one that drifted. */
export const collisions = picture(
  [
    pair(auth, cart, [
      conflict('src/session.ts', {
        a: side([[40, 58]], { ...open, sessions: [by()] }),
        b: side([[44, 61]], { sessions: [byCart] }),
      }),
      file('src/routes.ts', {
        a: side([[12, 14]], { ...open, sessions: [by({ at: minutesAgo(30) })] }),
        b: side([[80, 92]], { sessions: [{ ...byCart, at: minutesAgo(40) }] }),
      }),
    ]),
    pair(cart, receipt, [
      file('src/price.ts', {
        level: 'near',
        a: side([[3, 3]], { sessions: [{ ...byCart, grade: 'likely' }] }),
        b: side([[5, 9]], open),
      }),
    ]),
  ],
  { overlaps: { trunk: [pair(receipt, 'main', [conflict('src/receipt.ts')])] } },
);

const kinds: readonly NonNullable<AttributedFile['kind']>[] = [
  'content',
  'add/add',
  'modify/delete',
  'rename/rename',
  'rename/delete',
  'rename/add',
  'directory rename',
  'file/directory',
  'distinct types',
  'mode',
  'binary',
  'submodule',
  'other',
];

const { id: authSession } = by();
const { id: cartSession } = byCart;

/** A picture with everything in it that a picture can hold. `mark` stands in every text that git or a session gave. */
export function everything(mark = ''): OverlapPicture {
  const odd = worktree(`feature/odd${mark}`, { path: `${home}/code/odd${mark}`, operation: 'merge' });
  const classes: readonly AttributedFile['class'][] = ['generated', 'docs', 'test', 'lockfile', 'manifest', 'source'];
  return picture(
    [
      pair(
        auth,
        odd,
        kinds.map((kind) => conflict(`${kind}${mark}`, { kind })),
        { merging: [odd.path] },
      ),
      pair(
        auth,
        cart,
        classes.map((one) => file(`${one}${mark}`, { class: one, level: 'near' })),
      ),
      pair(cart, receipt, [
        conflict('src/twin.ts', {
          kind: 'add/add',
          twin: `src/Twin.ts${mark}`,
          driver: `union${mark}`,
          note: 'line endings',
          a: side([], {
            change: 'added',
            sessions: [by({ grade: 'shared', at: null }), { ...byCart, grade: 'shared' }],
          }),
        }),
        conflict('src/moved.ts', {
          kind: 'rename/delete',
          also: [`src/new.ts${mark}`, `src/moved.ts`],
          a: side([[1, 1]], {
            change: 'renamed',
            from: `src/old.ts${mark}`,
            path: `src/new.ts${mark}`,
            sessions: [byCart],
          }),
          b: side([], { change: 'deleted', uncommitted: true }),
        }),
        file('src/inherited.ts', { level: 'conflict', kind: 'content', viaTrunk: true, b: null }),
        file('assets/logo.png', { note: 'not compared', a: side(), b: side([], { change: 'type' }) }),
        file('src/alike.ts', { level: 'same' }),
      ]),
      pair(readme, receipt, [file('README.md', { class: 'docs' })], { receiver: null }),
    ],
    {
      worktrees: [auth, cart, receipt, readme, odd, mainWorktree()],
      overlaps: {
        checked: 13,
        unchecked: [
          { a: readme.path, b: receipt.path, reason: 'missing objects', detail: `fatal: no blob${mark}` },
          { a: readme.path, b: odd.path, reason: 'unrelated' },
        ],
        trunk: [
          pair(cart, 'main', [conflict(`src/drift.ts${mark}`), file('src/far.ts')]),
          pair(auth, 'main', [file('src/far.ts')]),
        ],
        problems: [
          { code: 'SNAPSHOT_PARTIAL', message: '1 file is compared by its name alone', worktree: auth.path },
          { code: 'SNAPSHOT_FAILED', message: `fatal: index file corrupt${mark}`, worktree: odd.path },
        ],
      },
      shared: [
        {
          worktree: auth.path,
          path: `src/session.ts${mark}`,
          sessions: [cartSession, authSession],
          writers: [
            { id: cartSession, grade: 'likely', first: null, last: minutesAgo(3) },
            { id: authSession, grade: 'certain', first: minutesAgo(30), last: minutesAgo(5), subagents: ['agent-a1'] },
          ],
          alarms: [{ session: authSession, at: minutesAgo(3), kind: 'stale-recovered', by: null }],
        },
      ],
      skipped: [
        { worktree: auth.path, path: `dump.sql${mark}`, reason: 'too-large', size: 312_000_000 },
        { worktree: cart.path, path: 'vendor/lib', reason: 'embedded-repository' },
      ],
      sessions: [
        session({ id: authSession, task: `Add OAuth login${mark}` }),
        session({ id: cartSession, name: `cents${mark}` }),
      ],
    },
  );
}
