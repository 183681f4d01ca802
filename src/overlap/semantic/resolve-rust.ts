import { directoryOf, type Target } from './resolve-file.ts';
import type { View } from './views.ts';

/** Pure: the file of a module that a file of Rust declares by `mod name;`. What `use` names is not followed. */
export function resolveRust(view: View, from: string, name: string): Target {
  const file = from.slice(from.lastIndexOf('/') + 1).replace(/\.rs$/u, '');
  const directory = directoryOf(from);
  const isRoot = /^(?:mod|lib|main|build)$/u.test(file);
  // Programs, tests and examples are roots too, whatever they are called.
  const bases = isRoot ? [directory] : [joined(directory, file), directory];
  const stems = bases.map((base) => joined(base, name));
  const found = stems.flatMap((stem) => [`${stem}.rs`, `${stem}/mod.rs`]).find((path) => view.blob(path) !== null);
  return found === undefined ? 'missing' : { path: found };
}

function joined(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
