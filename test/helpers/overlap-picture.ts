import type {
  AttributedFile,
  AttributedOverlaps,
  AttributedPair,
  AttributedSide,
  Attribution,
  OverlapPicture,
} from '../../src/overlap-picture.ts';
import { auth, cart, home, mainWorktree, minutesAgo, now, worktree } from './shop.ts';

/** Worktrees of `shop` whose changes meet, for what is rendered of them. */
export const receipt = worktree('fix/receipt-total');
export const readme = worktree('docs/readme');
export const sessions = [...auth.sessions, ...cart.sessions];

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
