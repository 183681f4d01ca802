import type { Language } from './language.ts';
import type { Queries } from './parser.ts';

const queries: Readonly<Record<Language, () => Promise<Queries>>> = {
  typescript: async () => (await import('./queries/typescript.ts')).typescript,
  tsx: async () => (await import('./queries/typescript.ts')).tsx,
  javascript: async () => (await import('./queries/typescript.ts')).javascript,
  go: async () => (await import('./queries/go.ts')).go,
  rust: async () => (await import('./queries/rust.ts')).rust,
  java: async () => (await import('./queries/java.ts')).java,
  python: async () => (await import('./queries/python.ts')).python,
};

/** The queries of a language, loaded with its grammar. */
export function queriesOf(language: Language): Promise<Queries> {
  return queries[language]();
}
