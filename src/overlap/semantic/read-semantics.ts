import type { SymbolReader } from '../../symbols/read-symbols.ts';
import type { Place } from '../histories.ts';
import { linkDelta, type Delta } from './delta.ts';
import { openSources, readViews, type MergedTrees, type Sources } from './read-views.ts';
import type { SymbolMemory } from './symbol-memory.ts';
import type { Views } from './views.ts';

/** Finds what is wrong in merges and right on both sides. */
export async function readDeltas(options: {
  readonly place: Place;
  readonly merges: readonly MergedTrees[];
  readonly reader: SymbolReader;
  readonly memory: SymbolMemory;
}): Promise<readonly { readonly delta: Delta; readonly views: Views; readonly sources: Sources }[]> {
  const { place, merges } = options;
  const sources = openSources(place, options);
  const views = await readViews(place, merges, sources.symbols);
  const settled: { readonly delta: Delta; readonly views: Views; readonly sources: Sources }[] = [];
  for (const one of views) settled.push({ delta: await settle(one, sources), views: one, sources });
  return settled;
}

/** What is asked for first tells what else is to be read; after a few rounds nothing is missing any more. */
async function settle(views: Views, sources: Sources): Promise<Delta> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const delta = linkDelta(views);
    if (!(await sources.readWanted())) return delta;
  }
  return { found: [], skipped: [] };
}

const MOST_ROUNDS = 20;
