import { ownHistoryArgs, ownHistoryInput, parseOwnHistory, type OwnHistory } from '../git/own-history.ts';
import type { Git } from '../git/run.ts';
import { readAncestry, type Ancestry } from './ancestry.ts';

/** Where git runs, and what it must see. */
export type Place = {
  readonly git: Git;
  readonly directory: string;
  /** Of the store that the snapshots are in. */
  readonly env: Readonly<Record<string, string>>;
};

/** What was asked of the history of some commits before the snapshots on top of them were there. */
export type AskedHistory = {
  readonly commits: ReadonlySet<string>;
  readonly trunk: string;
  readonly history: Promise<OwnHistory>;
};

/** Asks what some commits have and the trunk has not. One process. */
export function askHistory(
  place: Place,
  asked: { readonly commits: Iterable<string>; readonly trunk: string },
): AskedHistory {
  const commits = new Set(asked.commits);
  const history = readOwnHistory(place, [...commits], asked.trunk);
  // Where that fails, the tips themselves are asked about, which tells why.
  history.catch(() => {});
  return { commits, trunk: asked.trunk, history };
}

export type Histories = {
  readonly ancestry: Ancestry;
  /** The newest commit that each tip has in common with the trunk; `null` where there is none, as far as is known here. */
  readonly forks: ReadonlyMap<string, string | null>;
};

/** The commits that kg made of working states, with the parents that it gave them. */
export type MadeCommits = ReadonlyMap<string, readonly string[]>;

/**
 * Reads where the tips left the trunk. One process for all unless that was asked already, and one more for each tip that rests on
 * several commits of the trunk, as after merging it. Without a trunk, what all tips have in common takes its place.
 */
export async function readHistories(
  place: Place,
  tips: readonly string[],
  options: { readonly trunk: string | null; readonly made: MadeCommits; readonly asked?: AskedHistory | null },
): Promise<Histories> {
  const { trunk, made } = options;
  if (tips.length === 0) return { ancestry: readAncestry(new Map(), []), forks: new Map() };
  const { git, directory: cwd, env } = place;
  const excluded = trunk ?? (await commonBase(place, tips));
  const history = (await fromAsked(tips, options)) ?? (await readOwnHistory(place, tips, excluded));
  const ancestry = readAncestry(history, tips, new Set(made.keys()));
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

async function readOwnHistory(
  { git, directory: cwd, env }: Place,
  tips: readonly string[],
  excluded: string | null,
): Promise<OwnHistory> {
  const input = ownHistoryInput(tips, excluded === null ? [] : [excluded]);
  return parseOwnHistory((await git.run({ cwd, env, args: ownHistoryArgs, input })).stdout);
}

/** The history of the tips from that of what they were made on; `null` when it was not asked for all of that. */
async function fromAsked(
  tips: readonly string[],
  { trunk, made, asked = null }: Parameters<typeof readHistories>[2],
): Promise<OwnHistory | null> {
  const below = tips.flatMap((tip) => made.get(tip) ?? [tip]);
  if (asked === null || asked.trunk !== trunk || below.some((commit) => !asked.commits.has(commit))) return null;
  const history = await asked.history.catch(() => null);
  return history === null ? null : new Map([...history, ...made]);
}

async function commonBase({ git, directory, env }: Place, tips: readonly string[]): Promise<string | null> {
  const answer = await git.run({ cwd: directory, env, args: ['merge-base', '--octopus', ...tips], answers: [0, 1] });
  return answer.stdout.toString('latin1').split('\n')[0] || null;
}
