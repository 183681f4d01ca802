import { fieldOf, textsOf } from './loose-json.ts';
import { directoryOf, fileAt, joinPath, type Target } from './resolve-file.ts';
import type { View } from './views.ts';

/** What the settings of a compiler say of imports that are not relative. */
type Aliases = {
  /** Targets by pattern, and the directory that they start from. */
  readonly paths: { readonly base: string; readonly patterns: unknown } | null;
  /** Where all names are looked for. */
  readonly root: string | null;
};

/**
 * Pure: where the aliases of a tsconfig lead an import: `paths`, also those of a configuration that it extends, and `baseUrl`. The
 * nearest configuration counts. `null` where none says anything of it; then it may be a package.
 */
export function resolveByPaths(view: View, from: string, specifier: string): Target | null {
  const config = nearestConfig(view, directoryOf(from));
  const aliases = config === null ? null : aliasesOf(view, config, directoryOf(config));
  if (aliases === null) return null;
  const { paths, root } = aliases;
  const found = paths === null ? null : followPaths(view, paths, specifier);
  if (found !== null) return found;
  const wanted = root === null ? null : joinPath(root, specifier);
  const target = wanted === null ? null : fileAt(view, wanted);
  return typeof target === 'object' ? target : null;
}

function nearestConfig(view: View, directory: string): string | null {
  for (let at = directory; ; at = directoryOf(at)) {
    const found = ['tsconfig.json', 'jsconfig.json'].find((name) => view.blob(within(at, name)) !== null);
    if (found !== undefined) return within(at, found);
    if (at === '') return null;
  }
}

function aliasesOf(view: View, config: string, start: string, depth = 0): Aliases | null {
  const content = depth > DEEPEST ? undefined : view.data(config);
  if (content === undefined) return null;
  const directory = directoryOf(config);
  const options = fieldOf(content, 'compilerOptions');
  const baseUrl = fieldOf(options, 'baseUrl');
  const patterns = fieldOf(options, 'paths');
  const further = [...extendsOf(content), ...partsOf(content)].flatMap((way) => configAt(view, directory, way) ?? []);
  const others = further.flatMap((one) => aliasesOf(view, one, start, depth + 1) ?? []);
  const root =
    typeof baseUrl === 'string'
      ? placeOf(directory, start, baseUrl)
      : (others.find((one) => one.root !== null)?.root ?? null);
  const paths =
    patterns === undefined
      ? (others.find((one) => one.paths !== null)?.paths ?? null)
      : { base: root ?? directory, patterns };
  return { paths, root };
}

/** No configuration extends through so many others. */
const DEEPEST = 6;

/** The last one of several counts most. */
function extendsOf(content: unknown): readonly string[] {
  const value = fieldOf(content, 'extends');
  return typeof value === 'string' ? [value] : textsOf(value).toReversed();
}

/** A configuration that only names others stands for them. */
function partsOf(content: unknown): readonly string[] {
  const parts = fieldOf(content, 'references');
  const files = fieldOf(content, 'files');
  if (!Array.isArray(parts) || !Array.isArray(files) || files.length > 0) return [];
  return parts.flatMap((part) => {
    const path = fieldOf(part, 'path');
    return typeof path === 'string' ? [path] : [];
  });
}

/** Those of packages are not followed. */
function configAt(view: View, directory: string, way: string): string | null {
  const path = /^\.\.?(?:\/|$)/u.test(way) ? joinPath(directory, way) : null;
  if (path === null) return null;
  return [path, `${path}.json`, within(path, 'tsconfig.json')].find((one) => view.blob(one) !== null) ?? null;
}

function followPaths(view: View, { base, patterns }: NonNullable<Aliases['paths']>, specifier: string): Target | null {
  const keys = typeof patterns === 'object' && patterns !== null ? Object.keys(patterns) : [];
  const fitting = keys.filter((key) => key !== '*' && starOf(key, specifier) !== null);
  // The most exact one counts.
  const [best] = fitting.toSorted((a, b) => prefixOf(b).length - prefixOf(a).length);
  if (best === undefined) return null;
  const star = starOf(best, specifier) ?? '';
  let target: Target = 'missing';
  for (const way of textsOf(fieldOf(patterns, best))) {
    const wanted = placeOf(base, base, way.replace('*', star));
    const found = wanted === null || /(?:^|\/)node_modules\//u.test(wanted) ? 'unknown' : fileAt(view, wanted);
    if (typeof found === 'object') return found;
    if (found === 'unknown') target = 'unknown';
  }
  return target;
}

/** What the star of a pattern stands for; `null` where the pattern does not fit. */
function starOf(pattern: string, specifier: string): string | null {
  const [before = '', after, more] = pattern.split('*');
  if (after === undefined) return pattern === specifier ? '' : null;
  const fits = more === undefined && specifier.startsWith(before) && specifier.endsWith(after);
  return fits && specifier.length >= before.length + after.length
    ? specifier.slice(before.length, specifier.length - after.length)
    : null;
}

function prefixOf(pattern: string): string {
  return pattern.split('*')[0] ?? '';
}

function placeOf(directory: string, start: string, way: string): string | null {
  const own = /^\$\{configDir\}\/?(.*)$/su.exec(way)?.[1];
  return own === undefined ? joinPath(directory, way) : joinPath(start, own);
}

function within(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
