import { repositoryDirectory } from '../git/repository.ts';
import type { Kg } from '../kg.ts';
import type { Hunk } from '../git/line-changes.ts';
import { compareCommits } from '../overlap/comparisons.ts';
import type { Contender, OwnChange } from '../overlap/contender.ts';
import { linesOf } from '../overlap/hunks.ts';
import type { Place } from '../overlap/histories.ts';
import { readLines } from '../overlap/lines.ts';
import { openSources } from '../overlap/semantic/sources.ts';
import { openSymbolMemory } from '../overlap/semantic/symbol-memory.ts';
import { readTouched } from '../overlap/touched.ts';
import type { Project } from '../survey/surveyed.ts';
import { symbolsVersion } from '../symbols/packed-symbols.ts';
import { openSymbolReader } from '../symbols/read-symbols.ts';
import type { Store } from '../worktrees/store/store.ts';
import { linesInSymbol, type Places } from './in-symbol.ts';
import type { Touch } from './who.ts';

export type ChangedLines = {
  /** The lines that a worktree's working state changed in a file; `null` where there are none to tell. */
  readonly lines: (worktree: string, path: string) => Touch['lines'] | null;
  /** Those of them that lie in the declarations of the name that was asked for; `null` where none does. */
  readonly inSymbol: (worktree: string, path: string) => NonNullable<Touch['lines']> | null;
};

/** Reads the changed lines of all files that are asked for, in all worktrees: four processes, one more for a symbol. */
export async function changedLines(
  { git, project }: Kg,
  { overlaps, worktrees }: Project,
  isAsked: (path: string) => boolean,
  symbol: string | null = null,
): Promise<ChangedLines> {
  if (overlaps === null || project === null) return { lines: () => null, inSymbol: () => null };
  const { store, snapshots, trunk } = overlaps;
  const place = { git, directory: repositoryDirectory(project.repository), env: store.env };
  const touched = await readTouched({ place, snapshots, trunk: trunk?.oid ?? null });
  const onTrunk = await readOnTrunk(place, { worktrees, contenders: touched.contenders });
  const changes = new Map(
    touched.contenders.map(({ name, changes: all }) => [
      name,
      [...all, ...(onTrunk.get(name) ?? [])].filter(
        ({ path, from }) => isAsked(path) || (from !== undefined && isAsked(from)),
      ),
    ]),
  );
  const lines = await readLines(place, [...changes.values()].flat().flatMap(pairOf));
  const hunksOf = (change: OwnChange): readonly Hunk[] => pairOf(change).flatMap((pair) => lines(pair) ?? []);
  const find = (worktree: string, path: string): OwnChange | undefined =>
    changes.get(worktree)?.find((one) => one.path === path);
  const declared = symbol === null ? null : await readDeclared({ place, store }, [...changes.values()].flat(), symbol);
  return {
    lines: (worktree, path) => {
      const change = find(worktree, path);
      return change === undefined ? null : linesOf(hunksOf(change));
    },
    inSymbol: (worktree, path) => {
      const change = find(worktree, path);
      const places = change === undefined ? undefined : declared?.(change);
      if (change === undefined || places === undefined) return null;
      if (change.after === null) return places.was.length === 0 ? null : [];
      return linesInSymbol(hunksOf(change), places);
    },
  };
}

/** A worktree on the trunk has no changes against it: what it has not yet shared counts from its upstream. One process, if any. */
async function readOnTrunk(
  place: Place,
  { worktrees, contenders }: Pick<Project, 'worktrees'> & { readonly contenders: readonly Contender[] },
): Promise<ReadonlyMap<string, readonly OwnChange[]>> {
  const asked = contenders.flatMap(({ name, commit, changes }) => {
    const base = worktrees.find(({ path }) => path === name)?.forkPoint ?? null;
    return commit === null || base === null || changes.length > 0 ? [] : [{ name, commit, base }];
  });
  const compared = await compareCommits(place, asked);
  return new Map(asked.map((one) => [one.name, compared.changes(one) ?? []]));
}

type Declared = { readonly is: Places; readonly was: Places };

/** Grammars are loaded here and not before; what was read of a blob is remembered. One process. */
async function readDeclared(
  { place, store }: { readonly place: Place; readonly store: Store },
  changes: readonly OwnChange[],
  symbol: string,
): Promise<(change: OwnChange) => Declared> {
  const memory = await openSymbolMemory(store, symbolsVersion);
  const { symbols, readWanted } = openSources(place, { reader: openSymbolReader(), memory });
  const [name, container = null] = symbol.split('.').toReversed();
  const placesIn = (oid: string | undefined, path: string): Places => {
    const found = oid === undefined ? null : symbols(oid, path);
    const meant = found?.declarations.filter(
      (one) => one.name === name && (container === null || one.container === container),
    );
    return meant?.map(({ line, lastLine }) => [line, lastLine] as const) ?? [];
  };
  const read = ({ before, after, path, from = path }: OwnChange): Declared => ({
    is: placesIn(after?.oid, path),
    was: placesIn(before?.oid, from),
  });
  // Asking notes what is not read yet.
  for (const change of changes) read(change);
  await readWanted();
  await memory.save();
  return read;
}

function pairOf({ before, after }: OwnChange) {
  const isFile = after?.mode.startsWith('100') === true && (before === null || before.mode.startsWith('100'));
  return isFile ? [{ before: before?.oid ?? null, after: after.oid }] : [];
}
