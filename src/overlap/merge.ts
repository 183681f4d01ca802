import { KgError } from '../errors.ts';
import { gitFailureLine } from '../git/failure.ts';
import { mergeTreeArgs, parseMergeTree, type TreeMerge } from '../git/merge-tree.ts';
import type { Place } from './histories.ts';
import type { Doubt } from './overlap.ts';

/** Two commits; git takes the first for ours. */
export type MergePair = readonly [string, string];

/** What git answers, or why it cannot. */
export type Merged = TreeMerge | Doubt;

/**
 * Merges pairs of commits as git would, in memory: `git merge-tree`, many pairs a process and two processes at a time, run in
 * the worktree that would receive the merge, whose attributes decide. Answers in the order of the pairs.
 *
 * Before git 2.49 answers are not written until the input is at its end: all of it is written, and standard input closed,
 * before the first one is awaited. A pair on which git gives up ends its process; the pairs after it are asked again.
 */
export async function mergePairs(place: Place, pairs: readonly MergePair[]): Promise<readonly Merged[]> {
  const size = Math.min(MOST_PAIRS, Math.max(FEWEST_PAIRS, Math.ceil(pairs.length / PROCESSES)));
  const batches: (readonly MergePair[])[] = [];
  for (let at = 0; at < pairs.length; at += size) batches.push(pairs.slice(at, at + size));
  const answers: (readonly Merged[])[] = [];
  const work = async (first: number): Promise<void> => {
    for (let at = first; at < batches.length; at += PROCESSES) answers[at] = await mergeBatch(place, batches[at] ?? []);
  };
  await Promise.all(Array.from({ length: PROCESSES }, (_, first) => work(first)));
  return answers.flat();
}

const PROCESSES = 2;
/** Fewer are not worth a second process. */
const FEWEST_PAIRS = 8;
/** So that one process stays far from the time limit of a call. */
const MOST_PAIRS = 256;
/** How often a batch is begun again after git gave up on a pair. */
const MOST_FAILURES = 8;

async function mergeBatch(place: Place, pairs: readonly MergePair[]): Promise<readonly Merged[]> {
  const answers: Merged[] = [];
  for (let failures = 0; answers.length < pairs.length; failures += 1) {
    const rest = pairs.slice(answers.length);
    const { merges, doubt, about } = await runMergeTree(place, rest);
    answers.push(...merges.slice(0, rest.length));
    if (doubt === null) continue;
    if (about === 'unknown' && rest.length > 1) {
      answers.push(...(await mergeHalves(place, rest)));
    } else {
      const lost = about === 'next' && failures < MOST_FAILURES ? 1 : rest.length;
      answers.push(...rest.slice(merges.length, merges.length + lost).map(() => doubt));
    }
  }
  return answers;
}

/** A git that crashes takes its answers with it, so the pair that it crashed on is found by halving. */
async function mergeHalves(place: Place, pairs: readonly MergePair[]): Promise<readonly Merged[]> {
  const middle = Math.ceil(pairs.length / 2);
  const first = await mergeBatch(place, pairs.slice(0, middle));
  return [...first, ...(await mergeBatch(place, pairs.slice(middle)))];
}

type Run = {
  readonly merges: readonly TreeMerge[];
  readonly doubt: Doubt | null;
  /** Whether the doubt is about the first pair that is not answered, about all that are not, or about some one of them. */
  readonly about: 'next' | 'all' | 'unknown';
};

async function runMergeTree({ git, directory, env }: Place, pairs: readonly MergePair[]): Promise<Run> {
  const input = pairs.map(([ours, theirs]) => `${ours} ${theirs}\n`).join('');
  try {
    const answer = await git.run({ cwd: directory, env, args: mergeTreeArgs, input, answers: [0, 128, 129] });
    if (answer.exitCode === 129) return { merges: [], doubt: { reason: 'old git' }, about: 'all' };
    const merges = parseMergeTree(answer.stdout);
    if (merges.length >= pairs.length) return { merges, doubt: null, about: 'all' };
    return { merges, doubt: doubtOf(failureOf(answer.stderr)), about: 'next' };
  } catch (error) {
    const detail = gitFailureLine(error);
    if (detail === null) throw error;
    return { merges: [], doubt: { reason: 'failed', detail }, about: isCrash(error) ? 'unknown' : 'all' };
  }
}

/** Some versions of git end in a failed assertion on rare merges, as a real merge does then. */
function isCrash(error: unknown): boolean {
  return error instanceof KgError && error.details['exitCode'] !== undefined && error.details['timedOut'] !== true;
}

/** Git has no exit codes for these; it runs in the C locale, so its words are stable. */
function doubtOf(detail: string): Doubt {
  if (detail.includes('unrelated histories')) return { reason: 'unrelated' };
  const missing =
    /unable to read|promisor|could not fetch|missing blob|bad object|lazy fetch|transport '.*' not allowed/u;
  return { reason: missing.test(detail) ? 'missing objects' : 'failed', detail };
}

function failureOf(stderr: string): string {
  const error = new KgError('GIT_FAILED', { command: 'merge-tree', exitCode: 128, stderr });
  return gitFailureLine(error) ?? '';
}
