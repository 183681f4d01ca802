import type { Checkpoint } from './checkpoints/checkpoint.ts';
import { cleanCode } from './checkpoints/clean-draft.ts';
import { draftCheckpoint } from './checkpoints/draft.ts';
import { gatherCode, type GatheredCode } from './checkpoints/gather-code.ts';
import { gatherDraft } from './checkpoints/gather-draft.ts';
import { saveCheckpoint, type SavedCheckpoint, type Unsaved } from './checkpoints/save.ts';
import { skipList } from './checkpoints/skip-list.ts';
import { KgError, type Problem } from './errors.ts';
import { limit } from './git/run.ts';
import type { Kg } from './kg.ts';
import { readLastList } from './last-list.ts';
import { selectWorktree } from './select.ts';
import { openProcesses } from './sessions/processes.ts';
import { survey, type Project, type Survey, type Surveyed } from './survey.ts';

export type CheckpointAsked = {
  /** The words that name the worktree; `null` for every worktree of the project. */
  readonly selector: string | null;
  readonly by: Checkpoint['by'];
  readonly note?: string;
  readonly next?: string;
  /** Whether the person's own Claude Code is asked to sum it up, too. */
  readonly ai?: boolean;
  /** The page that lies beside the JSON in the worktree. */
  readonly markdown: (checkpoint: Checkpoint) => string;
  readonly resolve: (path: string) => string;
};

/** A checkpoint that is being saved. */
export type Saving = {
  readonly worktree: Surveyed;
  /** Rejects with CHECKPOINT_NOT_SAVED when it could not be. */
  readonly work: Promise<SavedCheckpoint>;
};

/** How it went for one worktree. */
export type SaveOutcome =
  | { readonly worktree: Surveyed; readonly saved: SavedCheckpoint }
  | { readonly worktree: Surveyed; readonly saved: null; readonly error: unknown };

export type Savings = {
  readonly takenAt: string;
  readonly savings: readonly Saving[];
  readonly problems: readonly Problem[];
};

/** Transcripts of so many worktrees are read side by side. */
const AT_ONCE = 4;

/**
 * Surveys the project and begins to save where each of the asked worktrees stands: the draft is complete before anything is
 * written. With every worktree asked for, those that have no files (bare, or their directory gone) are left out.
 */
export async function beginCheckpoints(kg: Kg, asked: CheckpointAsked): Promise<Savings> {
  const picture = await survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: true, overlaps: {} });
  const project = picture.projects[0];
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  const worktrees = await chooseWorktrees(kg, project, asked);
  const inTurn = limit(AT_ONCE);
  const begin = (worktree: Surveyed): Promise<SavedCheckpoint> => {
    const work = inTurn(() => saveWorktree(kg, { picture, project, worktree, asked }));
    // Whoever awaits it hears of a failure; until then it may come while nobody listens yet.
    work.catch(() => {});
    return work;
  };
  return {
    takenAt: picture.takenAt,
    savings: worktrees.map((worktree) => ({ worktree, work: begin(worktree) })),
    problems: picture.problems.filter((problem) => problem.worktree === undefined),
  };
}

/** Waits for the one that was asked for. Rejects as its work does. */
export async function onlyCheckpoint({ savings, ...envelope }: Savings): Promise<{
  readonly saved: SavedCheckpoint;
  readonly envelope: Omit<Savings, 'savings'>;
}> {
  const [only] = savings;
  if (only === undefined) throw new KgError('WORKTREE_UNKNOWN', { selector: '@', near: [] });
  return { saved: await only.work, envelope };
}

/** Waits until all have ended: the failure of one does not stop the others. */
export function settleCheckpoints({ savings }: Savings): Promise<readonly SaveOutcome[]> {
  return Promise.all(
    savings.map(({ worktree, work }) =>
      work.then(
        (saved) => ({ worktree, saved }),
        (error: unknown) => ({ worktree, saved: null, error }),
      ),
    ),
  );
}

async function chooseWorktrees(
  kg: Kg,
  project: Project,
  { selector, resolve }: CheckpointAsked,
): Promise<readonly Surveyed[]> {
  if (selector === null) return project.worktrees.filter(({ state }) => state !== 'bare' && state !== 'missing');
  const lastList = await readLastList(kg.cache, project.commonDirectory);
  const path = selectWorktree({ rows: project.worktrees, lastList, selector, resolve });
  return project.worktrees.filter((worktree) => worktree.path === path);
}

type Asked = {
  readonly picture: Survey;
  readonly project: Project;
  readonly worktree: Surveyed;
  readonly asked: CheckpointAsked;
};

async function saveWorktree(kg: Kg, { picture, project, worktree, asked }: Asked): Promise<SavedCheckpoint> {
  const { git, env, home, config } = kg;
  const { path, gitDirectory, saved } = worktree;
  if (worktree.state !== 'ok' || gitDirectory === null) throw unfit(worktree);
  const now = kg.now();
  const { note, next } = asked;
  const snapshot = project.overlaps?.snapshots.find((one) => one.worktree === path) ?? null;
  const previous = saved === null ? null : { id: saved.checkpoint.id, head: saved.checkpoint.head };
  const [draft, gathered] = await Promise.all([
    gatherDraft({
      git,
      env,
      worktree,
      trunk: project.trunk,
      home,
      overlaps: project.overlaps?.overlaps ?? null,
      branches: new Map(project.worktrees.map((one) => [one.path, one.branch])),
      drift: null,
      ...(note === undefined ? {} : { note }),
      ...(next === undefined ? {} : { next }),
      tests: config.checkpoints.tests,
      problems: picture.problems.filter((problem) => problem.worktree === path),
      snapshot,
      previous,
    }).then((input) => draftCheckpoint(input)),
    codeOf(kg, { project, worktree, snapshot, now }),
  ]);
  const problems = gathered.code === null ? [notTaken(path, gathered.reason)] : [];
  const code = gathered.code === null ? null : await cleanCode(gathered.code);
  const unsaved: Unsaved = { ...draft, by: asked.by, code, problems: [...draft.problems, ...problems] };
  const store = project.overlaps?.store;
  return saveCheckpoint({
    git,
    commonDirectory: project.commonDirectory,
    worktree: { path, gitDirectory },
    unsaved: asked.ai === true ? await withSummary(kg, { unsaved, asked, now }) : unsaved,
    objects: gathered.code === null || store === undefined ? null : { oids: gathered.objects, store },
    markdown: asked.markdown,
    now,
    writer: { pid: kg.life?.pid ?? null, processes: openProcesses({ platform: kg.platform }) },
    keep: config.checkpoints.keep,
  });
}

/** What a model says of the draft stands beside the facts. Without an answer they are as they were, and a problem says why. */
async function withSummary(
  { env, platform, cache, now: clock }: Kg,
  { unsaved, asked, now }: { readonly unsaved: Unsaved; readonly asked: CheckpointAsked; readonly now: Date },
): Promise<Unsaved> {
  const { summarize } = await import('./ai-summary.ts');
  const page = asked.markdown({ schema: 1, id: 'draft', at: now.toISOString(), ...unsaved });
  const { summary, reason } = await summarize({ page, env, platform, directory: cache, now: clock });
  if (summary !== null) return { ...unsaved, summary };
  const message = `No summary was written: ${reason}`;
  return {
    ...unsaved,
    problems: [...unsaved.problems, { code: 'SUMMARY_FAILED', message, worktree: unsaved.worktree }],
  };
}

async function codeOf(
  { git, config }: Kg,
  {
    project,
    worktree,
    snapshot,
    now,
  }: Pick<Asked, 'project' | 'worktree'> & {
    readonly snapshot: NonNullable<Project['overlaps']>['snapshots'][number] | null;
    readonly now: Date;
  },
): Promise<GatheredCode> {
  const store = project.overlaps?.store;
  if (store === undefined || snapshot === null) {
    return { code: null, reason: 'the cache directory of kg cannot be written' };
  }
  const { forkPoint } = worktree;
  const trunk = project.overlaps?.trunk?.oid ?? null;
  const isSecret = skipList(config.checkpoints.skip);
  return gatherCode({ git, store, worktree, snapshot, forkPoint, trunk, isSecret, now });
}

function unfit({ path, state }: Surveyed): KgError {
  const causes = {
    bare: 'a bare repository has no files checked out',
    missing: 'the directory of this worktree is gone',
    unreadable: 'this worktree could not be read',
    ok: 'this worktree has no git directory',
  };
  return new KgError('CHECKPOINT_NOT_SAVED', { path, cause: causes[state] });
}

function notTaken(worktree: string, reason: string): Problem {
  const message = `The code of this moment could not be saved: ${reason}`;
  return { code: 'CHECKPOINT_CODE_NOT_SAVED', message, worktree };
}
