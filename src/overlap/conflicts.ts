import type { ConflictStage, TreeMerge } from '../git/merge-tree.ts';
import type { OverlapKind } from './overlap.ts';

/** One conflict as a person would count it: all that git says about the same file. */
export type Conflict = {
  readonly kind: OverlapKind;
  readonly path: string;
  /** Every path of it, `path` included, by the names that people know. */
  readonly paths: readonly string[];
};

/**
 * Groups the conflicts of a merge by the paths that they share. Where a name is taken, git puts a file beside it as
 * `name~<commit>`; such names are turned back.
 */
export function findConflicts(
  merge: Pick<TreeMerge, 'clean' | 'stages' | 'conflicts'>,
  commits: readonly string[],
): readonly Conflict[] {
  if (merge.clean) return [];
  const known = (path: string): string => knownName(path, commits);
  const stages = Map.groupBy(merge.stages, (stage) => known(stage.path));
  const messages = merge.conflicts.map(({ type, paths }): Conflict => {
    const all = [...new Set(paths.map(known))];
    const kind = kindOf(type, stages.get(all[0] ?? '') ?? []);
    return { kind, path: pathOf(kind, all), paths: all };
  });
  const told = new Set(messages.flatMap((message) => message.paths));
  const silent = [...stages.keys()]
    .filter((path) => !told.has(path))
    .map((path): Conflict => ({ kind: contentKind(stages.get(path) ?? []), path, paths: [path] }));
  return join([...messages, ...silent]);
}

/** `src/a.ts~<commit>_0` → `src/a.ts`. */
function knownName(path: string, commits: readonly string[]): string {
  const at = path.lastIndexOf('~');
  return at > 0 && commits.includes(path.slice(at + 1).replace(/_\d+$/u, '')) ? path.slice(0, at) : path;
}

/** Short descriptions of git's merge-ort.c, in the order in which they explain a conflict best. */
const kinds: readonly (readonly [string, OverlapKind])[] = [
  ['rename/rename', 'rename/rename'],
  ['file/directory', 'file/directory'],
  ['rename/delete', 'rename/delete'],
  ['rename involved in collision', 'rename/add'],
  ['directory rename', 'directory rename'],
  ['distinct modes', 'distinct types'],
  ['submodule', 'submodule'],
  ['modify/delete', 'modify/delete'],
  ['binary', 'binary'],
];

const ranks: readonly OverlapKind[] = [...kinds.map(([, kind]) => kind), 'add/add', 'content', 'mode', 'other'];

function kindOf(type: string, stages: readonly ConflictStage[]): OverlapKind {
  const found = kinds.find(([words]) => type.includes(words));
  if (found !== undefined) return found[1];
  return type.includes('contents') ? contentKind(stages) : 'other';
}

function contentKind(stages: readonly ConflictStage[]): OverlapKind {
  const [base, ours, theirs] = [1, 2, 3].map((number) => stages.find(({ stage }) => stage === number));
  if ([base, ours, theirs].some((entry) => entry?.mode === '160000')) return 'submodule';
  if (ours !== undefined && theirs !== undefined && ours.oid === theirs.oid) return 'mode';
  return base === undefined ? 'add/add' : 'content';
}

/** Git's first path is where the file would be; people know a file by where it was, where that is another place. */
function pathOf(kind: OverlapKind, paths: readonly string[]): string {
  const [first = '', second] = paths;
  return kind === 'directory rename' && second !== undefined ? second : first;
}

function join(conflicts: readonly Conflict[]): readonly Conflict[] {
  const joined: Conflict[] = [];
  for (const conflict of conflicts) {
    const same = joined.filter((one) => one.paths.some((path) => conflict.paths.includes(path)));
    const [best = conflict] = [...same, conflict].toSorted((a, b) => ranks.indexOf(a.kind) - ranks.indexOf(b.kind));
    const paths = [...new Set([...same, conflict].flatMap((one) => one.paths))];
    const rest = joined.filter((one) => !same.includes(one));
    joined.splice(0, joined.length, ...rest, { ...best, paths });
  }
  return joined;
}
