import type { Attention, AttentionRow } from '../attention.ts';
import type { Conflict } from '../attention/conflicts.ts';
import type { TransitionKind } from './transition-kind.ts';

/** Something that has come to need a person since it was last looked. */
export type Transition =
  | { readonly to: 'waiting' | 'crashed'; readonly key: string; readonly row: AttentionRow }
  | { readonly to: 'conflict'; readonly key: string; readonly conflict: Conflict };

/**
 * What has been told, by key, with the ISO time at which it was last still so. Kept in a file, so that nothing is told twice
 * by a tray that was started again. `null` before the first look ever: then what is so already is no transition.
 */
export type Told = Readonly<Record<string, string>>;

export type TransitionsOptions = {
  readonly attention: Attention;
  readonly told: Told | null;
  readonly now: Date;
  /** The kinds that the person wants to hear of. */
  readonly kinds: readonly TransitionKind[];
  /** Quiet hours, or everything muted: what comes now is told when they are over, if it is still so. */
  readonly quiet: boolean;
};

export type Transitions = {
  /** What to tell now, the most urgent first. */
  readonly tell: readonly Transition[];
  /** Keys that are no longer so: a notice about them can be taken back. Remembered ones are named with every look. */
  readonly over: readonly string[];
  /** Keys that are so, and that the person wants to hear of: a notice about them stands. */
  readonly standing: readonly string[];
  readonly told: Told;
};

/** Finds what is new. Pure: the caller keeps `told`. */
export function transitionsOf({ attention, told, now, kinds, quiet }: TransitionsOptions): Transitions {
  const at = now.toISOString();
  const present = presentOf(attention);
  const isNew = ({ key }: Transition) => told !== null && told[key] === undefined;
  const wanted = (one: Transition) => kinds.includes(one.to) && !(one.to !== 'conflict' && one.row.muted);
  const fresh = present.filter((one) => isNew(one) && wanted(one));
  const held = new Set(quiet ? fresh.map(({ key }) => key) : []);
  const keys = new Set(present.map(({ key }) => key));
  const gone = Object.entries(told ?? {}).filter(([key]) => !keys.has(key));
  return {
    tell: quiet ? [] : fresh,
    over: gone.map(([key]) => key),
    standing: present.filter(wanted).map(({ key }) => key),
    told: {
      ...Object.fromEntries(gone.filter(([key, seen]) => Date.parse(seen) > now.getTime() - remember(key))),
      ...Object.fromEntries(present.filter(({ key }) => !held.has(key)).map(({ key }) => [key, at])),
    },
  };
}

/**
 * A conflict that vanishes for a moment (a file is being saved, a worktree could not be read) and comes back is not news. A wait
 * or a crash has its own time in its key, so that the next one of the same session is another.
 */
function remember(key: string): number {
  if (key.startsWith('conflict:')) return 10 * 60_000;
  return key.endsWith('@') ? 0 : 7 * 86_400_000;
}

function presentOf({ groups }: Attention): readonly Transition[] {
  const sessions = groups.flatMap(({ rows }) =>
    rows.flatMap((row): Transition[] => {
      const { id, status, since, lastActivity } = row.session;
      if (status !== 'waiting' && status !== 'crashed') return [];
      // When a crash began is told by another source once Claude Code has cleared its registry; what was done last stays.
      const at = status === 'crashed' ? (lastActivity ?? since) : since;
      return [{ to: status, key: `${status}:${id}@${at ?? ''}`, row }];
    }),
  );
  const conflicts = groups.flatMap(({ conflicts: pairs }) =>
    (pairs ?? []).map((conflict): Transition => {
      return { to: 'conflict', key: `conflict:${conflict.a.path}\0${conflict.b.path}`, conflict };
    }),
  );
  return [...sessions, ...conflicts];
}
