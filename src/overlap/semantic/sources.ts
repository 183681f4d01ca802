import { objectNamesInput, parseObjects, readObjectsArgs } from '../../git/objects.ts';
import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import type { SymbolReader } from '../../symbols/read-symbols.ts';
import type { Place } from '../histories.ts';
import { openSettings, type Settings } from './settings.ts';
import type { SymbolMemory } from './symbol-memory.ts';

/** Reads blobs and their symbols, each once. */
export type Sources = {
  /** `null` where they cannot be told; asking for what is not read yet notes it, and `readWanted` reads all of that. */
  readonly symbols: (oid: string, path: string) => FileSymbols | null;
  /** What files of settings hold; `readWanted` reads what of them was asked for too. */
  readonly settings: Pick<Settings, 'data' | 'readings'>;
  /** Whether anything was wanted. One process. */
  readonly readWanted: () => Promise<boolean>;
  /** Whether the repository turned out not to have a blob: a partial clone, or a damaged one. */
  readonly isMissing: (oid: string) => boolean;
  /** The lines of blobs. One process. */
  readonly lines: (oids: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
};

/** Opens what reads the symbols of blobs. Starts nothing by itself. */
export function openSources(
  place: Place,
  { reader, memory }: { readonly reader: SymbolReader; readonly memory: SymbolMemory },
): Sources {
  const known = new Map<string, FileSymbols | null>();
  const wanted = new Map<string, { readonly oid: string; readonly path: string }>();
  const missing = new Set<string>();
  const settings = openSettings();
  return {
    symbols: (oid, path) => {
      const language = languageOf(path);
      if (language === null) return null;
      const key = `${oid} ${language}`;
      const read = known.get(key);
      if (read !== undefined) return read;
      const recalled = memory.recall(key);
      if (recalled === undefined) wanted.set(key, { oid, path });
      else known.set(key, recalled);
      return recalled ?? null;
    },
    settings,
    readWanted: async () => {
      const asked = [...wanted];
      const others = settings.wanted();
      wanted.clear();
      if (asked.length + others.length === 0) return false;
      const contents = await readBlobs(place, [...asked.map(([, { oid }]) => oid), ...others]);
      settings.keep(contents.slice(asked.length));
      for (const [at, [key, { oid, path }]] of asked.entries()) {
        const [language, source] = [languageOf(path), contents[at] ?? null];
        const symbols = language === null || source === null ? null : await reader.read({ language, source });
        known.set(key, symbols);
        // What is not there now may be there the next time.
        if (source === null) missing.add(oid);
        else memory.keep(key, symbols);
      }
      return true;
    },
    isMissing: (oid) => missing.has(oid),
    lines: async (oids) => {
      const contents = await readBlobs(place, oids);
      return new Map(oids.map((oid, at) => [oid, contents[at]?.toString('utf8').split('\n') ?? []]));
    },
  };
}

async function readBlobs(
  { git, directory: cwd, env }: Place,
  oids: readonly string[],
): Promise<readonly (Buffer | null)[]> {
  if (oids.length === 0) return [];
  const names = oids.map((oid) => Buffer.from(oid));
  return parseObjects(
    (await git.run({ cwd, env, args: readObjectsArgs, input: objectNamesInput(names) })).stdout,
    names,
  );
}
