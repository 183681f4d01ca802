import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { divergenceArgs, parseDivergence } from '../git/divergence.ts';
import { decodePath, encodePath } from '../git/path.ts';
import { shortBranch } from '../git/records.ts';
import { parseRefs, refsArgs, type Ref } from '../git/refs.ts';
import { repositoryDirectory, type Repository } from '../git/repository.ts';
import { ahead, type Git } from '../git/run.ts';
import { chooseBranch, ORIGIN_HEAD, refNames, underOrigin, type TrunkBranch } from './trunk-branch.ts';
import type { Worktree } from './worktree.ts';

/** The line of development that every worktree is measured against. */
export type Trunk = {
  /** Short: `main`. */
  readonly name: string;
  /** Full name of the ref that is measured against: the local branch, or its upstream where that has commits more. */
  readonly ref: string;
  /** Full name of the trunk's upstream, as far as it is known here; `null` without one. */
  readonly upstream: string | null;
  /** What `ref` points to. */
  readonly oid: string;
  /** What `upstream` points to. */
  readonly upstreamOid?: string;
};

/**
 * Finds the trunk: the configured one, else the branch that `origin/HEAD` names, else `main`, `master` or the current branch of
 * the main worktree, or of a bare repository. It is measured at what its upstream is known to be here; the network is not asked.
 * One git process. One more when the upstream is not on `origin`, when a local trunk has no upstream but a namesake on `origin`
 * that differs, or when refs are not kept as files and `origin/HEAD` names an unusual branch.
 * `null` when there is none; with `configured` that means: no such branch (see `trunkProblem`).
 */
export async function findTrunk(options: {
  readonly git: Git;
  readonly repository: Repository;
  readonly worktrees: readonly Worktree[];
  readonly configured: string | null;
}): Promise<Trunk | null> {
  const { git, repository, worktrees, configured } = options;
  const place = { git: ahead(git), cwd: repositoryDirectory(repository) };
  const { commonDirectory } = repository;
  const current = await readMainBranch(commonDirectory, worktrees);
  const branch =
    configured === null
      ? await findUsual({ ...place, commonDirectory, current })
      : chooseBranch(await readRefs(place, refNames(configured)), [configured]);
  if (branch === null) return null;
  const { local, name } = branch;
  const upstream = await readUpstream(place, branch);
  if (local === null) return upstream === null ? null : measured({ name, by: upstream, upstream });
  if (upstream === null) return measured({ name, by: local, upstream: null });
  const lags = local.upstream === null ? await isBehind(place, { local, upstream }) : local.behind > 0;
  return measured({ name, by: lags ? upstream : local, upstream });
}

/** The problem to report when a configured trunk was not found. */
export function trunkProblem(trunk: Trunk | null, configured: string | null): Problem | null {
  if (trunk !== null || configured === null) return null;
  return { code: 'TRUNK_UNKNOWN', message: `No branch has the name ${configured}, which the config gives as trunk` };
}

type Place = { readonly git: Git; readonly cwd: string };

async function findUsual(
  options: Place & { readonly commonDirectory: string; readonly current: string | null },
): Promise<TrunkBranch | null> {
  const { commonDirectory, current } = options;
  const fromFile = await readOriginHead(commonDirectory);
  const usual = ['main', 'master', ...(current === null ? [] : [current])];
  const asked = fromFile === null ? usual : [fromFile, ...usual];
  const refs = await readRefs(options, [ORIGIN_HEAD, ...asked.flatMap(refNames)]);
  const target = refs.find((ref) => ref.name === ORIGIN_HEAD)?.target ?? null;
  const named = target === null ? null : underOrigin(target);
  if (named === null) return chooseBranch(refs, usual);
  const more = asked.includes(named) ? [] : await readRefs(options, refNames(named));
  return chooseBranch([...refs, ...more], [named, ...usual]);
}

async function readRefs({ git, cwd }: Place, names: readonly string[]): Promise<readonly Ref[]> {
  const args = refsArgs(names);
  return args === null ? [] : parseRefs((await git.run({ cwd, args })).stdout);
}

/** The upstream that a local trunk has, else its namesake on the remote. */
async function readUpstream(place: Place, { local, remote }: TrunkBranch): Promise<Ref | null> {
  const name = local?.upstream ?? null;
  if (name === null || name === remote?.name) return remote;
  return (await readRefs(place, [name]))[0] ?? null;
}

function measured({
  name,
  by,
  upstream,
}: {
  readonly name: string;
  readonly by: Ref;
  readonly upstream: Ref | null;
}): Trunk {
  return {
    name,
    ref: by.name,
    upstream: upstream?.name ?? null,
    oid: by.oid,
    ...(upstream === null ? {} : { upstreamOid: upstream.oid }),
  };
}

/**
 * A clone made with `--bare` has branches without upstreams, which stay where they were on the day of the clone while
 * `origin/main` moves on.
 */
async function isBehind(
  place: Place,
  { local, upstream }: { readonly local: Ref; readonly upstream: Ref },
): Promise<boolean> {
  if (local.oid === upstream.oid) return false;
  const answer = await place.git.run({ cwd: place.cwd, args: divergenceArgs(local.oid, upstream.oid) });
  return parseDivergence(answer.stdout).right > 0;
}

/** The branch of the main worktree; of a bare repository, the one that its HEAD names, as the default branch of a clone is. */
async function readMainBranch(commonDirectory: string, worktrees: readonly Worktree[]): Promise<string | null> {
  const main = worktrees.find((worktree) => worktree.main);
  if (main?.state !== 'bare') return main?.branch ?? null;
  const named = await readSymbolic(commonDirectory, 'HEAD');
  return named === null ? null : shortBranch(named);
}

/** Asking git which branch `origin/HEAD` names would cost a process before the others are known. */
async function readOriginHead(commonDirectory: string): Promise<string | null> {
  const target = await readSymbolic(commonDirectory, ORIGIN_HEAD);
  return target === null ? null : underOrigin(target);
}

/** The full name that a symbolic ref has for another; `null` where it is none, or no file. Format: gitrepository-layout(5). */
async function readSymbolic(commonDirectory: string, ref: string): Promise<string | null> {
  const content = await readFile(encodePath(join(commonDirectory, ref))).catch(() => Buffer.alloc(0));
  return /^ref: (.+)\n?$/u.exec(decodePath(content.subarray(0, 4096)))?.[1] ?? null;
}
