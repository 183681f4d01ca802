import type { Entry } from '../git/entry.ts';
import { objectIdsArgs, objectNamesInput, parseObjectIds } from '../git/objects.ts';
import { encodePath } from '../git/path.ts';
import { pathsOf, type OwnChange } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import type { Candidate } from './candidates.ts';

/**
 * What candidates are when the change counts from the commit that reader and writer both build on, as where one branch was made
 * from another: what lies below it neither has from the other. `null` for one of whose change nothing is left then. Only those
 * are told for which `sharedBy` names such a commit. One process if there are any.
 */
export async function fromSharedCommits(
  { git, directory: cwd, env }: Place,
  candidates: readonly Candidate[],
  sharedBy: (candidate: Candidate) => string | null,
): Promise<ReadonlyMap<Candidate, Candidate | null>> {
  const stacked = candidates.flatMap((one) => {
    const since = sharedBy(one);
    return since === null ? [] : [{ one, since }];
  });
  if (stacked.length === 0) return new Map();
  const names = new Set(stacked.flatMap(({ one, since }) => pathsOf(one.change).map((path) => `${since}:${path}`)));
  const encoded = [...names].map((name) => encodePath(name));
  const answer = await git.run({ cwd, env, args: objectIdsArgs, input: objectNamesInput(encoded) });
  const found = parseObjectIds(answer.stdout, encoded, 'blob');
  const oids = new Map([...names].map((name, at) => [name, found[at] ?? null]));
  return new Map(
    stacked.map(({ one, since }) => {
      const change = changeSince(one.change, (path) => oids.get(`${since}:${path}`) ?? null);
      return [one, change === null ? null : { ...one, change, since }];
    }),
  );
}

/** Pure: a change as seen from a later state; `null` where it was made by then. */
function changeSince(change: OwnChange, oidAt: (path: string) => string | null): OwnChange | null {
  const { from, ...plain } = change;
  const [here, there] = [oidAt(change.path), from === undefined ? null : oidAt(from)];
  const oid = here ?? there;
  if (oid === (change.after?.oid ?? null) && there === null) return null;
  const mode = change.before?.mode ?? change.after?.mode ?? '100644';
  const before: Entry | null = oid === null ? null : { mode, oid };
  if (here === null && from !== undefined && there !== null) return { ...change, before };
  const kind = before === null ? 'added' : change.after === null ? 'deleted' : 'modified';
  return { ...plain, before, change: change.change === 'type' ? 'type' : kind };
}
