import { repositoryDirectory } from '../git/repository.ts';
import type { Kg } from '../kg.ts';
import type { OwnChange } from '../overlap/contender.ts';
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
import type { Touch } from './who.ts';

export type ChangedLines = {
  /** The lines that a worktree's working state changed in a file; `null` where there are none to tell. */
  readonly lines: (worktree: string, path: string) => Touch['lines'] | null;
  /** The lines of the declarations of that name in the same file; `null` where it cannot be told. */
  readonly declared: (worktree: string, path: string) => Touch['lines'] | null;
};

/** Reads the changed lines of all files that are asked for, in all worktrees: four processes, one more for a symbol. */
export async function changedLines(
  { git, project }: Kg,
  { overlaps }: Project,
  isAsked: (path: string) => boolean,
  symbol: string | null = null,
): Promise<ChangedLines> {
  if (overlaps === null || project === null) return { lines: () => null, declared: () => null };
  const { store, snapshots, trunk } = overlaps;
  const place = { git, directory: repositoryDirectory(project.repository), env: store.env };
  const touched = await readTouched({ place, snapshots, trunk: trunk?.oid ?? null });
  const changes = new Map(
    touched.contenders.map(({ name, changes: all }) => [
      name,
      all.filter(({ path, from }) => isAsked(path) || (from !== undefined && isAsked(from))),
    ]),
  );
  const lines = await readLines(place, [...changes.values()].flat().flatMap(pairOf));
  const find = (worktree: string, path: string): OwnChange | undefined =>
    changes.get(worktree)?.find((one) => one.path === path);
  const declared = symbol === null ? null : await readDeclared({ place, store }, [...changes.values()].flat(), symbol);
  return {
    lines: (worktree, path) => {
      const change = find(worktree, path);
      const [pair] = change === undefined ? [] : pairOf(change);
      const hunks = pair === undefined ? null : lines(pair);
      return hunks === null ? null : linesOf(hunks);
    },
    declared: (worktree, path) => {
      const change = find(worktree, path);
      return change === undefined ? null : (declared?.(change) ?? null);
    },
  };
}

/** Grammars are loaded here and not before; what was read of a blob is remembered. One process. */
async function readDeclared(
  { place, store }: { readonly place: Place; readonly store: Store },
  changes: readonly OwnChange[],
  symbol: string,
): Promise<(change: OwnChange) => Touch['lines'] | null> {
  const memory = await openSymbolMemory(store, symbolsVersion);
  const { symbols, readWanted } = openSources(place, { reader: openSymbolReader(), memory });
  const read = ({ after, path }: OwnChange) => (after === null ? null : symbols(after.oid, path));
  for (const change of changes) read(change);
  await readWanted();
  await memory.save();
  const [name, container = null] = symbol.split('.').toReversed();
  return (change) => {
    const found = read(change);
    if (found === null || found.errors.length > 0) return null;
    const meant = found.declarations.filter(
      (one) => one.name === name && (container === null || one.container === container),
    );
    return meant.map(({ line, lastLine }) => [line, lastLine] as const);
  };
}

function pairOf({ before, after }: OwnChange) {
  const isFile = after?.mode.startsWith('100') === true && (before === null || before.mode.startsWith('100'));
  return isFile ? [{ before: before?.oid ?? null, after: after.oid }] : [];
}
