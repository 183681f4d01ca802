import { KgError } from '../../errors.ts';
import { openGit, type GitOptions } from '../../git/run.ts';
import { openKg, type Kg, type Life } from '../../kg.ts';
import { rememberedMet } from '../../overlap/remembered-overlaps.ts';
import type { Surroundings } from '../../places.ts';
import { noStore } from '../../survey/overlaps.ts';
import { takeStagedSnapshot } from '../../worktrees/snapshot/staged.ts';
import { openStoreOrNot } from '../../worktrees/store/store.ts';
import { findTrunk } from '../../worktrees/trunk.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import { beginChangedThere } from './changed-there.ts';
import type { CommitCheck } from './commit-check.ts';
import { compareInTime } from './compare-in-time.ts';
import { byRelevance } from './relevance.ts';
import { directoriesAtWork } from './sessions-at-work.ts';
import { emptyCheck, tellCommit, type Comparing } from './tell-commit.ts';
import type { TimeBox } from './time-box.ts';

export type CommitQuestion = Surroundings & {
  /** A directory of the worktree that the commit is made in, absolute. */
  readonly directory: string;
  readonly now: Date;
  /** The index being committed, absolute; `null`: the worktree's own. */
  readonly index: string | null;
  readonly concurrency: number;
  readonly box: TimeBox;
  /** What lets everything begun end with the process. */
  readonly life?: Life;
};

/** What was found, and the config that decides what comes of it. */
export type CheckedCommit = { readonly check: CommitCheck; readonly config: Kg['config'] };

/**
 * Compares the index being committed with the working states of the other worktrees, the most relevant first, for as long as
 * the box lasts. Writes nothing but kg's cache. Throws what `openKg` throws, and GIT_FAILED when the index cannot be read.
 */
export async function checkCommit(question: CommitQuestion): Promise<CheckedCommit> {
  const { box, now, index, directory, life } = question;
  const { signal } = endingOf(life, box);
  const opened = await openKg({ ...question, now: () => now, needs: 'project', signal });
  const { project } = opened;
  const current = project?.worktrees.find(({ path }) => path === project.repository.topLevel);
  if (project === null || current === undefined) throw new KgError('NOT_A_REPOSITORY', { directory });
  const kg = { ...opened, now, config: project.config };
  box.resize(kg.config.hook.timeout);
  const others = project.worktrees.filter(({ state, path }) => state === 'ok' && path !== current.path);
  const nothing = emptyCheck(kg, project, current);
  if (others.length === 0 || current.head === null) return { check: nothing, config: kg.config };
  const { commonDirectory } = project.repository;
  const place = { cache: kg.cache, commonDirectory, ...(life && { owner: life }) };
  const store = openStoreOrNot(place);
  if (store === null) return { check: { ...nothing, problems: [noStore] }, config: kg.config };
  const trunk = box.within(findTrunk({ ...kg, ...project, configured: kg.config.trunk }));
  const ordered = order({ kg, store, current, others, box });
  // Where the commit cannot be read, nobody waits for these.
  for (const early of [trunk, ordered]) early.catch(() => {});
  const commit = await takeStagedSnapshot({ ...kg, store, worktree: current, ...(index === null ? {} : { index }) });
  if (commit.commit === null) {
    const timedOut = box.isOver();
    throw new KgError('GIT_FAILED', { cwd: current.path, stderr: commit.reason ?? '', timedOut });
  }
  const asked = { kg, project, store, commit, others, ordered, trunk, box };
  const check = commit.uncommitted.size === 0 ? nothing : await compare(asked);
  return { check, config: kg.config };
}

/** What ends git: the time is up, or the process ends. */
function endingOf(
  life: Life | undefined,
  box: TimeBox,
): Pick<GitOptions, 'endGroup'> & { readonly signal: AbortSignal } {
  if (life === undefined) return { signal: box.signal };
  const { signal, endGroup } = life;
  return { signal: AbortSignal.any([box.signal, signal]), ...(endGroup && { endGroup }) };
}

async function order(asked: Pick<Comparing, 'kg' | 'store' | 'others' | 'box'> & { readonly current: Worktree }) {
  const { kg, store, current, others, box } = asked;
  const met = rememberedMet(store, current.path);
  const directories = (await box.within(directoriesAtWork(kg))) ?? [];
  return byRelevance({ worktrees: others, directories, met });
}

/** The share of the box after which files that are changed elsewhere are named without being compared, for want of better. */
const NAMING = 0.6;

async function compare(asked: Comparing): Promise<CommitCheck> {
  const { kg, commit, others, box } = asked;
  const comparing = compareInTime(asked);
  // While the trunk is waited for, nobody listens yet.
  comparing.catch(() => {});
  const trunk = await asked.trunk;
  if ((await box.within(comparing, NAMING)) !== null)
    return tellCommit({ ...asked, trunk, ...(await comparing), changedThere: [] });
  // A door of its own: whatever waits at the other one is what takes too long.
  const git = openGit({ env: kg.env, concurrency: 4, timeoutMs: kg.config.hook.timeout, ...endingOf(kg.life, box) });
  const naming = beginChangedThere({ git, worktrees: others, paths: commit.uncommitted, trunk: trunk?.oid ?? null });
  const compared = await comparing;
  const isWhole = compared.seen.length === others.length;
  if (!isWhole) await box.within(naming.all);
  return tellCommit({ ...asked, trunk, ...compared, changedThere: naming.soFar() });
}
