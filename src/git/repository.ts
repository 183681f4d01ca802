import { KgError } from '../errors.ts';
import { decodePath } from './path.ts';
import type { Git, GitAnswer } from './run.ts';
import { checkVersion } from './version.ts';

/** A repository, as seen from one directory. Paths are absolute, symbolic links resolved, as git prints them. */
export type Repository = {
  /** The git directory that all worktrees share. */
  readonly commonDirectory: string;
  /** Top level of the worktree that the directory is in; `null` in a bare repository and inside of `.git`. */
  readonly topLevel: string | null;
  readonly bare: boolean;
};

/** Where a command about the repository as a whole is run. */
export function repositoryDirectory(repository: Repository): string {
  return repository.topLevel ?? repository.commonDirectory;
}

const args = [
  'rev-parse',
  '--path-format=absolute',
  '--git-common-dir',
  '--is-bare-repository',
  '--is-inside-work-tree',
  '--show-toplevel',
] as const;

/**
 * Finds the repository that a directory is in, with one git process (one more when it fails).
 * Throws NOT_A_REPOSITORY `{directory}` (with `reason: 'dubious-ownership'` and the `repository` when git refuses it because
 * it belongs to somebody else), GIT_TOO_OLD `{version, needed}`, GIT_MISSING, or GIT_FAILED with what git said.
 */
export async function openRepository({
  git,
  directory,
}: {
  readonly git: Git;
  readonly directory: string;
}): Promise<Repository> {
  // 128 with everything but the last line printed: a repository without a worktree around the directory.
  const answer = await git.run({ cwd: directory, args, answers: [0, 128, 129] });
  const repository = parseRepository(answer.stdout);
  if (repository !== null) return repository;
  await checkVersion({ git, directory });
  throw refusal(directory, answer);
}

/**
 * The two booleans part the two paths, which may hold newlines. A git before 2.31 does not know `--path-format` and echoes
 * it, which is no absolute path.
 */
export function parseRepository(output: Buffer): Repository | null {
  const match = /^(.+)\n(true|false)\n(true|false)\n(?:(.+)\n)?$/su.exec(decodePath(output));
  const [, commonDirectory = '', bare, inside, topLevel] = match ?? [];
  if (match === null || commonDirectory.startsWith('--')) return null;
  return { commonDirectory, topLevel: inside === 'true' ? (topLevel ?? null) : null, bare: bare === 'true' };
}

/** Git has no exit code of its own for these; kg runs it in the C locale, so its words are stable. */
function refusal(directory: string, answer: GitAnswer): KgError {
  const dubious = /dubious ownership in repository at '(.*?)'\n/su.exec(answer.stderr);
  if (dubious !== null) {
    return new KgError('NOT_A_REPOSITORY', { directory, reason: 'dubious-ownership', repository: dubious[1] });
  }
  if (answer.stderr.includes('not a git repository')) return new KgError('NOT_A_REPOSITORY', { directory });
  return new KgError('GIT_FAILED', {
    cwd: directory,
    command: args[0],
    exitCode: answer.exitCode,
    stderr: answer.stderr.trim(),
  });
}
