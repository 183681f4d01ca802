import { simpleGit, type SimpleGit } from 'simple-git';
import { KgError } from '../errors.ts';
import { sealedEnvironment } from './environment.ts';

/**
 * The home of simple-git: single questions on behalf of a person, with words of theirs in the arguments, which its argument
 * guard checks once more. It does not tell exit codes apart, so nothing that depends on one is asked here.
 */

export type PorcelainOptions = {
  readonly directory: string;
  /** The process environment of kg. */
  readonly env: Readonly<Record<string, string | undefined>>;
};

const TIMEOUT_MS = 30_000;

/** simple-git in a directory, in the same sealed environment as every other git of kg. */
export function openPorcelain({ directory, env }: PorcelainOptions): SimpleGit {
  const sealed = sealedEnvironment(env);
  return simpleGit({
    baseDir: directory,
    timeout: { block: TIMEOUT_MS },
    // Every one of these was put there or let through by the sealed environment; the rest of GIT_* is gone already.
    allowEnvironment: Object.keys(sealed),
    unsafe: sealing,
  }).env(sealed);
}

/**
 * What simple-git takes for an attack is our seal (config through the environment, an editor and a pager that do nothing) and
 * what the person set up on this machine (where their config and git itself are).
 */
const sealing = {
  allowUnsafeConfigEnvCount: true,
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafePager: true,
  allowUnsafeEditor: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeExec: true,
} as const;

export type Commit = {
  readonly oid: string;
  /** ISO time of the commit. */
  readonly at: string;
  readonly author: string;
  readonly subject: string;
};

/** Fields of a commit; `%x00` can be in none of them. `log.showSignature` would run the program that a repository names. */
const logArgs = [
  'log',
  '-z',
  '--format=%H%x00%cI%x00%an%x00%s',
  '--encoding=UTF-8',
  '--no-show-signature',
  '--no-patch',
  '--no-notes',
  '--no-color',
  '--no-mailmap',
] as const;

/**
 * Reads the commits that `to` has and `from` has not, newest first, at most `limit`.
 * Throws USAGE `{ref}` for a ref that could be taken for an option or a range, GIT_FAILED when git refuses.
 */
export async function readCommits(
  options: PorcelainOptions & { readonly from: string; readonly to: string; readonly limit: number },
): Promise<readonly Commit[]> {
  const { from, to, limit } = options;
  for (const ref of [from, to]) if (!isPlainRef(ref)) throw new KgError('USAGE', { ref });
  const args = [...logArgs, `--max-count=${limit}`, '--end-of-options', to, `^${from}`, '--'];
  const output = await openPorcelain(options)
    .raw(args)
    .catch((cause: unknown) => {
      const stderr = cause instanceof Error ? cause.message : String(cause);
      throw new KgError('GIT_FAILED', { cwd: options.directory, command: 'log', stderr }, { cause });
    });
  return parseCommits(output);
}

/** Resolves a person's name of a commit to its object id; `null` when there is none of that name, or it is no plain name. */
export async function resolveCommit(options: PorcelainOptions & { readonly ref: string }): Promise<string | null> {
  const { ref } = options;
  if (!isRevision(ref)) return null;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const output = await openPorcelain(options)
    .raw(args)
    // simple-git tells a failure apart from an empty answer by what is on standard error only; both mean: there is none.
    .catch(() => '');
  return /^[0-9a-f]{40,64}$/u.exec(output.trim())?.[0] ?? null;
}

/** Whether a ref means one commit by its name or object id, and nothing else to any part of git. */
export function isPlainRef(ref: string): boolean {
  return /^[^-^:@~.\s][^\s:^~?*[\\]*$/u.test(ref) && !ref.includes('..') && !ref.includes('@{');
}

/** Whether it is such a ref, perhaps its upstream, and perhaps so many steps back from there: `main`, `HEAD~2`, `@{u}^`. */
export function isRevision(text: string): boolean {
  const [, name = ''] = /^(.*?)(?:@\{u(?:pstream)?\})?(?:[~^]\d{0,6}){0,20}$/su.exec(text) ?? [];
  return name === '@' || isPlainRef(name) || (name === '' && text.startsWith('@{u'));
}

/** Reads the output of `logArgs`: four fields a commit. */
export function parseCommits(output: string): readonly Commit[] {
  const fields = output.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [oid = '', time = '', author = '', subject = ''] = fields.slice(at, at + 4);
    commits.push({ oid, at: isoTime(time), author, subject });
  }
  return commits;
}

/** In UTC. A commit can hold a time that no date can; then what git printed is kept. */
function isoTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}
