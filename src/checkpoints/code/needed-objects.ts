import { decodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';

/** What a checkpoint must hold so that it can be restored when the repository has dropped its own copy. */
export type Wanted = {
  readonly git: Git;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Commits and trees, with all that they hold. */
  readonly tips: readonly string[];
  /** Commits whose history the repository is trusted to keep: the fork point, the trunk. */
  readonly kept: readonly string[];
  /** Commits to stop at instead where too much lies between: HEAD and what is being merged. */
  readonly nearer: readonly string[];
  /** Paths whose content must not be copied, also when it was committed once. */
  readonly isSecret: (path: string) => boolean;
};

/** So many objects between fork point and working state are still copied. */
const MOST = 50_000;

/**
 * Finds the objects to copy with one git process: all that tips reach and the kept history does not. A branch with more than
 * fifty thousand of its own is trusted to the repository up to HEAD.
 */
export async function findNeededObjects(wanted: Wanted): Promise<readonly string[]> {
  const far = wanted.kept.length === 0 ? null : await walk(wanted, wanted.kept);
  const found = far !== null && far.length <= MOST ? far : await walk(wanted, wanted.nearer);
  const secret = await secretBlobs(wanted, found);
  const oids = found.flatMap(({ oid }) => (secret.has(oid) ? [] : oid));
  return [...new Set(oids)];
}

type Found = { readonly oid: string; readonly path: string };

async function walk({ git, cwd, env, tips }: Wanted, without: readonly string[]): Promise<readonly Found[]> {
  const input = [...tips, ...without.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
  // In a partial clone what was never fetched is printed with a question mark.
  const args = ['rev-list', '--objects', '--missing=print', '--stdin'];
  return parseObjectList((await git.run({ cwd, env, args, input })).stdout);
}

/** Reads `<oid>` of a commit and `<oid> <path>` of others, a line each. Format: git-rev-list(1), "--objects". */
export function parseObjectList(output: Buffer): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < output.length;) {
    const newline = output.indexOf(0x0a, at);
    const end = newline === -1 ? output.length : newline;
    const [, oid] = /^([0-9a-f]{40,64})(?: |$)/u.exec(output.toString('latin1', at, Math.min(end, at + 65))) ?? [];
    if (oid !== undefined) found.push({ oid, path: decodePath(output.subarray(at + oid.length + 1, end)) });
    at = end + 1;
  }
  return found;
}

/** Of the objects with a secret's name those that are files; a directory of such a name is needed. */
async function secretBlobs({ git, cwd, env, isSecret }: Wanted, found: readonly Found[]): Promise<ReadonlySet<string>> {
  const named = found.filter(({ path }) => path !== '' && isSecret(path)).map(({ oid }) => oid);
  if (named.length === 0) return new Set();
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype)'];
  const { stdout } = await git.run({ cwd, env, args, input: named.map((oid) => `${oid}\n`).join('') });
  const lines = stdout.toString('latin1').split('\n');
  return new Set(lines.flatMap((line) => (line.endsWith(' blob') ? [line.slice(0, -' blob'.length)] : [])));
}
