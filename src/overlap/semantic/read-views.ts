import { parseTreePairs, renamedTreePairsArgs, treePairsArgs } from '../../git/commit-differences.ts';
import type { Entry } from '../../git/entry.ts';
import { gitFailureLine } from '../../git/failure.ts';
import { parseTreeEntries, treeEntriesArgs } from '../../git/tree-entries.ts';
import type { Place } from '../histories.ts';
import type { Sources } from './sources.ts';
import { makeViews, type Views } from './views.ts';

/** The trees of two sides and of what git merges them to. */
export type MergedTrees = { readonly a: string; readonly b: string; readonly merge: string };

/**
 * Reads what the trees of all merges hold, and how the sides differ from them. Two processes for all. Where git fails, as in a
 * repository that lacks the contents which finding renames needs, each merge by itself, and at last without renames. `null` for
 * a merge whose trees are not there either.
 */
export async function readViews(
  place: Place,
  merges: readonly MergedTrees[],
  sources: Pick<Sources, 'symbols' | 'settings'>,
): Promise<readonly (Views | null)[]> {
  const all = await attempt(place, { merges, sources, renames: true });
  if (all !== null) return all;
  const views: (Views | null)[] = [];
  for (const merge of merges) {
    const [one = null] =
      (merges.length > 1 ? await attempt(place, { merges: [merge], sources, renames: true }) : null) ??
      (await attempt(place, { merges: [merge], sources, renames: false })) ??
      [];
    views.push(one);
  }
  return views;
}

async function attempt(
  { git, directory: cwd, env }: Place,
  asked: {
    readonly merges: readonly MergedTrees[];
    readonly sources: Pick<Sources, 'symbols' | 'settings'>;
    readonly renames: boolean;
  },
): Promise<readonly Views[] | null> {
  const { merges, sources } = asked;
  const { symbols, settings } = sources;
  const [first] = merges;
  if (first === undefined) return [];
  const pairs = [
    ...new Set(merges.flatMap(({ a, b, merge }) => [`${first.merge} ${merge}`, `${a} ${merge}`, `${b} ${merge}`])),
  ];
  const args = asked.renames ? renamedTreePairsArgs({ renames: RENAMES }) : treePairsArgs;
  const input = pairs.map((pair) => `${pair}\n`).join('');
  try {
    const [listing, differences] = await Promise.all([
      git.run({ cwd, env, args: treeEntriesArgs(first.merge) }),
      git.run({ cwd, env, args, input }),
    ]);
    const base: ReadonlyMap<string, Entry> = parseTreeEntries(listing.stdout);
    const sections = parseTreePairs(differences.stdout, pairs);
    return merges.map(({ a, b, merge }) =>
      makeViews({
        base,
        merge: sections.get(`${first.merge} ${merge}`) ?? [],
        since: { a: sections.get(`${a} ${merge}`) ?? [], b: sections.get(`${b} ${merge}`) ?? [] },
        symbols,
        settings,
      }),
    );
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    return null;
  }
}

/** As many files as git looks at for renames by default. */
const RENAMES = 1000;
