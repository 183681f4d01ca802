import { readHistories, type Place } from '../overlap/histories.ts';
import { readReflog, type HeadStep } from '../worktrees/reflog.ts';
import type { ReadFiles } from './read-files.ts';

/** What the trunk brought into a worktree after sessions there had looked at files: all between two commits of the trunk. */
export type Landing = { readonly path: string; readonly from: string; readonly to: string };

/**
 * Reads where worktrees have taken over the trunk since their sessions looked, by a merge, a rebase, a pull or a reset: from where
 * HEAD then was. One process for all worktrees whose HEAD has moved so, and none when there are none.
 */
export async function readLandings(
  place: Place,
  options: {
    readonly worktrees: readonly { readonly path: string; readonly gitDirectory: string | null }[];
    /** Of sessions that are not over. */
    readonly reads: ReadFiles;
    readonly forkOf: (worktree: string) => string | null;
    /** Commit of the trunk. */
    readonly trunk: string;
  },
): Promise<readonly Landing[]> {
  const { worktrees, reads, forkOf, trunk } = options;
  const stood = await Promise.all(
    worktrees.map(async ({ path, gitDirectory }) => {
      const looked = earliest(reads, path);
      const to = forkOf(path);
      if (looked === null || to === null || gitDirectory === null) return [];
      const head = headBefore(await readReflog(gitDirectory), looked);
      return head === null ? [] : [{ path, head, to }];
    }),
  );
  const heads = stood.flat();
  if (heads.length === 0) return [];
  const tips = [...new Set(heads.map(({ head }) => head))];
  const { forks } = await readHistories(place, tips, { trunk, made: new Map() });
  return heads.flatMap(({ path, head, to }) => {
    const from = forks.get(head) ?? null;
    return from === null || from === to ? [] : [{ path, from, to }];
  });
}

/** When the oldest of the newest readings was; `null` where nothing was read. */
function earliest(reads: ReadFiles, path: string): string | null {
  const times = [...(reads.get(path)?.values() ?? [])].flatMap((readers) => readers.flatMap(({ last }) => last ?? []));
  return times.reduce<string | null>((first, time) => (first === null || time < first ? time : first), null);
}

/** Pure: where HEAD stood at a time, if anything but commits of its own has moved it since. */
export function headBefore(steps: readonly HeadStep[], time: string): string | null {
  const since = steps.filter(({ at }) => at >= time);
  const [first] = since;
  const isOwn = ({ did }: HeadStep): boolean => /^commit(?: \((?:amend|initial)\))?:/u.test(did);
  return first === undefined || /^0+$/u.test(first.before) || since.every(isOwn) ? null : first.before;
}
