import { createHash } from 'node:crypto';
import { KgError } from '../errors.ts';

/**
 * Compares blobs with blobs, all of them in one process and whatever their paths: they are put under numbers into two trees,
 * which are then compared. The algorithm is the one that git's merge uses, so that the hunks are the merge's hunks.
 */
export const makeTreesArgs = ['mktree', '-z', '--missing', '--batch'] as const;

/** Two blobs, by object id; `null` for a file that is not there on that side. */
export type BlobPair = { readonly before: string | null; readonly after: string | null };

/** Input of `makeTreesArgs`: the tree of all `before`, then the tree of all `after`. Git answers with their ids, one a line. */
export function makeTreesInput(pairs: readonly BlobPair[]): string {
  const tree = (side: (pair: BlobPair) => string | null): string =>
    pairs.map((pair, index) => (side(pair) === null ? '' : `100644 blob ${side(pair)}\t${index}\0`)).join('');
  return `${tree((pair) => pair.before)}\0${tree((pair) => pair.after)}\0`;
}

/** Files over this size are not compared line by line. */
const LARGEST = '2m';

export function lineChangesArgs(trees: readonly [string, string]): readonly string[] {
  return [
    '-c',
    `core.bigFileThreshold=${LARGEST}`,
    'diff-tree',
    '-r',
    '--patch',
    '-U0',
    '--inter-hunk-context=0',
    '--diff-algorithm=histogram',
    '--no-indent-heuristic',
    '--no-renames',
    '--no-prefix',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    ...trees,
  ];
}

/** A run of changed lines. Counted from 0; a range reaches up to, and without, its end, and is empty where lines are only added or removed. */
export type Hunk = {
  readonly before: Range;
  readonly after: Range;
  /** Digest of the lines that it puts in place. */
  readonly digest: string;
  /** Whether nothing but the ends of the lines differs. */
  readonly lineEndings: boolean;
};

/** What stands at the beginning of a line that is not part of a hunk is never longer. */
const LONGEST_HEAD = 100;

export type Range = { readonly start: number; readonly end: number };

/** The hunks of each pair, by its index; `null` for a pair of which one side is binary. Equal blobs have no entry. */
export type LineChanges = ReadonlyMap<number, readonly Hunk[] | null>;

/** Reads the output of `lineChangesArgs`. Format: git-diff(1), "Generating patch text with -p". */
export function parseLineChanges(output: Buffer): LineChanges {
  const lines = linesOf(output);
  const changes = new Map<number, Hunk[] | null>();
  let index = -1;
  for (let next = lines.next(); next !== null; next = lines.next()) {
    const line = next.toString('latin1', 0, LONGEST_HEAD);
    const name = /^diff --git (\d+) \1$/u.exec(line)?.[1];
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/u.exec(line);
    if (name !== undefined) {
      index = Number(name);
      changes.set(index, []);
    } else if (line.startsWith('Binary files ')) {
      changes.set(index, null);
    } else if (hunk !== null) {
      const [, beforeAt = '', beforeCount = '1', afterAt = '', afterCount = '1'] = hunk;
      const removed = take(lines, Number(beforeCount), MINUS);
      const added = take(lines, Number(afterCount), PLUS);
      changes.get(index)?.push({
        before: rangeOf(Number(beforeAt), Number(beforeCount)),
        after: rangeOf(Number(afterAt), Number(afterCount)),
        digest: digestOf(added),
        lineEndings: sameButForEndings(removed, added),
      });
    }
  }
  return changes;
}

type Lines = { readonly next: () => Buffer | null };

const [MINUS, PLUS, BACKSLASH, NEWLINE, RETURN] = [0x2d, 0x2b, 0x5c, 0x0a, 0x0d];

/** Hands out the lines one by one, without their newline. */
function linesOf(output: Buffer): Lines {
  let at = 0;
  return {
    next: () => {
      if (at >= output.length) return null;
      const end = output.indexOf(NEWLINE, at);
      const stop = end === -1 ? output.length : end;
      const line = output.subarray(at, stop);
      at = stop + 1;
      return line;
    },
  };
}

/** Lines of a hunk are counted, never recognised: a file may contain what looks like a patch. */
function take(lines: Lines, count: number, mark: number | undefined): Buffer[] {
  const taken: Buffer[] = [];
  while (taken.length < count) {
    const line = lines.next();
    // "\ No newline at end of file" may stand between the removed and the added lines.
    if (line?.[0] === BACKSLASH) continue;
    if (line === null || line[0] !== mark) {
      throw new KgError('GIT_FAILED', { command: 'diff-tree', stderr: 'unexpected output: hunk' });
    }
    taken.push(line);
  }
  return taken;
}

/** An empty range is numbered by the line before it, counted from 1: that is its place, counted from 0. */
function rangeOf(at: number, count: number): Range {
  const start = count === 0 ? at : at - 1;
  return { start, end: start + count };
}

/** The lines come with their mark, which is the same for all. */
function digestOf(lines: readonly Buffer[]): string {
  const hash = createHash('sha1');
  for (const line of lines) hash.update(line).update('\n');
  return hash.digest('base64');
}

function sameButForEndings(removed: readonly Buffer[], added: readonly Buffer[]): boolean {
  return removed.length === added.length && removed.every((line, at) => bare(line).equals(bare(added[at] ?? NOTHING)));
}

/** Without its mark and without a carriage return at its end. */
function bare(line: Buffer): Buffer {
  return line.subarray(1, line.at(-1) === RETURN ? -1 : undefined);
}

const NOTHING = Buffer.alloc(0);
