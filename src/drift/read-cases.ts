import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { objectIdsArgs, objectNamesInput, parseObjectIds } from '../git/objects.ts';
import { encodePath } from '../git/path.ts';
import type { Contender } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import type { Candidate } from './candidates.ts';
import type { Case } from './settle.ts';

/** What stands for a worktree: its snapshot, and its HEAD. */
export type Tip = { readonly commit: string | null; readonly head: string | null };

/**
 * What the reader and the writer have under the path of each candidate, by object id: one process. `null` for a candidate whose
 * contents are not known, and for one whose content did not change.
 */
export async function readCases(
  place: Place,
  options: {
    readonly candidates: readonly Candidate[];
    readonly contenders: readonly Contender[];
    readonly tips: ReadonlyMap<string, Tip>;
  },
): Promise<readonly (Case | null)[]> {
  const { candidates, contenders, tips } = options;
  const moved = new Map(
    contenders.map(({ name, changes }) => [
      name,
      new Map(changes.flatMap(({ path, from }) => (from === undefined ? [] : [[from, path] as const]))),
    ]),
  );
  const wanted = candidates.map(({ reader, writer, change: { path, from } }) => {
    const here = tips.get(reader)?.commit ?? null;
    const there = 'trunk' in writer ? null : (tips.get(writer.worktree)?.head ?? null);
    return {
      // The reader may have the file under another name.
      file: nameOf(here, moved.get(reader)?.get(path) ?? path),
      committed: nameOf(there, path),
      before: from === undefined ? null : nameOf(there, from),
    };
  });
  const oidOf = await readNames(
    place,
    wanted.flatMap(({ file, committed, before }) => [file, committed, before]),
  );
  return candidates.map(({ reader, readers, writer, change }, at): Case | null => {
    const { file = null, committed = null, before: origin = null } = wanted[at] ?? {};
    const [before, after] = [change.before?.oid ?? null, change.after?.oid ?? null];
    if (file === null || change.notCompared === true || (before === after && change.from === undefined)) return null;
    const isTrunk = 'trunk' in writer;
    const there = isTrunk ? after : oidOf(committed);
    return {
      change: { before, after },
      committed: there ?? oidOf(origin),
      isCommitted: isTrunk || (change.from === undefined ? there !== before : there !== null),
      file: oidOf(file),
      readers,
      written: writtenAt(join(reader, moved.get(reader)?.get(change.path) ?? change.path)),
    };
  });
}

function nameOf(commit: string | null, path: string): string | null {
  return commit === null ? null : `${commit}:${path}`;
}

async function readNames(
  { git, directory: cwd, env }: Place,
  wanted: readonly (string | null)[],
): Promise<(name: string | null) => string | null> {
  const names = [...new Set(wanted.filter((name) => name !== null))];
  if (names.length === 0) return () => null;
  const encoded = names.map((name) => encodePath(name));
  const answer = await git.run({ cwd, env, args: objectIdsArgs, input: objectNamesInput(encoded) });
  const oids = parseObjectIds(answer.stdout, encoded);
  const byName = new Map(names.map((name, at) => [name, oids[at] ?? null]));
  return (name) => (name === null ? null : (byName.get(name) ?? null));
}

function writtenAt(path: string): string | null {
  try {
    return lstatSync(encodePath(path)).mtime.toISOString();
  } catch {
    return null; // gone, or not to be looked at: then no time speaks for anything
  }
}
