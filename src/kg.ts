import { join } from 'node:path';
import { readConfig } from './config.ts';
import type { Config } from './config/settle.ts';
import { KgError, type Problem } from './errors.ts';
import { openRepository, type Repository } from './git/repository.ts';
import { openGit, type Git, type Queue } from './git/run.ts';
import { cacheDirectory, type Surroundings } from './places.ts';
import type { Owner } from './worktrees/store/owner.ts';
import { listedRepository } from './worktrees/listed-repository.ts';
import { beginListing, type Listing } from './worktrees/listing.ts';
import { listWorktrees } from './worktrees/list.ts';
import type { Worktree } from './worktrees/worktree.ts';

/** All that kg needs to answer, opened once. Nothing below looks at the process, the clock or the home directory again. */
export type Kg = Surroundings & {
  readonly git: Git;
  readonly now: () => Date;
  /** Where the person stands, absolute. */
  readonly directory: string;
  readonly cache: string;
  /** The project that the person stands in; `null` outside of any repository. */
  readonly project: OpenProject | null;
  /** The config that counts where no project decides. */
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** The process that all this runs in; absent where nobody says. */
  readonly life?: Life;
};

/** The process that kg runs in, as far as must be known to leave nothing behind when it is ended. */
export type Life = Owner & {
  /** Aborted as the process ends. */
  readonly signal: AbortSignal;
  /** Ends a group of processes by the id of its first. Absent where the system has no groups. */
  readonly endGroup?: (id: number) => void;
};

/** A repository with its worktrees, as git registers them, and the config that its main worktree gives. */
export type OpenProject = {
  readonly repository: Repository;
  /** The main worktree is the first. */
  readonly worktrees: readonly Worktree[];
  readonly config: Config;
  readonly problems: readonly Problem[];
};

export type KgOptions = Surroundings & {
  readonly directory: string;
  readonly now: () => Date;
  /** How many git processes may run at a time. */
  readonly concurrency: number;
  /** Where git processes stand in line that were begun before anything else was there. */
  readonly queue?: Queue;
  /** Ends every git process. */
  readonly signal?: AbortSignal;
  readonly life?: Life;
  /** What `beginListing` asked in this directory before anything else was there. */
  readonly listing?: Promise<Listing>;
  /** Whether a project must be there (then NOT_A_REPOSITORY is thrown), or may be. */
  readonly needs: 'project' | 'nothing';
};

/** Opens kg where the person stands. Starts two git processes and reads the config files that exist. */
export async function openKg(options: KgOptions): Promise<Kg> {
  const { env, home, platform, directory } = options;
  const user = await readConfig({ mainWorktree: null, env, home, platform });
  const { concurrency, queue, life } = options;
  const signal = options.signal ?? life?.signal;
  const ends = { ...(signal && { signal }), ...(life?.endGroup && { endGroup: life.endGroup }) };
  const door = { env, concurrency, timeoutMs: user.config.git.timeout, ...(queue && { queue }) };
  const git = openGit({ ...door, ...ends });
  const { listing } = options;
  const asked = { git, directory, env, home, platform, ...(listing && { listing }) };
  const project = await openProject(asked).catch((error: unknown) => {
    const nowhere = error instanceof KgError && error.code === 'NOT_A_REPOSITORY';
    if (nowhere && options.needs === 'nothing') return null;
    throw error;
  });
  return {
    env,
    home,
    platform,
    directory,
    git,
    now: options.now,
    cache: cacheDirectory(options),
    project,
    config: project?.config ?? user.config,
    problems: project?.problems ?? user.problems,
    ...(life && { life }),
  };
}

/** Opens the repository that a directory is in. */
export async function openProject({
  git,
  directory,
  listing = beginListing({ git, directory }),
  ...surroundings
}: Surroundings & {
  readonly git: Git;
  readonly directory: string;
  readonly listing?: Promise<Listing>;
}): Promise<OpenProject> {
  const repository = listedRepository(directory, await listing) ?? (await openRepository({ git, directory }));
  const worktrees = await listWorktrees({ git, repository, listing });
  const { config, problems } = await readConfig({ ...surroundings, mainWorktree: mainRoot(worktrees, repository) });
  return { repository, worktrees, config, problems };
}

/** Path of the main worktree; of the repository itself when it is bare. */
export function mainRoot(worktrees: readonly Worktree[], repository: Repository): string {
  return worktrees.find((worktree) => worktree.main)?.path ?? join(repository.commonDirectory);
}
