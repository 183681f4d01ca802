import { rm } from 'node:fs/promises';
import { KgError } from '../../errors.ts';
import { encodePath, decodePath } from '../../git/path.ts';
import { splitRecords } from '../../git/records.ts';
import type { Git } from '../../git/run.ts';
import type { Skipped } from './types.ts';

/** A private index to stage into. */
export type Staging = {
  readonly git: Git;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Takes what is on disk at the paths into the index, with one git process. Git takes nothing when one of them fails (a clean
 * filter that is required, a file that became unreadable): then that one is left out and the rest tried again, a bounded
 * number of times. Answers what was left out.
 */
export async function stagePaths(staging: Staging, paths: readonly string[]): Promise<readonly Skipped[]> {
  const failed: string[] = [];
  const queue: (readonly string[])[] = [paths];
  for (let tries = 0; queue.length > 0; tries += 1) {
    const batch = queue.shift() ?? [];
    if (batch.length === 0) continue;
    if (tries >= MAX_TRIES) failed.push(...batch);
    else {
      const failure = await tryStage(staging, batch);
      const { guilty, rest } = failure === null ? NOBODY : await sortOut(staging, batch, failure);
      failed.push(...guilty);
      queue.push(...rest);
    }
  }
  return failed.map((path) => ({ path, reason: 'filter-failed' }));
}

const NOBODY: Verdict = { guilty: [], rest: [] };

const MAX_TRIES = 24;

const NUL = Buffer.from([0]);

/** The words with which git failed, or `null` when it did not. */
async function tryStage({ git, directory, env }: Staging, paths: readonly string[]): Promise<string | null> {
  try {
    await git.run({ cwd: directory, env, args: stageArgs, input: recordsOf(paths) });
    return null;
  } catch (error) {
    if (!(error instanceof KgError) || error.code !== 'GIT_FAILED') throw error;
    const { timedOut, stderr } = error.details;
    if (timedOut === true) {
      // Git was ended before it could remove its own lock.
      await rm(`${env['GIT_INDEX_FILE']}.lock`, { force: true });
      return TIMED_OUT;
    }
    return typeof stderr === 'string' ? stderr : '';
  }
}

const TIMED_OUT = 'timed out';

const stageArgs = ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'] as const;

function recordsOf(paths: readonly string[]): Buffer {
  return Buffer.concat(paths.flatMap((path) => [encodePath(path), NUL]));
}

type Verdict = { readonly guilty: readonly string[]; readonly rest: readonly (readonly string[])[] };

/**
 * Finds what to leave out and what to try again. Paths with the filter that failed are tried apart from the others, so that
 * these are not filtered once more with every one that fails.
 */
async function sortOut(staging: Staging, batch: readonly string[], failure: string): Promise<Verdict> {
  if (batch.length === 1) return { guilty: batch, rest: [] };
  if (failure === TIMED_OUT) {
    const filtered = await findFiltered(staging, batch, null);
    const guilty = filtered.length === 0 ? batch : filtered;
    return { guilty, rest: [without(batch, guilty)] };
  }
  const lines = failure.split('\n');
  const named = batch.filter((path) => lines.some((line) => blames(line, path)));
  const guilty = named.filter((path) => named.every((other) => other.length <= path.length));
  if (guilty.length === 0) return { guilty, rest: [batch.slice(0, batch.length >> 1), batch.slice(batch.length >> 1)] };
  const filter = /: clean filter '(.*)' failed$/mu.exec(failure)?.[1];
  const alike = filter === undefined ? [] : await findFiltered(staging, batch, filter);
  return { guilty, rest: [without(batch, [...guilty, ...alike]), without(alike, guilty)] };
}

function without(paths: readonly string[], some: readonly string[]): readonly string[] {
  const set = new Set(some);
  return paths.filter((path) => !set.has(path));
}

/** Messages of git's builtin/update-index.c and convert.c, in the C locale. */
function blames(line: string, path: string): boolean {
  return line.endsWith(`Unable to process path ${path}`) || line.startsWith(`fatal: ${path}: clean filter`);
}

/** The paths that have this filter, or any. Format: git-check-attr(1): path, attribute and value, each ended by NUL. */
async function findFiltered(
  { git, directory, env }: Staging,
  paths: readonly string[],
  filter: string | null,
): Promise<readonly string[]> {
  const args = ['check-attr', '-z', '--stdin', 'filter'];
  const answer = await git.run({ cwd: directory, env, args, input: recordsOf(paths) });
  const records = splitRecords(answer.stdout).map(decodePath);
  const has = (value: string): boolean => (filter === null ? !UNFILTERED.has(value) : value === filter);
  return records.filter((_, index) => index % 3 === 0 && has(records[index + 2] ?? ''));
}

const UNFILTERED = new Set(['', 'unspecified', 'unset']);
