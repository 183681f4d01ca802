import { createHash } from 'node:crypto';
import { parseObjects, readObjectsArgs } from '../git/objects.ts';
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
};

/**
 * Reads what both sides did to a file, three-way and without any program of the repository. At most four processes.
 * `a` and `b` are the commits of the pair: its snapshots, or the trunk's.
 */
export async function readDiff(options: {
  readonly place: Place;
  readonly a: string;
  readonly b: string;
  readonly file: OverlapFile;
}): Promise<FileDiff> {
  const { place, a, b, file } = options;
  const { git, directory: cwd, env } = place;
  const bases = await git.run({ cwd, env, args: ['merge-base', a, b], answers: [0, 1] });
  const base = bases.stdout.toString('latin1').trim();
  const origin = file.a?.from ?? file.b?.from ?? file.path;
  const names = [
    nameOf(base, origin),
    nameOf(a, pathOn(file.a, file.path)),
    nameOf(b, pathOn(file.b, file.twin ?? file.path)),
  ];
  const input = Buffer.concat(names.flatMap((name) => [name, NUL]));
  const answer = await git.run({ cwd, env, args: readObjectsArgs, input });
  const [old, ours, theirs] = parseObjects(answer.stdout, names);
  const format = a.length === 64 ? 'sha256' : 'sha1';
  const [before, left, right] = [old, ours, theirs].map((content) => (content ? blobOid(content, format) : null));
  const pairs = {
    a: { before: before ?? null, after: left ?? null },
    b: { before: before ?? null, after: right ?? null },
  };
  const lines = await readLines(place, [pairs.a, pairs.b]);
  const [hunksA, hunksB] = [lines(pairs.a), lines(pairs.b)];
  return {
    path: file.path,
    regions: hunksA === null || hunksB === null ? null : findRegions(hunksA, hunksB),
    lines: { base: linesOf(old), a: linesOf(ours), b: linesOf(theirs) },
  };
}

const NUL = Buffer.from([0]);

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
