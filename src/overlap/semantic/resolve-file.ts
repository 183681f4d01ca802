import type { View } from './views.ts';

/** Where an import leads: a file, nowhere, or where the text alone does not tell. */
export type Target = { readonly path: string } | 'missing' | 'unknown';

/** Pure: whether an import names a file by its place, so that nothing else decides where it leads. */
export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/u.test(specifier);
}

/** Pure: the file that a path without its ending, or of a directory, stands for. */
export function fileAt(view: View, wanted: string): Target {
  const candidates = [wanted, ...sourcesOf(wanted), ...extensions.map((extension) => `${wanted}${extension}`)];
  const found = candidates.find((path) => path !== '' && view.blob(path) !== null);
  if (found !== undefined) return { path: found };
  const inside = view.inside(wanted);
  if (inside.has('package.json')) return 'unknown';
  const index = extensions.map((extension) => `index${extension}`).find((name) => inside.has(name));
  if (index !== undefined) return { path: wanted === '' ? index : `${wanted}/${index}` };
  return isHalfThere(view, wanted) ? 'unknown' : 'missing';
}

const extensions = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** A compiled file is named where its source is meant. */
function sourcesOf(path: string): readonly string[] {
  const [, stem, kind] = /^(.*)\.([mc]?js|jsx)$/u.exec(path) ?? [];
  if (stem === undefined || kind === undefined) return [];
  const typed = kind === 'jsx' ? ['tsx'] : kind === 'js' ? ['ts', 'tsx'] : [kind.replace('js', 'ts')];
  return [...typed.map((extension) => `${stem}.${extension}`), `${stem}.d.${kind.replace(/jsx?$/u, 'ts')}`];
}

/** Another kind of file of that name, such as a component or a variant for one platform. */
function isHalfThere(view: View, wanted: string): boolean {
  const stem = wanted.replace(/\.[mc]?jsx?$/u, '');
  const name = stem.slice(stem.lastIndexOf('/') + 1);
  return [...view.inside(directoryOf(stem))].some((one) => one.startsWith(`${name}.`));
}

export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `null` where the way leads out of the repository. */
export function joinPath(directory: string, way: string): string | null {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of way.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
