import type { CheckpointAsked } from './checkpoint.ts';
import type { Checkpoint } from './checkpoints/checkpoint.ts';
import { cleanRest, cleanText } from './checkpoints/draft/clean-rest.ts';
import { leftOut } from './checkpoints/draft/clean-draft.ts';
import { draftCheckpoint } from './checkpoints/draft/draft.ts';
import { gatherCode, type GatheredCode } from './checkpoints/draft/gather-code.ts';
import { gatherDraft } from './checkpoints/draft/gather-draft.ts';
import type { Stories } from './checkpoints/draft/stories.ts';
import { limits } from './checkpoints/draft/texts.ts';
import { saveCheckpoint, type SavedCheckpoint, type SaveOptions, type Unsaved } from './checkpoints/save.ts';
import type { SecretFilter } from './checkpoints/secrets/filter.ts';
import { notTaken } from './checkpoints/code/not-taken.ts';
import { skipList } from './checkpoints/code/skip-list.ts';
import type { Drift } from './drift/drift.ts';
import { KgError } from './errors.ts';
import type { Kg } from './kg.ts';
import { openProcesses } from './sessions/processes/processes.ts';
import type { Project, Survey, Surveyed } from './survey/surveyed.ts';

/** One worktree, and what is known of it before anything is read for its checkpoint. */
export type Asked = {
  readonly picture: Survey;
  readonly project: Project;
  readonly worktree: Surveyed;
  readonly asked: CheckpointAsked;
  readonly drift: Promise<readonly Drift[] | null>;
  readonly stories: Stories;
  readonly filter: () => Promise<SecretFilter>;
};

/**
 * Reads what a checkpoint of one worktree is made from, draws it up, and only then writes it.
 * Throws CHECKPOINT_NOT_SAVED `{path, cause}`.
 */
export async function saveWorktree(
  kg: Kg,
  { picture, project, worktree, asked, drift, stories, filter }: Asked,
): Promise<SavedCheckpoint> {
  const { git, env, home, config } = kg;
  const { path, gitDirectory, saved } = worktree;
  if (worktree.state !== 'ok' || gitDirectory === null) throw unfit(worktree);
  const now = kg.now();
  const { note, next } = asked;
  const snapshot = project.overlaps?.snapshots.find((one) => one.worktree === path) ?? null;
  const previous = saved === null ? null : { id: saved.checkpoint.id, head: saved.checkpoint.head };
  const [draft, gathered, found] = await Promise.all([
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
      stories,
    }).then((input) => draftCheckpoint(input, { filter })),
    codeOf(kg, { project, worktree, snapshot, now }),
    drift,
  ]);
  const failed = gathered.code === null ? [notTaken(path, gathered.reason)] : [];
  const rest = await cleanRest({ drift: driftOf(path, found), code: gathered.code, problems: failed }, filter);
  const unsaved: Unsaved = { ...draft, ...askerOf(asked), ...rest, problems: [...draft.problems, ...rest.problems] };
  const store = project.overlaps?.store;
  const options: Omit<SaveOptions, 'unsaved' | 'now'> = {
    git,
    commonDirectory: project.commonDirectory,
    worktree: { path, gitDirectory },
    objects: gathered.code === null || store === undefined ? null : { oids: gathered.objects, store },
    markdown: asked.markdown,
    writer: { pid: kg.life?.pid ?? null, processes: openProcesses({ platform: kg.platform }) },
    keep: config.checkpoints.keep,
    keepRemoved: config.checkpoints.keepRemoved,
    clean: async (text) => (await cleanText(text, { limit: limits.problem, open: filter, form: 'line' })) ?? leftOut,
  };
  const facts = await saveCheckpoint({ ...options, unsaved, now });
  if (asked.ai !== true) return facts;
  const { addSummary } = await import('./add-summary.ts');
  return addSummary(kg, { facts, unsaved, now, options });
}

function askerOf({ by }: CheckpointAsked): Pick<Checkpoint, 'by' | 'event'> {
  return by === 'person' || by === 'hook' ? { by } : { by: 'hook', event: by };
}

/** What the sessions in a worktree had read and others have changed, but for what the worktree has by now. */
function driftOf(path: string, drift: readonly Drift[] | null): Checkpoint['drift'] {
  return (
    drift
      ?.filter(({ reader, outcome }) => reader.worktree === path && outcome !== 'has')
      .map((one) => ({
        path: one.path,
        writer: 'trunk' in one.writer ? one.writer.trunk : one.writer.worktree,
        outcome: one.outcome,
      })) ?? null
  );
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
