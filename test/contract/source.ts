import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** One module of `src`, as its text reads. */
export type Source = {
  /** From the root of the repository, with slashes: `src/git/run.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
};

export type Import = {
  /** A path from the root for kg's own modules, else what is written: `node:fs`, `simple-git`. */
  readonly to: string;
  /** `type`: gone at run time. `late`: an `import()`. */
  readonly how: 'type' | 'early' | 'late';
};

export function readSources(): Source[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => sourceOf(path, readFileSync(path, 'utf8')));
}

/** A module from its text. The formatter keeps import statements in one shape, so a look at the lines is enough. */
export function sourceOf(path: string, text: string): Source {
  const resolve = (to: string) => (to.startsWith('.') ? posix.join(posix.dirname(path), to) : to);
  const statements = text.matchAll(
    /^(?:import|export)\s(?<what>[^;'"]*?)from\s+'(?<to>[^']+)'|^import\s+'(?<bare>[^']+)'/gmu,
  );
  const early = [...statements].map(({ groups = {} }): Import => {
    const { what = '', to, bare } = groups;
    return { to: resolve(to ?? bare ?? ''), how: what.startsWith('type ') ? 'type' : 'early' };
  });
  const calls = text.matchAll(/\bimport\(\s*'(?<to>[^']+)'\s*\)/gu);
  const late = [...calls].map(({ groups = {} }): Import => ({ to: resolve(groups['to'] ?? ''), how: 'late' }));
  return { path, text, imports: [...early, ...late] };
}

/** The code without comments and without what stands in strings, for rules about what code does. */
export function codeOf({ text }: Source): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
    .replaceAll(/(^|\s)\/\/.*$/gmu, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/gu, "''");
}
