import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveWhole } from '../../save-whole.ts';
import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { packSymbols, unpackSymbols } from '../../symbols/packed-symbols.ts';
import { isFileSystemError } from '../../worktrees/file-error.ts';
import type { Store } from '../../worktrees/store/store.ts';

/** Symbols by the blob that they were read from. Kept beside the objects in kg's store, and gone with them. */
export type SymbolMemory = {
  /** `undefined`: not remembered. `null`: remembered to have none. */
  readonly recall: (key: string) => FileSymbols | null | undefined;
  readonly keep: (key: string, symbols: FileSymbols | null) => void;
  /** Saves what was used now, and as much of the rest as fits. */
  readonly save: () => Promise<void>;
};

/** Characters that are kept: of some five thousand files. */
const MOST = 24 * 1024 * 1024;

/** Opens what earlier runs read. `version` changes with the grammars and with what is read of a file. */
export async function openSymbolMemory(store: Store, version: string): Promise<SymbolMemory> {
  const file = join(store.directory, 'symbols.json');
  const remembered = await load(file, version);
  const used = new Map<string, string>();
  let fresh = false;
  return {
    recall: (key) => {
      const packed = remembered.get(key);
      if (packed === undefined) return undefined;
      const symbols = unpackSymbols(packed);
      if (symbols !== undefined) used.set(key, packed);
      return symbols;
    },
    keep: (key, symbols) => {
      used.set(key, packSymbols(symbols));
      fresh = true;
    },
    save: async () => {
      if (!fresh) return;
      let left = MOST;
      const rest = [...remembered].filter(([key]) => !used.has(key));
      const kept = [...used, ...rest].filter(([, packed]) => (left -= packed.length) >= 0);
      try {
        await saveWhole(file, { version, symbols: Object.fromEntries(kept) });
      } catch (error) {
        if (!isFileSystemError(error)) throw error;
        // What is not remembered is read again.
      }
    },
  };
}

async function load(file: string, version: string): Promise<ReadonlyMap<string, string>> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('version' in content) || !('symbols' in content))
      return new Map();
    if (content.version !== version || typeof content.symbols !== 'object' || content.symbols === null)
      return new Map();
    return new Map(
      Object.entries(content.symbols).flatMap(([key, packed]) => (typeof packed === 'string' ? [[key, packed]] : [])),
    );
  } catch {
    // Missing or damaged: everything is read again.
    return new Map();
  }
}
