import { compare, newestFirst } from '../compare.ts';
import type { OwnScan } from '../forks.ts';
import type { Alarm, Write, Writing } from '../session.ts';

/** What one transcript of a session tells: its own, or that of a subagent, which `by` names. */
export type OwnHand = { readonly by: string | null; readonly told: OwnScan };

export type Writes = {
  readonly began: string | null;
  readonly writes: readonly Write[];
  readonly alarms: readonly Alarm[];
};

/** Pure: joins what a session and its subagents wrote into one entry a file, the newest first. */
export function writesOf(hands: readonly OwnHand[]): Writes {
  const byPath = new Map<string, Writing[]>();
  for (const { by, told } of hands) {
    for (const [path, writings] of told.files) {
      const known = byPath.get(path) ?? [];
      for (const { at, grade, from } of writings)
        known.push({ at, grade, ...(from === undefined ? {} : { from }), ...(by === null ? {} : { by }) });
      byPath.set(path, known);
    }
  }
  const alarms = hands.flatMap(({ told }) => told.alarms.map(({ path, at, kind }): Alarm => ({ path, at, kind })));
  return {
    began: hands.find(({ by }) => by === null)?.told.began ?? null,
    writes: [...byPath].map(toWrite).toSorted((a, b) => newestFirst(a.at, b.at) || compare(a.path, b.path)),
    alarms: alarms.toSorted((a, b) => newestFirst(a.at, b.at) || compare(a.path, b.path)),
  };
}

function toWrite([path, all]: readonly [string, readonly Writing[]]): Write {
  const writings = all.toSorted((a, b) => newestFirst(a.at, b.at));
  const certain = writings.some(({ grade }) => grade === 'certain');
  return { path, at: writings[0]?.at ?? null, grade: certain ? 'certain' : 'likely', writings };
}
