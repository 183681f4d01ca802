import { compareContracts } from '../../symbols/changed-contracts.ts';
import type { Declaration, FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import { blobOn, type Lines } from './describe.ts';
import type { Evidence, SemanticNote } from './finding.ts';
import { resolveImport } from './resolve.ts';
import type { View, Views } from './views.ts';

type Side = 'a' | 'b';
const sides = ['a', 'b'] as const;
const otherOf = { a: 'b', b: 'a' } as const;

/** A use that is told only when its line is one that its side changed. */
export type Candidate = SemanticNote & { readonly user: Side };

/** Pure: what both sides did to the same symbols: worth a look, and no mistake by itself. */
export function findNotes(views: Views): readonly Candidate[] {
  const paths = [...new Set([...views.brought.a, ...views.brought.b])]
    .filter((path) => languageOf(path) !== null)
    .toSorted();
  return [
    ...paths.flatMap((path) => contractsUsed(views, path)),
    ...paths
      .filter((path) => views.brought.a.has(path) && views.brought.b.has(path))
      .flatMap((path) => sameSymbols(views, path)),
    ...sameNames(views, paths),
  ].slice(0, MOST);
}

/** More than these nobody reads. */
const MOST = 200;

/** Pure: whether the use stands in a line that the other side does not have. */
export function isOwnLine({ kind, path, line, user }: Candidate, views: Views, lines: Lines): boolean {
  if (kind !== 'contract used') return true;
  const text = lines(views.merge.blob(path))[line - 1]?.trim();
  return text !== undefined && !lines(blobOn(views, otherOf[user], path)).some((one) => one.trim() === text);
}

function contractsUsed(views: Views, path: string): readonly Candidate[] {
  const symbols = readable(views.merge, path);
  if (symbols === null) return [];
  return sides.flatMap((user) => {
    const other = otherOf[user];
    if (!views.brought[user].has(path)) return [];
    return symbols.imports.flatMap((one): Candidate[] => {
      const target = resolveImport(views.merge, path, one.from);
      if (target === 'missing' || target === 'unknown' || one.as === null || !views.brought[other].has(target.path))
        return [];
      const before = readable(views[user], views.pathOn(user, target.path));
      const after = readable(views.merge, target.path);
      if (before === null || after === null) return [];
      const change = compareContracts(before, after).find(({ name, how }) => name === one.name && how === 'signature');
      if (change === undefined) return [];
      const { was, is } = change;
      const own: Evidence = { did: 'uses', path: views.pathOn(user, path) ?? path, line: null };
      const theirs: Evidence = {
        did: 'changed',
        path: target.path,
        line: change.line,
        ...(was === null ? {} : { was }),
        ...(is === null ? {} : { is }),
      };
      const [a, b] = user === 'a' ? [own, theirs] : [theirs, own];
      const { name } = change;
      return (symbols.uses.get(one.as) ?? []).map((line) => ({ kind: 'contract used', path, line, name, a, b, user }));
    });
  });
}

/** The innermost declarations that read otherwise on each side and in the merge. */
function sameSymbols(views: Views, path: string): readonly Candidate[] {
  const merged = readable(views.merge, path);
  const [left, right] = sides.map((side) => readable(views[side], views.pathOn(side, path)));
  if (merged === null || left == null || right == null) return [];
  return merged.declarations.flatMap((one): Candidate[] => {
    if (one.kind === 'class' || one.kind === 'namespace') return [];
    const [mine, theirs] = [same(left, one), same(right, one)];
    if (mine === null || theirs === null || mine.digest === one.digest || theirs.digest === one.digest) return [];
    const name = one.container === null ? one.name : `${one.container}.${one.name}`;
    const evidence = (side: Side, { line }: Declaration): Evidence => ({
      did: 'edited',
      path: views.pathOn(side, path) ?? path,
      line,
    });
    const { line } = one;
    return [{ kind: 'same symbol', path, line, name, a: evidence('a', mine), b: evidence('b', theirs), user: 'a' }];
  });
}

function same(symbols: FileSymbols, { name, container }: Declaration): Declaration | null {
  const found = symbols.declarations.filter((one) => one.name === name && one.container === container);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Exported declarations that each side added under one name, in different files. */
function sameNames(views: Views, paths: readonly string[]): readonly Candidate[] {
  const ofB = Map.groupBy(
    paths.flatMap((path) => exportedNames(views, 'b', path)),
    ({ name }) => name,
  );
  return paths
    .flatMap((path) => exportedNames(views, 'a', path))
    .flatMap(({ name, path, line }): Candidate[] => {
      const other = ofB.get(name)?.find((one) => one.path !== path && isNew(views, 'a', one));
      if (other === undefined || !isNew(views, 'b', { name, path })) return [];
      const a: Evidence = { did: 'declares', path, line };
      const b: Evidence = { did: 'declares', path: other.path, line: other.line };
      return [{ kind: 'same name', path, line, name, a, b, user: 'a' }];
    });
}

function exportedNames(views: Views, side: Side, path: string) {
  if (!views.brought[side].has(path) || views.brought[otherOf[side]].has(path)) return [];
  const declarations = readable(views.merge, path)?.declarations ?? [];
  return declarations
    .filter(({ exported, container, kind }) => exported && container === null && kind !== 'value')
    .map(({ name, line }) => ({ name, path, line }));
}

/** Whether a side has not got the name. */
function isNew(views: Views, side: Side, { name, path }: { readonly name: string; readonly path: string }): boolean {
  const before = readable(views[side], views.pathOn(side, path));
  return before?.declarations.some((one) => one.name === name) !== true;
}

function readable(view: View, path: string | null): FileSymbols | null {
  const symbols = path === null ? null : view.symbols(path);
  return symbols === null || symbols.errors.length > 0 ? null : symbols;
}
