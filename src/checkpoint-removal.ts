import { openedProject } from './checkpoint-history.ts';
import { pruneEverything, readTraces, type Traces, type Undone } from './checkpoints/history/prune-everything.ts';
import { repositoryDirectory } from './git/repository.ts';
import type { Kg } from './kg.ts';
import { openProcesses } from './sessions/processes/processes.ts';

/**
 * What became of it. `done`: all is gone, but for what is named. `nothing`: there was nothing. `shown`: only said. `declined`: the person
 * said no. `unasked`: there was nobody to ask. `busy`: another kg was at work, so not all is gone.
 */
export type Removal = {
  readonly takenAt: string;
  readonly traces: Traces;
  readonly outcome: 'done' | 'nothing' | 'shown' | 'declined' | 'unasked' | 'busy';
  /** `null` where nothing was done. */
  readonly undone: Undone | null;
};

/**
 * Takes away all that checkpoints have put into a project and its worktrees, so that they are as they were before the first of them.
 * Where something would go it is shown first, and then agreed to; `agree` answers `null` where nobody can be asked.
 */
export async function removeCheckpoints(
  kg: Kg,
  {
    dryRun,
    show,
    agree,
  }: {
    readonly dryRun: boolean;
    readonly show: (traces: Traces) => void;
    readonly agree: () => Promise<boolean | null>;
  },
): Promise<Removal> {
  const { repository, worktrees } = openedProject(kg);
  const now = kg.now();
  const options = {
    git: kg.git,
    cwd: repositoryDirectory(repository),
    commonDirectory: repository.commonDirectory,
    writer: { pid: kg.life?.pid ?? null, processes: openProcesses({ platform: kg.platform }) },
    now,
    worktrees: worktrees.filter(({ state }) => state !== 'bare').map(({ path }) => path),
  };
  const traces = await readTraces(options);
  const found = { takenAt: now.toISOString(), traces, undone: null };
  if (isNothing(traces)) return { ...found, outcome: 'nothing' };
  show(traces);
  if (dryRun) return { ...found, outcome: 'shown' };
  const agreed = await agree();
  if (agreed !== true) return { ...found, outcome: agreed === null ? 'unasked' : 'declined' };
  const undone = await pruneEverything(options, traces);
  return { ...found, undone, outcome: undone.done ? 'done' : 'busy' };
}

function isNothing({ pruned, copies, excluded, store }: Traces): boolean {
  return pruned.removed.length === 0 && copies.length === 0 && excluded === null && store === null;
}
