import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { chooseReceiver } from '../overlap/receiver.ts';
import { readMergedTrees } from '../overlap/semantic/merged-trees.ts';
import type { ProjectOverlaps } from '../survey/overlaps.ts';
import { freshLines } from './compare-outputs.ts';
import { materialise } from './materialise.ts';
import { runCommand, type CommandResult } from './run-command.ts';

/** What a person's own check says of a merge that nobody has made yet. */
export type Verification = {
  readonly command: string;
  /** Path of a worktree. */
  readonly a: string;
  /** Path of a worktree, or the name of what `a` is compared with. */
  readonly b: string;
  /**
   * `passes`. `breaks`: fails in the merge, and on neither side. `fails already`: on a side too, so that only `fresh` tells what
   * the merge adds. `conflict`: git does not merge the two, so that nothing was run.
   */
  readonly verdict: 'passes' | 'breaks' | 'fails already' | 'conflict';
  /** Exit codes; `null` where it was not run, or did not end in time. */
  readonly exitCodes: Readonly<Record<'merge' | 'a' | 'b', number | null>>;
  readonly timedOut: boolean;
  /** Lines of the merge's output that neither side's has. Empty where the merge passes. */
  readonly fresh: readonly string[];
  /** Directories of dependencies that were linked from the worktree `a`. */
  readonly linked: readonly string[];
};

export type VerifyOptions = {
  readonly command: string;
  /** Registers what must be put back however the process ends. */
  readonly onEnd: (restore: () => void) => () => void;
};

/** Milliseconds that one run may take. */
const PATIENCE = 10 * 60 * 1000;

/**
 * Runs a command in the merge of two sides, and where it fails there, in both sides, each in a temporary directory below kg's
 * cache that is removed afterwards. Throws USAGE unless exactly one pair was asked for.
 */
export async function verifyMerge(
  kg: Kg,
  { snapshots, store, trunk, against }: ProjectOverlaps,
  asked: VerifyOptions & { readonly worktrees: readonly string[] },
): Promise<Verification> {
  const { command, onEnd, worktrees } = asked;
  const tip = (path: string) => ({
    name: path,
    commit: snapshots.find(({ worktree }) => worktree === path)?.commit ?? null,
  });
  const target = against === undefined ? [] : [{ name: against.name, commit: against.oid }];
  const [a, b, ...more] = [...worktrees.map(tip), ...target];
  if (a === undefined || b === undefined || more.length > 0) {
    throw new KgError('USAGE', { message: '--verify needs two worktrees, or one and --against' });
  }
  const receiver = chooseReceiver(kg.project?.worktrees ?? [], trunk);
  if (receiver === null || a.commit === null || b.commit === null) {
    throw new KgError('USAGE', { message: 'There is no snapshot of both sides to merge' });
  }
  const place = { git: kg.git, directory: receiver.path, env: store.env };
  const [trees = null] = await readMergedTrees({ place, store, receiver, pairs: [{ a: a.commit, b: b.commit }] });
  const nothing = { command, a: a.name, b: b.name, timedOut: false, fresh: [], linked: [] };
  if (trees === null) return { ...nothing, verdict: 'conflict', exitCodes: { merge: null, a: null, b: null } };

  const root = await mkdtemp(`${store.scratch}verify-`);
  // A process that was just ended may still be writing.
  const all = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
  const done = onEnd(() => rmSync(root, all));
  const linked = new Set<string>();
  const life = kg.life === undefined ? {} : { life: kg.life };
  const run = async (side: 'merge' | 'a' | 'b'): Promise<CommandResult & { readonly directory: string }> => {
    const directory = join(root, side);
    for (const name of await materialise({ place, tree: trees[side], directory, worktree: a.name })) linked.add(name);
    const env = { ...kg.env, KG_VERIFY: side, KG_VERIFY_WORKTREE: side === 'b' ? b.name : a.name };
    return { directory, ...(await runCommand({ command, directory, env, timeoutMs: PATIENCE, ...life })) };
  };
  try {
    const merge = await run('merge');
    const codes = { merge: merge.exitCode, a: null, b: null };
    if (merge.exitCode === 0) return { ...nothing, verdict: 'passes', exitCodes: codes, linked: [...linked] };
    const [left, right] = [await run('a'), await run('b')];
    const outputs = [left, right].map(({ output: text, directory }) => ({ text, directory }));
    return {
      ...nothing,
      verdict: left.exitCode === 0 && right.exitCode === 0 ? 'breaks' : 'fails already',
      exitCodes: { merge: merge.exitCode, a: left.exitCode, b: right.exitCode },
      timedOut: merge.timedOut || left.timedOut || right.timedOut,
      fresh: freshLines({ text: merge.output, directory: merge.directory }, outputs),
      linked: [...linked],
    };
  } finally {
    await rm(root, all);
    done();
  }
}
