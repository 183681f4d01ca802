import { parseTreeEntries, treeEntriesArgs } from '../git/tree-entries.ts';
import { pathsOf, type OwnChange } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import { resolveImport } from '../overlap/semantic/resolve.ts';
import { makeViews, type View } from '../overlap/semantic/views.ts';
import type { FileSymbols, Import } from '../symbols/file-symbols.ts';
import { languageOf } from '../symbols/language.ts';
import type { Candidate, Importer } from './candidates.ts';
import type { Writer } from './drift.ts';
import { joinReaders, type Reader, type ReadFiles } from './read-files.ts';
import type { SymbolSources } from './symbol-sources.ts';

type Written = { readonly writer: Writer; readonly change: OwnChange };

/**
 * Finds what others changed that nobody here read, but that a file which somebody read here imports, directly. Where an import
 * leads is looked up among all files that the reader has. One git process a reader, and two for all.
 */
export async function readImporters(
  place: Place,
  options: {
    readonly reads: ReadFiles;
    readonly commitOf: (reader: string) => string | null;
    /** What each of the others changed, as seen from a reader. */
    readonly writtenFor: (reader: string) => readonly Written[];
    readonly sources: SymbolSources;
  },
): Promise<readonly Candidate[]> {
  const { reads, commitOf, writtenFor, sources } = options;
  const open = [...reads].flatMap(([reader, files]) => {
    const looked = [...files].flatMap(([path, all]): readonly (readonly [string, readonly Reader[]])[] => {
      const readers = all.filter(({ grade }) => grade !== 'named');
      return readers.length === 0 || languageOf(path) === null ? [] : [[path, readers]];
    });
    const known = new Set(looked.map(([path]) => path));
    const written = writtenFor(reader).filter(
      ({ change }) => change.before !== null && isSource(change) && !pathsOf(change).some((path) => known.has(path)),
    );
    const commit = commitOf(reader);
    return commit === null || looked.length === 0 || written.length === 0
      ? []
      : [{ reader, commit, looked: looked.slice(0, mostFiles), written }];
  });
  const views = await Promise.all(open.map(({ commit }) => readView(place, commit, sources)));
  const each = open.flatMap((one, at) => {
    const view = views[at];
    return view === undefined ? [] : [{ ...one, view }];
  });
  // Asking notes what is not read yet: the files, and then the settings that say where their imports lead.
  for (let round = 0; round < mostRounds; round += 1) {
    for (const { view, looked } of each) for (const [path] of looked) takenBy(view, path);
    if (!(await sources.readWanted())) break;
  }
  const met = each.flatMap(({ reader, view, looked, written }) => {
    const takers = Map.groupBy(
      looked.flatMap(([path, readers]) =>
        takenBy(view, path).map(({ target, name }) => ({ target, name, path, readers })),
      ),
      ({ target }) => target,
    );
    return written.slice(0, mostFiles).flatMap(({ writer, change }) => {
      const origin = change.from ?? change.path;
      const found = takers.get(origin) ?? [];
      return found.length === 0 ? [] : [{ reader, writer, change, origin, found }];
    });
  });
  const before = ({ change, origin }: { readonly change: OwnChange; readonly origin: string }) =>
    change.before === null ? null : sources.symbols(change.before.oid, origin);
  for (const one of met) before(one);
  await sources.readWanted();
  return met.map(({ reader, writer, change, found, origin }): Candidate => {
    const declared = before({ change, origin });
    const through = [...Map.groupBy(found, ({ path }) => path)].map(([path, all]): Importer => ({
      path,
      names: new Set(all.map(({ name }) => declaredName(declared, name))),
      readers: all[0]?.readers ?? [],
    }));
    return { reader, writer, change, readers: joinReaders(through), through };
  });
}

/** More are a change of everything. */
const mostFiles = 400;
/** Settings that extend others are read one after the other. */
const mostRounds = 12;

function isSource({ path, from, after }: OwnChange): boolean {
  return languageOf(from ?? path) !== null && (after === null || after.mode.startsWith('100'));
}

async function readView({ git, directory: cwd, env }: Place, commit: string, sources: SymbolSources): Promise<View> {
  const listing = await git.run({ cwd, env, args: treeEntriesArgs(commit) });
  const since = { a: [], b: [] };
  return makeViews({
    base: parseTreeEntries(listing.stdout),
    merge: [],
    since,
    symbols: sources.symbols,
    settings: sources.settings,
  }).merge;
}

/** The names that a file takes from other files of the repository, as those give them out. */
function takenBy(view: View, path: string): readonly { readonly target: string; readonly name: string }[] {
  const symbols = view.symbols(path);
  if (symbols === null || symbols.errors.length > 0) return [];
  return symbols.imports.flatMap((one) => {
    const target = resolveImport(view, path, one.from);
    return typeof target === 'object' ? namesOf(one, symbols).map((name) => ({ target: target.path, name })) : [];
  });
}

/** Of a whole module, the names that are used of it. */
function namesOf({ name, as }: Import, { accesses }: FileSymbols): readonly string[] {
  if (name !== '*') return name === null ? [] : [name];
  return accesses.flatMap(({ object, name: used }) => (object === as ? [used] : []));
}

function declaredName(symbols: FileSymbols | null, name: string): string {
  return symbols?.exports.find((one) => one.name === name && one.from === null)?.of ?? name;
}
