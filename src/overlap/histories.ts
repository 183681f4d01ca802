import { ownHistoryArgs, ownHistoryInput, parseOwnHistory } from '../git/own-history.ts';
import type { Git } from '../git/run.ts';
import { readAncestry, type Ancestry } from './ancestry.ts';

/** Where git runs, and what it must see. */
export type Place = {
  readonly git: Git;
  readonly directory: string;
  /** Of the store that the snapshots are in. */
  readonly env: Readonly<Record<string, string>>;
};

export type Histories = {
  readonly ancestry: Ancestry;
  /** The newest commit that each tip has in common with the trunk; `null` where there is none, as far as is known here. */
  readonly forks: ReadonlyMap<string, string | null>;
};

/**
 * Reads where the tips left the trunk. One process for all, and one more for each tip that rests on several commits of the
 * trunk, as after merging it. Without a trunk, what all tips have in common takes its place.
 */
export async function readHistories(
  place: Place,
  tips: readonly string[],
  { trunk, snapshots }: { readonly trunk: string | null; readonly snapshots: ReadonlySet<string> },
): Promise<Histories> {
  if (tips.length === 0) return { ancestry: readAncestry(new Map(), []), forks: new Map() };
  const { git, directory: cwd, env } = place;
  const excluded = trunk ?? (await commonBase(place, tips));
  const input = ownHistoryInput(tips, excluded === null ? [] : [excluded]);
  const answer = await git.run({ cwd, env, args: ownHistoryArgs, input });
  const ancestry = readAncestry(parseOwnHistory(answer.stdout), tips, snapshots);
  const forks = await Promise.all(
    [...new Set(tips)].map(async (tip): Promise<[string, string | null]> => {
      const [border, ...others] = ancestry.borders(tip);
      if (border === undefined) return [tip, null];
      if (others.length === 0 || excluded === null) return [tip, border];
      const bases = await git.run({ cwd, env, args: ['merge-base', '--all', tip, excluded], answers: [0, 1] });
      return [tip, bases.stdout.toString('latin1').split('\n')[0] || null];
    }),
  );
  return { ancestry, forks: new Map(forks) };
}

async function commonBase({ git, directory, env }: Place, tips: readonly string[]): Promise<string | null> {
  const answer = await git.run({ cwd: directory, env, args: ['merge-base', '--octopus', ...tips], answers: [0, 1] });
  return answer.stdout.toString('latin1').split('\n')[0] || null;
}
