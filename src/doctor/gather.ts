import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readConfig } from '../config.ts';
import { KgError } from '../errors.ts';
import { openRepository } from '../git/repository.ts';
import { openGit, type Git } from '../git/run.ts';
import { readVersion } from '../git/version.ts';
import { cacheDirectory, type Surroundings } from '../places.ts';
import { claudeDirectories, isMissing, errorCode } from '../sessions/directories.ts';
import { listWorktrees } from '../worktrees/list.ts';
import { hookLogFiles, readHookLog } from '../whisper/hook-log.ts';
import type { CacheFacts, ConfigFacts, Facts, GitFacts, NodeFacts, ProgramFacts, RepositoryFacts } from './facts.ts';
import { gatherClaude } from './gather-claude.ts';
import { gatherLeftovers } from './gather-leftovers.ts';
import { gatherSetUp } from './gather-set-up.ts';
import { findPrograms } from './path-search.ts';
import { recogniseKg } from './recognise-kg.ts';

export type GatherOptions = Surroundings & {
  /** Where the person stands, absolute. */
  readonly directory: string;
  readonly now: () => Date;
  readonly node: NodeFacts;
  /** The file that the running kg was started from. */
  readonly self: string;
  /** Default: a git of its own, since a broken config must not keep this from being told. */
  readonly git?: Git;
};

/** Gathers what the checks judge by. Each part is gathered for itself: nothing that is broken hides the rest. */
export async function gatherFacts(options: GatherOptions): Promise<Facts> {
  const { env, home, platform, directory } = options;
  const git = options.git ?? openGit({ env, concurrency: 4, timeoutMs: 30_000 });
  const { repository, roots } = await gatherRepository(git, directory);
  const { configured, config } = await gatherConfig(options, repository);
  const directories = claudeDirectories({ env, home, configured });
  const cache = cacheDirectory(options);
  const cacheFacts = await gatherCache(cache);
  const launcher = { node: options.node.path, main: options.self };
  const [gitFacts, programs, leftovers, claude, setUp] = await Promise.all([
    gatherGit(git, options),
    gatherPrograms(options),
    gatherLeftovers({ home, roots, claude: directories }),
    gatherClaude({ ...options, directories, cache: cacheFacts.failure === null ? cache : null }),
    gatherSetUp({ ...options, git, cache, launcher, directories }),
  ]);
  return {
    platform,
    node: options.node,
    git: gitFacts,
    repository,
    config,
    cache: cacheFacts,
    ...claude,
    programs,
    leftovers,
    hooks: { log: readHookLog(cache), files: hookLogFiles(cache) },
    setUp,
  };
}

async function gatherGit(git: Git, options: GatherOptions): Promise<GitFacts> {
  const [path = null] = await findPrograms('git', options);
  try {
    return { version: await readVersion({ git, directory: options.home }), path, failure: null };
  } catch (error) {
    return { version: null, path, failure: error instanceof KgError ? error.code : errorCode(error) };
  }
}

type Gathered = { readonly repository: RepositoryFacts; readonly roots: readonly string[] };

async function gatherRepository(git: Git, directory: string): Promise<Gathered> {
  try {
    const repository = await openRepository({ git, directory });
    const worktrees = await listWorktrees({ git, repository });
    const root = worktrees.find(({ main }) => main)?.path ?? repository.commonDirectory;
    const roots = [...new Set([root, repository.topLevel ?? root])];
    return { repository: { state: 'open', root, worktrees: worktrees.length }, roots };
  } catch (error) {
    return { repository: failureOf(error, directory), roots: [] };
  }
}

function failureOf(error: unknown, directory: string): RepositoryFacts {
  if (!(error instanceof KgError)) return { state: 'failed', says: errorCode(error) };
  const { reason, repository, stderr } = error.details;
  if (reason === 'dubious-ownership') {
    return { state: 'dubious', repository: typeof repository === 'string' ? repository : directory };
  }
  if (error.code === 'NOT_A_REPOSITORY') return { state: 'none', directory };
  if (error.code !== 'GIT_FAILED') return { state: 'unasked' };
  return { state: 'failed', says: typeof stderr === 'string' && stderr !== '' ? stderr : error.code };
}

type GatheredConfig = { readonly config: ConfigFacts; readonly configured: readonly string[] };

async function gatherConfig(options: GatherOptions, repository: RepositoryFacts): Promise<GatheredConfig> {
  const { env, home, platform } = options;
  const mainWorktree = repository.state === 'open' ? repository.root : null;
  try {
    const { config, sources, problems } = await readConfig({ mainWorktree, env, home, platform });
    return { config: { sources, problems, invalid: null }, configured: config.claude.directories };
  } catch (error) {
    if (!(error instanceof KgError) || error.code !== 'CONFIG_INVALID') throw error;
    return { config: { sources: [], problems: [], invalid: error.details }, configured: [] };
  }
}

/** Whether the cache could be written, found out without writing. */
async function gatherCache(directory: string): Promise<CacheFacts> {
  for (let nearest = directory; ; nearest = dirname(nearest)) {
    try {
      await access(nearest, constants.W_OK | constants.X_OK);
      return { directory, nearest, failure: null };
    } catch (error) {
      if (!isMissing(error) || dirname(nearest) === nearest) return { directory, nearest, failure: errorCode(error) };
    }
  }
}

async function gatherPrograms(options: GatherOptions): Promise<ProgramFacts> {
  const names = ['kg', 'kgd', 'kgp', 'keepgoing'];
  const [found = [], ...others] = await Promise.all(names.map((name) => findPrograms(name, options)));
  const [kg, old] = await Promise.all(
    [found, others.flat()].map((files) => Promise.all(files.map((file) => recogniseKg(file, options.self)))),
  );
  return {
    kg: kg ?? [],
    old: (old ?? []).filter(({ is }) => is === 'old').map(({ path }) => path),
    self: options.self,
  };
}
