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
  const { origin, on } = placesOf(file);
  const names = [
    nameOf(base, origin),
    nameOf(a, on.a),
    nameOf(b, on.b),
    nameOf(forks.a ?? base, file.a?.from ?? on.a),
    nameOf(forks.b ?? base, file.b?.from ?? on.b),
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
  const isText = hunksA !== null && hunksB !== null && file.kind !== 'file/directory';
  const regions = isText ? findRegions(hunksA, hunksB) : null;
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

/** Under which names the base and both sides have the file. */
function placesOf(file: OverlapFile): {
  readonly origin: string;
  readonly on: Readonly<Record<'a' | 'b', string>>;
} {
  const { path, twin, kind } = file;
  // The side that moved the directory has another file under its path: of the one in question it has nothing.
  const isElsewhere = (side: Side | null): boolean => kind === 'directory rename' && side?.path !== undefined;
  const [a, b] = [file.a, file.b].map((side) => (isElsewhere(side) ? null : side));
  const begun = [a, b].flatMap((side) => (side == null ? [] : [beginningOf(side, path)]));
  const origin = begun.find((one) => one !== null) ?? path;
  // Two files that both put under one name have no base in common.
  const isOne = begun.every((one) => one === begun[0]);
  return {
    origin: isOne ? origin : path,
    on: { a: a == null ? origin : pathOn(a, path), b: b == null ? origin : pathOn(b, twin ?? path) },
  };
}

/** The path that a side's file had before; `null` when it is a new one. */
function beginningOf({ change, from, path }: Side, usual: string): string | null {
  return change === 'added' ? null : (from ?? path ?? usual);
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
