import { parseTreePairs, renamedTreePairsArgs, type Entry } from '../../git/commit-differences.ts';
import { objectNamesInput, parseObjects, readObjectsArgs } from '../../git/objects.ts';
import { parseTreeEntries, treeEntriesArgs } from '../../git/tree-entries.ts';
import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import type { SymbolReader } from '../../symbols/read-symbols.ts';
import type { Place } from '../histories.ts';
import type { SymbolMemory } from './symbol-memory.ts';
import { makeViews, type Views } from './views.ts';

/** The trees of two sides and of what git merges them to. */
export type MergedTrees = { readonly a: string; readonly b: string; readonly merge: string };

/** Reads blobs and their symbols, each once. */
export type Sources = {
  /** `null` where they cannot be told; asking for what is not read yet notes it, and `readWanted` reads all of that. */
  readonly symbols: (oid: string, path: string) => FileSymbols | null;
  /** Whether anything was wanted. One process. */
  readonly readWanted: () => Promise<boolean>;
  /** The lines of blobs. One process. */
  readonly lines: (oids: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
};

export function openSources(
  place: Place,
  { reader, memory }: { readonly reader: SymbolReader; readonly memory: SymbolMemory },
): Sources {
  const known = new Map<string, FileSymbols | null>();
  const wanted = new Map<string, { readonly oid: string; readonly path: string }>();
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
    readWanted: async () => {
      const asked = [...wanted];
      wanted.clear();
      if (asked.length === 0) return false;
      const contents = await readBlobs(
        place,
        asked.map(([, { oid }]) => oid),
      );
      for (const [at, [key, { path }]] of asked.entries()) {
        const [language, source] = [languageOf(path), contents[at] ?? null];
        const symbols = language === null || source === null ? null : await reader.read({ language, source });
        known.set(key, symbols);
        memory.keep(key, symbols);
      }
      return true;
    },
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

/** Reads what the trees of all merges hold, and how the sides differ from them. Two processes for all. */
export async function readViews(
  { git, directory: cwd, env }: Place,
  merges: readonly MergedTrees[],
  symbols: Sources['symbols'],
): Promise<readonly Views[]> {
  const [first] = merges;
  if (first === undefined) return [];
  const pairs = [
    ...new Set(merges.flatMap(({ a, b, merge }) => [`${first.merge} ${merge}`, `${a} ${merge}`, `${b} ${merge}`])),
  ];
  const [listing, differences] = await Promise.all([
    git.run({ cwd, env, args: treeEntriesArgs(first.merge) }),
    git.run({
      cwd,
      env,
      args: renamedTreePairsArgs({ renames: RENAMES }),
      input: pairs.map((pair) => `${pair}\n`).join(''),
    }),
  ]);
  const base: ReadonlyMap<string, Entry> = parseTreeEntries(listing.stdout);
  const sections = parseTreePairs(differences.stdout, pairs);
  return merges.map(({ a, b, merge }) =>
    makeViews({
      base,
      merge: sections.get(`${first.merge} ${merge}`) ?? [],
      since: { a: sections.get(`${a} ${merge}`) ?? [], b: sections.get(`${b} ${merge}`) ?? [] },
      symbols,
    }),
  );
}

/** As many files as git looks at for renames by default. */
const RENAMES = 1000;
