import type { Place } from '../overlap/histories.ts';
import { openSources, type Sources } from '../overlap/semantic/sources.ts';
import { openSymbolMemory, type SymbolMemory } from '../overlap/semantic/symbol-memory.ts';
import { symbolsVersion } from '../symbols/packed-symbols.ts';
import { openSymbolReader } from '../symbols/read-symbols.ts';
import type { Store } from '../worktrees/store/store.ts';

export type SymbolSources = Sources & Pick<SymbolMemory, 'save'>;

/** Opens what reads the symbols of blobs, and remembers them. Grammars are loaded when the first blob is read. */
export async function openSymbolSources(place: Place, store: Store): Promise<SymbolSources> {
  const memory = await openSymbolMemory(store, symbolsVersion);
  return { ...openSources(place, { reader: openSymbolReader(), memory }), save: memory.save };
}
