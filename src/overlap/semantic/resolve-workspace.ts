import { fieldOf, textsOf } from './loose-json.ts';
import { directoryOf, fileAt, joinPath, type Target } from './resolve-file.ts';
import type { View } from './views.ts';

/**
 * Pure: where the name of a package leads that lies in the same repository: one of the `workspaces` of npm, yarn or pnpm, which
 * the importing package depends on as it is here. Names of `imports` (`#name`) are those of the package itself. What is built is
 * taken for the source that it is built from, where that lies where it mostly does.
 */
export function resolvePackage(view: View, from: string, specifier: string): Target {
  const own = nearestPackage(view, directoryOf(from));
  if (own === null) return 'unknown';
  const manifest = view.data(own);
  if (specifier.startsWith('#'))
    return entryAt(view, directoryOf(own), givenFor(fieldOf(manifest, 'imports'), specifier));
  const [, name = '', rest] = /^((?:@[^/:]+\/)?[^@/:][^/:]*)(?:\/(.+))?$/u.exec(specifier) ?? [];
  const range = name === '' ? null : rangeOf(manifest, name);
  if (range === null) return 'unknown';
  const directory = memberNamed(view, directoryOf(own), name);
  if (directory === null) return 'unknown';
  const theirs = view.data(within(directory, 'package.json'));
  const version = fieldOf(theirs, 'version');
  const isHere = /^(?:workspace:|link:|file:|portal:|\*$)/u.test(range) || range.replace(/^[\^~]/u, '') === version;
  if (!isHere) return 'unknown';
  const exports = fieldOf(theirs, 'exports');
  if (rest !== undefined) {
    if (exports !== undefined) return entryAt(view, directory, givenFor(exports, `./${rest}`));
    const target = fileAt(view, within(directory, rest));
    return typeof target === 'object' ? target : 'unknown';
  }
  const main = ['source', 'types', 'typings', 'module', 'main'].map((key) => fieldOf(theirs, key));
  return entryAt(view, directory, [...givenFor(exports, '.'), ...main.flatMap((way) => leaves(way))]);
}

function nearestPackage(view: View, directory: string): string | null {
  for (let at = directory; ; at = directoryOf(at)) {
    const path = within(at, 'package.json');
    if (view.blob(path) !== null) return path;
    if (at === '') return null;
  }
}

function rangeOf(manifest: unknown, name: string): string | null {
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  const range = kinds.map((kind) => fieldOf(fieldOf(manifest, kind), name)).find((one) => typeof one === 'string');
  return typeof range === 'string' ? range : null;
}

/** The directory of the workspace of a name. Looked for where the directory has a part of the name, as nearly all have. */
function memberNamed(view: View, directory: string, name: string): string | null {
  const plain = name.slice(name.indexOf('/') + 1);
  for (let at = directory; ; at = directoryOf(at)) {
    const members = workspacesOf(view, at).flatMap((pattern) => placesOf(view, at, pattern));
    const named = members.filter((member) => {
      const folder = member.slice(member.lastIndexOf('/') + 1);
      const isLike = folder.includes(plain) || plain.includes(folder);
      return isLike && fieldOf(view.data(within(member, 'package.json')), 'name') === name;
    });
    if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : null;
    if (at === '') return null;
  }
}

function workspacesOf(view: View, directory: string): readonly string[] {
  const pnpm = view.data(within(directory, 'pnpm-workspace.yaml'));
  const own = fieldOf(view.data(within(directory, 'package.json')), 'workspaces');
  return [...textsOf(fieldOf(pnpm, 'packages')), ...textsOf(own), ...textsOf(fieldOf(own, 'packages'))];
}

/** Of a plain directory, or of all in one. */
function placesOf(view: View, root: string, pattern: string): readonly string[] {
  const way = pattern.replace(/^\.\//u, '').replace(/\/$/u, '');
  const holder = way.endsWith('/*') ? way.slice(0, -2) : null;
  if (/[*!?[\]{}]/u.test(holder ?? way)) return [];
  const place = joinPath(root, holder ?? way);
  if (place === null) return [];
  return holder === null ? [place] : [...view.inside(place)].map((name) => within(place, name));
}

/** The files that `exports` or `imports` give for a name, whatever the condition. */
function givenFor(table: unknown, name: string): readonly string[] {
  if (typeof table === 'string') return name === '.' ? [table] : [];
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return [];
  const keys = Object.keys(table);
  if (name === '.' && !keys.some((key) => key.startsWith('.'))) return leaves(table);
  if (keys.includes(name)) return leaves(fieldOf(table, name));
  const fitting = keys.flatMap((key) => {
    const [before = '', after, more] = key.split('*');
    const fits = after !== undefined && more === undefined && name.startsWith(before) && name.endsWith(after);
    return fits && name.length >= before.length + after.length ? [{ key, before, after }] : [];
  });
  const [best] = fitting.toSorted((a, b) => b.before.length - a.before.length);
  if (best === undefined) return [];
  const star = name.slice(best.before.length, name.length - best.after.length);
  return leaves(fieldOf(table, best.key)).map((way) => way.replaceAll('*', star));
}

function leaves(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  const isTable = typeof value === 'object' && value !== null && depth < DEEPEST;
  return isTable ? Object.values(value).flatMap((one) => leaves(one, depth + 1)) : [];
}

/** Conditions within conditions. */
const DEEPEST = 8;

/** The one file that all of them stand for. */
function entryAt(view: View, directory: string, ways: readonly string[]): Target {
  const files = new Set(
    ways.flatMap((way) => {
      if (/\.(?:json|css|d\.[mc]ts\.map)$/u.test(way)) return [];
      const wanted = joinPath(directory, way);
      const found = wanted === null ? null : (plainFile(view, wanted) ?? sourceOf(view, directory, way));
      return found === null ? [] : [found];
    }),
  );
  const [path, ...more] = files;
  return path === undefined || more.length > 0 ? 'unknown' : { path };
}

function plainFile(view: View, path: string): string | null {
  const found = fileAt(view, path);
  return typeof found === 'object' ? found.path : null;
}

/** `dist/index.d.ts` is built from `src/index.ts`. */
function sourceOf(view: View, directory: string, way: string): string | null {
  const [, stem] =
    /^(?:\.\/)?(?:dist|lib|build|out|esm|cjs)\/(?:(?:esm|cjs|es|types)\/)?(.+?)\.(?:d\.)?[mc]?[jt]sx?$/u.exec(way) ??
    [];
  return stem === undefined ? null : plainFile(view, within(directory, `src/${stem}`));
}

function within(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
