import { KgError } from '../errors.ts';
import { gitFailureLine } from '../git/failure.ts';
import type { Kg } from '../kg.ts';
import { chooseReceiver } from '../overlap/receiver.ts';
import type { SemanticPair } from '../overlap/semantic/finding.ts';
import type { ProjectOverlaps } from './overlaps.ts';

/** What the symbols of all pairs that were asked for say. */
export type Semantics = {
  /** Pairs that git merges cleanly, so that there was a result to look at. */
  readonly checked: number;
  /** Pairs that conflict, or cannot be merged: the symbols of those were not looked at. */
  readonly unchecked: number;
  /** Only those that something is said of. `b` is the path of a worktree, or the name of the trunk. */
  readonly pairs: readonly ComparedSymbols[];
};

export type ComparedSymbols = SemanticPair & { readonly a: string; readonly b: string };

/** Looks at the symbols of the merges of worktrees with each other and with the trunk, or with what they are compared with. */
export async function readSemantics(
  kg: Kg,
  { snapshots, store, trunk, against }: ProjectOverlaps,
  narrowed: { readonly worktrees: readonly string[]; readonly wanted: (path: string) => boolean },
): Promise<Semantics> {
  const { project, git } = kg;
  const receiver = chooseReceiver(project?.worktrees ?? [], trunk);
  if (receiver === null) return { checked: 0, unchecked: 0, pairs: [] };
  const target = against ?? trunk;
  const sides = snapshots
    .flatMap(({ worktree, commit }) => (commit === null ? [] : [{ name: worktree, commit }]))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const among = against === undefined ? sides.flatMap((a, at) => sides.slice(at + 1).map((b) => ({ a, b }))) : [];
  const withTarget = target === null ? [] : sides.map((a) => ({ a, b: { name: target.name, commit: target.oid } }));
  const { worktrees } = narrowed;
  const pairs = [
    ...among.filter(({ a, b }) => worktrees.every((path) => path === a.name || path === b.name)),
    ...withTarget.filter(({ a }) => worktrees.length === 0 || (worktrees.length === 1 && worktrees.includes(a.name))),
  ].filter(({ a, b }) => a.commit !== b.commit);
  const { findSemantics } = await import('../overlap/semantic/find-semantics.ts');
  const found = await findSemantics({
    place: { git, directory: receiver.path, env: store.env },
    store,
    receiver,
    pairs: pairs.map(({ a, b }) => ({ a: a.commit, b: b.commit })),
  }).catch((error: unknown) => {
    const detail = gitFailureLine(error);
    throw detail === null ? error : new KgError('GIT_FAILED', { command: 'symbols', stderr: detail }, { cause: error });
  });
  const compared = pairs.flatMap(({ a, b }, at): ComparedSymbols[] => {
    const pair = found[at];
    return pair == null ? [] : [{ a: a.name, b: b.name, ...only(pair, narrowed.wanted) }];
  });
  return {
    checked: compared.length,
    unchecked: pairs.length - compared.length,
    pairs: compared.filter(({ findings, notes, skipped }) => findings.length + notes.length + skipped.length > 0),
  };
}

function only({ findings, notes, skipped }: SemanticPair, wanted: (path: string) => boolean): SemanticPair {
  return {
    findings: findings.filter(({ path }) => wanted(path)),
    notes: notes.filter(({ path }) => wanted(path)),
    skipped: skipped.filter(({ path }) => wanted(path)),
  };
}
