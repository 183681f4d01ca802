import { realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

export type DirectoriesOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Further directories, from kg's own config: absolute, or beginning with `~/`. */
  readonly configured: readonly string[];
};

/**
 * The Claude Code config directories of this person: `CLAUDE_CONFIG_DIR`, `~/.claude`, then those in kg's config. One that
 * is missing is left out; two names of one directory count once, under the first name. One that cannot be looked at stays
 * in, so that the reading of it reports why.
 */
export function claudeDirectories({ env, home, configured }: DirectoriesOptions): string[] {
  const named = env['CLAUDE_CONFIG_DIR'];
  const candidates = [...(named ? [named] : []), join(home, '.claude'), ...configured];
  const byRealPath = new Map<string, string>();
  for (const candidate of candidates) {
    const path = candidate.startsWith('~/') ? join(home, candidate.slice(2)) : candidate;
    const real = isAbsolute(path) ? realPathOrNull(path) : null;
    if (real !== null && !byRealPath.has(real)) byRealPath.set(real, path);
  }
  return [...byRealPath.values()];
}

function realPathOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    return isMissing(error) ? null : path;
  }
}

/** Whether a file system error says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The system's code of an error (`EACCES`), for evidence and problems; never its text, which repeats paths. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
