import { shortBranch } from '../git/records.ts';
import type { Ref } from '../git/refs.ts';

const ORIGIN = 'refs/remotes/origin/';
export const ORIGIN_HEAD = `${ORIGIN}HEAD`;

/** A branch that may be the trunk: here, on the remote, or both. */
export type TrunkBranch = { readonly name: string; readonly local: Ref | null; readonly remote: Ref | null };

/** Full names that a branch name may stand for, the local branch first. */
export function refNames(name: string): readonly string[] {
  if (name.startsWith('refs/')) return [name];
  return [`refs/heads/${name}`, `${ORIGIN}${name}`, `refs/remotes/${name}`];
}

/** `refs/remotes/origin/main` → `main`; `null` for other refs. */
export function underOrigin(ref: string): string | null {
  return ref.startsWith(ORIGIN) ? ref.slice(ORIGIN.length) : null;
}

/** The first of the names that exists, locally or on the remote. */
export function chooseBranch(refs: readonly Ref[], names: readonly string[]): TrunkBranch | null {
  for (const name of names) {
    const found = refNames(name).flatMap((full) => refs.find((ref) => ref.name === full && ref.target === null) ?? []);
    const local = found.find((ref) => !isRemote(ref.name)) ?? null;
    const remote = found.find((ref) => isRemote(ref.name)) ?? null;
    const ref = local ?? remote;
    if (ref !== null) return { name: shortName(ref.name), local, remote };
  }
  return null;
}

function isRemote(ref: string): boolean {
  return ref.startsWith('refs/remotes/');
}

/** `refs/heads/main` and `refs/remotes/origin/main` are both called `main`. */
function shortName(ref: string): string {
  return isRemote(ref) ? ref.replace(/^refs\/remotes\/[^/]+\//u, '') : shortBranch(ref);
}
