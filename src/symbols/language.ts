/** A language that kg knows symbols of; each name is that of its grammar. */
export type Language = (typeof languages)[number];

export const languages = ['typescript', 'tsx', 'javascript', 'python', 'go', 'rust', 'java'] as const;

const byExtension: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
};

/** The language of a file by its name; `null` where kg has no grammar for it. */
export function languageOf(path: string): Language | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot <= 0 ? '' : name.slice(dot + 1);
  return Object.hasOwn(byExtension, extension) ? (byExtension[extension] ?? null) : null;
}
