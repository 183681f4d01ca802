import { createHash } from 'node:crypto';
import { objectNamesInput, parseObjects, readObjectsArgs } from '../git/objects.ts';
import type { Hunk } from '../git/line-changes.ts';
import { decodePath, encodePath } from '../git/path.ts';
import type { Place } from './histories.ts';
import { readLines } from './lines.ts';
import type { OverlapFile, Side } from './overlap.ts';
import { findRegions, type Region } from './three-way.ts';

/** One file as both sides and their common base have it. */
export type FileDiff = {
  readonly path: string;
  /** The stretches that somebody changed, in the order of the file; `null` where there are no lines to compare. */
  readonly regions: readonly Region[] | null;
  /** All lines, without their ends. */
  readonly lines: Readonly<Record<'base' | 'a' | 'b', readonly string[]>>;
  /** How many stretches are left out because that side only took them over from the trunk since the base. */
  readonly inherited: Readonly<Record<'a' | 'b', number>>;
};

/**
 * Reads what both sides did to a file, three-way and without any program of the repository. At most four processes.
 * `a` and `b` are the commits of the pair: its snapshots, or the trunk's. `forks` are where each has left the trunk; what a side
 * took over from there is not its own.
 */
export async function readDiff(options: {
  readonly place: Place;
  readonly a: string;
  readonly b: string;
  readonly forks?: Partial<Readonly<Record<'a' | 'b', string>>>;
  readonly file: OverlapFile;
}): Promise<FileDiff> {
  const { place, a, b, forks = {}, file } = options;
  const { git, directory: cwd, env } = place;
  const bases = await git.run({ cwd, env, args: ['merge-base', a, b], answers: [0, 1] });
  const base = bases.stdout.toString('latin1').trim();
  const origin = file.a?.from ?? file.b?.from ?? file.path;
  const names = [
    nameOf(base, origin),
    nameOf(a, pathOn(file.a, file.path)),
    nameOf(b, pathOn(file.b, file.twin ?? file.path)),
    nameOf(forks.a ?? base, file.a?.from ?? pathOn(file.a, file.path)),
    nameOf(forks.b ?? base, file.b?.from ?? pathOn(file.b, file.twin ?? file.path)),
  ];
  const answer = await git.run({ cwd, env, args: readObjectsArgs, input: objectNamesInput(names) });
  const contents = parseObjects(answer.stdout, names);
  const [old, ours, theirs] = contents;
  const format = a.length === 64 ? 'sha256' : 'sha1';
  const [before = null, left = null, right = null, forkA = null, forkB = null] = contents.map((content) =>
    content ? blobOid(content, format) : null,
  );
  const pairs = { a: { before, after: left }, b: { before, after: right } };
  const own = { a: { before: forkA, after: left }, b: { before: forkB, after: right } };
  const lines = await readLines(place, [pairs.a, pairs.b, own.a, own.b]);
  const [hunksA, hunksB] = [lines(pairs.a), lines(pairs.b)];
  const regions = hunksA === null || hunksB === null ? null : findRegions(hunksA, hunksB);
  const ownHunks = { a: forks.a === undefined ? null : lines(own.a), b: forks.b === undefined ? null : lines(own.b) };
  const taken = (regions ?? []).filter((region) => isInherited(region, ownHunks));
  const count = (side: 'a' | 'b'): number => taken.filter(({ changed }) => changed === side).length;
  return {
    path: file.path,
    regions: regions?.filter((region) => !taken.includes(region)) ?? null,
    lines: { base: linesOf(old), a: linesOf(ours), b: linesOf(theirs) },
    inherited: { a: count('a'), b: count('b') },
  };
}

/** A stretch that one side changed since the base, and not since it left the trunk. Without its own hunks nothing is claimed. */
function isInherited(region: Region, own: Readonly<Record<'a' | 'b', readonly Hunk[] | null>>): boolean {
  if (region.changed === 'both') return false;
  const { start, end } = region[region.changed];
  const hunks = own[region.changed];
  return hunks !== null && !hunks.some(({ after }) => after.start <= end && start <= after.end);
}

function nameOf(commit: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${commit}:`), encodePath(path)]);
}

function pathOn(side: Side | null, path: string): string {
  return side?.path ?? path;
}

/** Saves asking git for what it has just printed. */
function blobOid(content: Buffer, format: 'sha1' | 'sha256'): string {
  return createHash(format).update(`blob ${content.length}\0`).update(content).digest('hex');
}

function linesOf(content: Buffer | null | undefined): readonly string[] {
  if (!content || content.length === 0) return [];
  return decodePath(content).replace(/\n$/u, '').split('\n');
}
