import type { BlobPair } from '../git/line-changes.ts';
import type { Contender, OwnChange } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import { readLines } from '../overlap/lines.ts';
import { languageOf } from '../symbols/language.ts';
import type { Candidate } from './candidates.ts';
import type { DriftedSymbol, SymbolUse } from './drift.ts';
import { driftedSymbols, usesOf } from './drifted-symbols.ts';
import { withMoves, type OtherFile } from './moved-symbols.ts';
import type { Case, Settled } from './settle.ts';
import type { SymbolSources } from './symbol-sources.ts';

type One = { readonly candidate: Candidate; readonly one: Case; readonly settled: Settled };

/**
 * Reads which declarations changed under a reader, and where its own changed lines use them. Grammars are loaded here and not
 * before; what was read of a blob is remembered. Seven git processes, whatever the number of files.
 */
export async function readDriftedSymbols(
  place: Place,
  settled: readonly One[],
  {
    sources,
    contenders,
    changesOf,
  }: {
    readonly sources: SymbolSources;
    readonly contenders: readonly Contender[];
    /** All that the writer of a candidate changed. */
    readonly changesOf: (candidate: Candidate) => readonly OwnChange[];
  },
): Promise<(candidate: Candidate) => readonly DriftedSymbol[] | null> {
  const asked = settled.filter(
    ({ candidate, settled: { outcome } }) => outcome !== 'has' && languageOf(candidate.change.path) !== null,
  );
  if (asked.length === 0) return () => null;
  const ownOf = (reader: string): Contender | undefined => contenders.find(({ name }) => name === reader);
  const readers = new Set(asked.map(({ candidate }) => candidate.reader));
  const own = [...readers].flatMap((reader) => ownOf(reader)?.changes.filter(isSource) ?? []).slice(0, mostFiles);
  const states = asked.map(({ candidate: { change }, one, settled: { outcome } }) => ({
    path: change.path,
    before: one.change.before,
    after: one.change.after,
    // Who read before the change arrived knows what was there before.
    file: outcome === 'read-before' ? one.change.before : one.file,
  }));
  // Asking notes what is not read yet.
  for (const { path, before, after, file } of states)
    for (const oid of [before, after, file]) if (oid !== null) sources.symbols(oid, path);
  for (const { path, after } of own) if (after !== null) sources.symbols(after.oid, path);
  await sources.readWanted();
  const others = asked.map(({ candidate }) =>
    changesOf(candidate)
      .filter((change) => change.path !== candidate.change.path && isSource(change))
      .slice(0, mostFiles)
      .map(({ path, before, after }): OtherFile => ({ path, before: before?.oid ?? null, after: after?.oid ?? null })),
  );
  const toldOf = (): readonly (readonly DriftedSymbol[])[] =>
    states.map((state, at) => withMoves(driftedSymbols(state, sources.symbols), others[at] ?? [], sources.symbols));
  // Where something is gone, the files that it may have gone to are asked for.
  const first = toldOf();
  const drifted = (await sources.readWanted()) ? toldOf() : first;
  await sources.save();
  const lines = await readLines(place, own.map(pairOf));
  const found = asked.map(({ candidate }, at): readonly DriftedSymbol[] => {
    const contender = ownOf(candidate.reader);
    if (contender === undefined) return [];
    return (drifted[at] ?? [])
      .filter((symbol) => isTaken(candidate, symbol))
      .map((symbol) => {
        const { name } = symbol;
        const declaredIn = candidate.change.from ?? candidate.change.path;
        const changes = contender.changes.filter((change) => own.includes(change));
        const hunks = (change: OwnChange) => lines(pairOf(change));
        const uses = usesOf({
          name,
          declaredIn,
          changes,
          symbols: sources.symbols,
          hunks,
          uncommitted: contender.uncommitted,
        });
        return withUses(symbol, uses.slice(0, mostUses));
      });
  });
  const used = new Set(found.flatMap((all) => all.flatMap(({ uses }) => uses.map(({ path }) => path))));
  const oids = own.flatMap(({ path, after }) => (after !== null && used.has(path) ? [after.oid] : []));
  const texts = await sources.lines([...new Set(oids)]);
  const byCandidate = new Map(
    asked.map(({ candidate }, at) => {
      const changes = ownOf(candidate.reader)?.changes ?? [];
      const oidOf = (path: string): string => changes.find((change) => change.path === path)?.after?.oid ?? '';
      const textAt = ({ path, line }: SymbolUse): string | null => texts.get(oidOf(path))?.[line - 1]?.trim() ?? null;
      const named = found[at]?.map((symbol) => withTexts(symbol, textAt)) ?? [];
      return [candidate, named.length === 0 ? null : named];
    }),
  );
  return (candidate) => byCandidate.get(candidate) ?? null;
}

/** Of a file that was read only through others, what those name counts. */
function isTaken({ through }: Candidate, { name }: DriftedSymbol): boolean {
  const [top = name] = name.split('.');
  return through === undefined || through.some(({ names }) => names.has(top));
}

function withUses(symbol: DriftedSymbol, uses: readonly SymbolUse[]): DriftedSymbol {
  return { ...symbol, uses };
}

function withTexts(symbol: DriftedSymbol, textAt: (use: SymbolUse) => string | null): DriftedSymbol {
  const uses = symbol.uses.map((use): SymbolUse => {
    const { path, line, uncommitted } = use;
    return { path, line, uncommitted, text: textAt(use) };
  });
  return withUses(symbol, uses);
}

/** More are a change of everything, whose uses nobody reads one by one. */
const mostFiles = 400;
const mostUses = 20;

function isSource({ path, after }: OwnChange): boolean {
  return after?.mode.startsWith('100') === true && languageOf(path) !== null;
}

function pairOf({ before, after }: OwnChange): BlobPair {
  return { before: before?.mode.startsWith('100') === true ? before.oid : null, after: after?.oid ?? null };
}
