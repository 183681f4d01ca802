import { lstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { differenceKinds, type Difference } from '../git/difference.ts';
import { encodePath } from '../git/path.ts';
import { splitRecords } from '../git/records.ts';
import { readShallow } from './common-files.ts';
import { readDifferences, type Span } from './differences.ts';
import { readForkPoint, type ForkPoint } from './fork-point.ts';
import { fieldsOf, type ReadingMemory } from './reading-memory.ts';

export type ForkPointOptions = Omit<Parameters<typeof readForkPoint>[0], 'shallow'> & {
  readonly worktree: Parameters<typeof readShallow>[0];
};

/** The fork point, from memory where the same two commits were compared before. */
export async function rememberForkPoint(memory: ReadingMemory | null, options: ForkPointOptions): Promise<ForkPoint> {
  const find = () => readForkPoint({ ...options, shallow: readShallow(options.worktree) });
  if (memory === null || options.against === options.head) return find();
  const key = memory.keyOf('fork point', [options.against, options.head]);
  const known = memory.recall(key, forkPointOf);
  if (known !== null) return known;
  const found = await find();
  memory.keep(key, { oid: found.oid, distance: found.distance });
  return found;
}

export type RememberedSpan = Span & {
  /** What `git status` printed. */
  readonly printed: Buffer;
  readonly gitDirectory: string;
};

/**
 * The differences, from memory where they were read before from the same commit to the same state: HEAD, the index as far as
 * it differs from HEAD, and the files that differ from the index, each by its stamp. As with git's own index, a file that
 * changed in the very moment of the look is not relied on.
 */
export async function rememberDifferences(
  memory: ReadingMemory | null,
  span: RememberedSpan,
): Promise<readonly Difference[]> {
  const { from, head, status, printed, directory } = span;
  const dirty = status.tracked.map(({ path }) => path);
  if (memory === null || head === null || dirty.length > MOST_DIRTY || (from === head && dirty.length === 0)) {
    return readDifferences(span);
  }
  const tracked = splitRecords(printed)
    .filter((record) => record[0] !== QUESTION)
    .map((record) => record.toString('latin1'));
  const attributes = status.untracked.filter((path) => basename(path) === '.gitattributes');
  const config = await readFile(encodePath(join(span.gitDirectory, 'config.worktree')), 'latin1').catch(() => '');
  if (/include|attributesfile/iu.test(config)) return readDifferences(span);
  const look = () => {
    const stamps = ['.gitattributes', ...attributes, ...dirty].map((path) => stampOf(join(directory, path)));
    const parts = [from, head, config, ...tracked, ...stamps.map(({ stamp }) => stamp)];
    return { key: memory.keyOf('differences', parts), stamps };
  };
  const known = memory.recall(look().key, differencesOf);
  if (known !== null) return known;
  const begun = memory.begun();
  const { key, stamps } = look();
  const found = await readDifferences(span);
  if (begun !== null && found.length <= MOST_DIFFERENT && stamps.every((one) => isLasting(one, begun))) {
    memory.keep(key, found);
  }
  return found;
}

const QUESTION = 0x3f;
const MOST_DIRTY = 200;
const MOST_DIFFERENT = 1000;

type Stamp = { readonly stamp: string; readonly changed: bigint | null };

/** Changes whenever the file does. Without a time of change it cannot be told: the commit in a submodule, or what may not be looked at. */
function stampOf(path: string): Stamp {
  try {
    const found = lstatSync(encodePath(path), { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return { stamp: 'none', changed: 0n };
    const { mode, ino, size, mtimeNs, ctimeNs } = found;
    const changed = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
    return {
      stamp: [mode, ino, size, mtimeNs, ctimeNs].join(' '),
      changed: found.isFile() || found.isSymbolicLink() ? changed : null,
    };
  } catch {
    return { stamp: 'unknown', changed: null };
  }
}

/** Whether another change would show in the stamp: not when it came within the same tick of the file system's clock. */
function isLasting({ changed }: Stamp, begun: bigint): boolean {
  if (changed === null) return false;
  return changed < begun - (changed % SECOND === 0n ? 2n * SECOND : TICK);
}

const SECOND = 1_000_000_000n;
const TICK = 20_000_000n;

function forkPointOf(value: unknown): ForkPoint | null {
  const { oid, distance } = fieldsOf(value);
  if (oid !== null && !isOid(oid)) return null;
  if (distance === null) return { oid, distance, searched: false };
  const { ahead, behind } = fieldsOf(distance);
  if (typeof ahead !== 'number' || typeof behind !== 'number') return null;
  return { oid, distance: { ahead, behind }, searched: false };
}

function isOid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40,64}$/u.test(value);
}

function differencesOf(value: unknown): readonly Difference[] | null {
  if (!Array.isArray(value)) return null;
  const read = value.flatMap((one) => differenceOf(fieldsOf(one)) ?? []);
  return read.length === value.length ? read : null;
}

function differenceOf({
  path,
  from,
  change,
  added,
  deleted,
  before,
}: Readonly<Record<string, unknown>>): Difference | null {
  const kind = differenceKinds.find((one) => one === change);
  if (typeof path !== 'string' || kind === undefined || !isCount(added) || !isCount(deleted)) return null;
  if ((from !== undefined && typeof from !== 'string') || (before !== null && typeof before !== 'string')) return null;
  return { path, ...(from === undefined ? {} : { from }), change: kind, added, deleted, before };
}

function isCount(value: unknown): value is number | null {
  return value === null || typeof value === 'number';
}
