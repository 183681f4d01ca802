import { repositoryDirectory, type Repository } from '../git/repository.ts';
import type { Git } from '../git/run.ts';
import { checkVersion } from '../git/version.ts';
import { parseWorktreeList, worktreeListArgs, type WorktreeEntry } from '../git/worktree-list.ts';
import { decodePath } from '../git/path.ts';
import { readBare } from './common-files.ts';
import { findGitDirectory, readGitLink, realPath } from './git-directory.ts';
import type { Listing } from './listing.ts';
import { readOperation } from './operation.ts';
import type { Worktree } from './worktree.ts';

type Place = { readonly git: Git; readonly repository: Repository };

/**
 * Lists the worktrees of a repository, the main one first. One git process (one more in a submodule, where git names the git
 * directory in place of the main worktree); the rest is read from files.
 * Throws GIT_TOO_OLD, or GIT_FAILED when git cannot say which worktrees there are.
 */
export async function listWorktrees({
  git,
  repository,
  listing,
}: Place & { readonly listing?: Promise<Listing> }): Promise<readonly Worktree[]> {
  const cwd = repositoryDirectory(repository);
  // 129 is a usage error: a git that does not know `-z` here.
  const answer = (await listing) ?? (await git.run({ cwd, args: worktreeListArgs, answers: [0, 129] }));
  if (answer.exitCode === 129) await checkVersion({ git, directory: cwd });
  const commonDirectory = realPath(repository.commonDirectory) ?? repository.commonDirectory;
  return Promise.all(
    parseWorktreeList(answer.stdout).map(async (entry, index) => {
      const main = index === 0;
      const bare = entry.bare || (main && readBare(commonDirectory));
      const path = main && !bare ? await mainPath({ git, repository }, entry) : entry.path;
      return readEntry({ ...entry, path, bare }, { main, commonDirectory });
    }),
  );
}

function readEntry(
  entry: WorktreeEntry,
  { main, commonDirectory }: { readonly main: boolean; readonly commonDirectory: string },
): Worktree {
  const marks = {
    ...(entry.locked === undefined ? {} : { locked: entry.locked }),
    ...(entry.prunable === undefined ? {} : { prunable: entry.prunable }),
  };
  if (entry.bare) {
    return { path: entry.path, branch: null, head: null, main, state: 'bare', gitDirectory: commonDirectory, ...marks };
  }
  const { state, gitDirectory } = findGitDirectory({ path: entry.path, main, commonDirectory });
  const parked = gitDirectory === null ? { operation: null, branch: null } : readOperation(gitDirectory);
  return {
    path: entry.path,
    branch: entry.branch ?? parked.branch,
    head: entry.head,
    main,
    state,
    gitDirectory,
    ...marks,
    ...(parked.operation === null ? {} : { operation: parked.operation }),
  };
}

/**
 * Git finds the main worktree by cutting `/.git` off the common directory. Where the git directory has another name (in a
 * submodule, after `git init --separate-git-dir`) it prints that directory. A submodule's config names the worktree, which
 * git then answers; else the worktree is known only when kg is run inside of it.
 */
async function mainPath({ git, repository }: Place, entry: WorktreeEntry): Promise<string> {
  const { commonDirectory, topLevel } = repository;
  if (entry.path !== commonDirectory) return entry.path;
  if (topLevel !== null && readGitLink(topLevel) === realPath(commonDirectory)) return topLevel;
  const answer = await git.run({ cwd: commonDirectory, args: ['rev-parse', '--show-toplevel'], answers: [0, 128] });
  const path = decodePath(answer.stdout).replace(/\n$/u, '');
  return answer.exitCode === 0 && path !== '' ? path : entry.path;
}
