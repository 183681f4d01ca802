import { languageOf, type Language } from '../../symbols/language.ts';
import { resolveJava } from './resolve-java.ts';
import { resolvePython } from './resolve-python.ts';
import { resolveRust } from './resolve-rust.ts';
import type { Target } from './resolve-file.ts';
import { resolveScript } from './resolve-script.ts';
import type { View } from './views.ts';

const resolvers: Readonly<Record<Language, (view: View, from: string, specifier: string) => Target>> = {
  typescript: resolveScript,
  tsx: resolveScript,
  javascript: resolveScript,
  python: resolvePython,
  go: () => 'unknown',
  rust: resolveRust,
  java: resolveJava,
};

/** Pure: the file of the repository that an import leads to. */
export function resolveImport(view: View, from: string, specifier: string): Target {
  const language = languageOf(from);
  return language === null ? 'unknown' : resolvers[language](view, from, specifier);
}
