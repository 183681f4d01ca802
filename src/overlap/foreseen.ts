import { ahead } from '../git/run.ts';
import type { Place } from './histories.ts';
import { readAttributes } from './receiver.ts';
import { listTrunk, type ListedTrunk } from './trunk-pairs.ts';
import type { AskedAttributes } from './verdicts.ts';

/** What is asked about paths while it is still being found out what became of them. */
export type Foreseen = {
  /** `null`: there are so many that only what meets is worth asking for. */
  readonly attributes: AskedAttributes | null;
  readonly listed: ListedTrunk;
};

/** Asks for the attributes of paths, and for what the trunk has around them. Two processes, ahead of what stands in the queue. */
export function foresee(
  place: Place,
  { trunk, paths }: { readonly trunk: string; readonly paths: readonly string[] },
): Foreseen {
  const early = { ...place, git: ahead(place.git) };
  return { attributes: askAttributes(early, paths), listed: listTrunk(early, { oid: trunk, paths }) };
}

/** Asks for the attributes of what was changed, unless that is so much that only what meets is worth asking for. */
export function askAttributes(place: Place, paths: readonly string[]): AskedAttributes | null {
  const asked = new Set(paths);
  if (asked.size > MOST_PATHS) return null;
  const attributes = readAttributes(place, [...asked]);
  // Perhaps nobody needs them: whoever awaits them hears of a failure.
  attributes.catch(() => {});
  return { paths: asked, attributes };
}

const MOST_PATHS = 2000;
