import type { SavedCheckpoint } from './checkpoints/save.ts';
import type { Checkpoint } from './checkpoints/checkpoint.ts';
import { openStories } from './checkpoints/draft/stories.ts';
import { openSecretFilter, type SecretFilter } from './checkpoints/secrets/filter.ts';
import { readDrift } from './drift/read-drift.ts';
import { readStoryEarly } from './early-story.ts';
import { KgError, type Problem } from './errors.ts';
import { limit } from './git/run.ts';
import type { Kg } from './kg.ts';
import { readLastList } from './last-list.ts';
import { answersStamp, rememberGit } from './remembered-git.ts';
import { saveWorktree } from './save-worktree.ts';
import { selectWorktree } from './select.ts';
import { survey } from './survey.ts';
import type { Project, Surveyed } from './survey/surveyed.ts';

export type CheckpointAsked = {
  /** The words that name the worktree; `null` for every worktree of the project. */
  readonly selector: string | null;
  readonly by: (typeof askers)[number];
  readonly note?: string;
  readonly next?: string;
  /** Whether the person's own Claude Code is asked to sum it up, too. */
  readonly ai?: boolean;
  /** The page that lies beside the JSON in the worktree. */
  readonly markdown: (checkpoint: Checkpoint) => string;
  readonly resolve: (path: string) => string;
};

/** Who may ask for one: a person, a hook, or a hook that says which event of a session it answers to. */
export const askers = ['person', 'hook', 'Stop', 'PreCompact', 'SessionEnd'] as const;

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
  let opened: Promise<SecretFilter> | undefined;
  const filter = (): Promise<SecretFilter> => (opened ??= openSecretFilter());
  const stories = openStories();
  const stamp = answersStamp({ ...kg, commonDirectory: kg.project?.repository.commonDirectory ?? kg.directory });
  const picture = await survey(kg, {
    scope: 'project',
    sort: kg.config.list.sort,
    finished: true,
    overlaps: {},
    reads: 'recent',
    onSessions: (sessions) => {
      // Git looks at the worktrees now. The filter's rules take as long to load, and the transcript as long to read.
      void readStoryEarly(kg, { ...asked, sessions, stories });
      filter().catch(() => {});
    },
  });
  const project = picture.projects[0];
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  const worktrees = await chooseWorktrees(kg, project, asked);
  const inTurn = limit(AT_ONCE);
  const store = project.overlaps?.store;
  const answers = store === undefined ? null : rememberGit({ git: kg.git, store, stamp });
  const knowing = { ...kg, git: answers?.git ?? kg.git };
  const [only, ...others] = worktrees;
  // Of the whole project at once where all are saved; a draft without it says so.
  const of = only === undefined || others.length > 0 ? {} : { only: only.path };
  const drift = readDrift(knowing, picture, project, of).then(
    (found) => found.drift,
    () => null,
  );
  const begin = (worktree: Surveyed): Promise<SavedCheckpoint> => {
    const one = { picture, project, worktree, asked, drift, stories, filter };
    const work = inTurn(async () => {
      try {
        return await saveWorktree(knowing, one);
      } finally {
        await answers?.save();
      }
    });
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
  const lastList = readLastList(kg.cache, project.commonDirectory);
  const path = selectWorktree({ rows: project.worktrees, lastList, selector, resolve });
  return project.worktrees.filter((worktree) => worktree.path === path);
}
