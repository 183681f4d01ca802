import { readVersion } from '../../git/version.ts';
import { symbolsVersion } from '../../symbols/packed-symbols.ts';
import { openSymbolReader } from '../../symbols/read-symbols.ts';
import type { Store } from '../../worktrees/store/store.ts';
import type { Place } from '../histories.ts';
import { mergeKey } from '../merge-memory.ts';
import { readMergeSettings, type Receiver } from '../receiver.ts';
import { readMergedTrees, type AskedPair } from './merged-trees.ts';
import type { SemanticPair } from './finding.ts';
import { readSemantics } from './read-semantics.ts';
import { readSemanticMemory, saveSemanticMemory, type Remembered } from './semantic-memory.ts';
import { openSymbolMemory } from './symbol-memory.ts';

/**
 * What the symbols of pairs say, in their order; `null` for a pair that git does not merge cleanly, or cannot read. Remembered for the
 * same commits. Pairs that share no file are looked at too: a call in one file breaks by a change of another.
 */
export async function findSemantics(options: {
  readonly place: Place;
  readonly store: Store;
  readonly receiver: Receiver;
  readonly pairs: readonly AskedPair[];
}): Promise<readonly (SemanticPair | null)[]> {
  const { place, store, pairs } = options;
  if (pairs.length === 0) return [];
  const remembered = readSemanticMemory(store, symbolsVersion);
  const [version, settings] = await Promise.all([
    readVersion({ git: place.git, directory: place.directory }),
    readMergeSettings(place),
  ]);
  const keys = pairs.map(({ a, b }) => mergeKey([version, settings.entries, a, b]));
  const asked = pairs.flatMap(({ a, b }, at) => {
    const key = keys[at] ?? '';
    return remembered.has(key) ? [] : [{ key, a, b }];
  });
  const fresh = new Map<string, Remembered | null>();
  if (asked.length > 0) {
    const merged = await readMergedTrees({ ...options, pairs: asked, settings });
    const clean = asked.flatMap(({ key }, at) => {
      const trees = merged[at];
      if (trees === null) fresh.set(key, 'conflict');
      return trees == null ? [] : [{ key, ...trees }];
    });
    const memory = await openSymbolMemory(store, symbolsVersion);
    const found = await readSemantics({ place, merges: clean, reader: openSymbolReader(), memory });
    clean.forEach(({ key }, at) => fresh.set(key, found[at] ?? null));
    await memory.save();
  }
  const answers = keys.map((key) => fresh.get(key) ?? remembered.get(key) ?? null);
  if (fresh.size > 0) {
    const used = new Map(keys.flatMap((key, at) => toRemember(key, answers[at] ?? null)));
    await saveSemanticMemory(store, symbolsVersion, { used, rest: remembered });
  }
  return answers.map((answer) => (answer === 'conflict' ? null : answer));
}

/** What is not in the repository now may be fetched before the next time. */
function toRemember(key: string, answer: Remembered | null): (readonly [string, Remembered])[] {
  if (answer === null) return [];
  const isWhole = answer === 'conflict' || answer.skipped.every(({ reason }) => reason !== 'missing');
  return isWhole ? [[key, answer]] : [];
}
