import { availableParallelism, homedir } from 'node:os';
import { openLife } from './ending.ts';
import type { QuickQuestion } from './doors.ts';
import { limit, openGit } from './git/run.ts';
import { cacheDirectory } from './places.ts';
import { beginListing } from './worktrees/listing.ts';
import { beginEarlyLooks } from './worktrees/snapshot/early-looks.ts';

/**
 * `kg list` and `kg overlap`, with `--json` or nothing else, without oclif: what people ask all day, and scripts and status bars
 * every few seconds. The same survey, the same bytes. Answers false when anything fails; the full program then asks again, and
 * tells what is wrong.
 *
 * Git is asked for the worktrees, and to look at the first of them, before the rest of kg is loaded: it answers the one in the
 * time that this takes, and has begun with the other.
 */
export async function quickAnswer(process: NodeJS.Process, question: QuickQuestion): Promise<boolean> {
  const { platform } = process;
  // Each look at the environment of the process itself is a call to the system.
  const env = { ...process.env };
  try {
    const directory = process.cwd();
    const places = { env, home: homedir(), platform, directory };
    const life = openLife(process);
    const { signal, endGroup } = life;
    const concurrency = Math.max(2, availableParallelism());
    const queue = limit(concurrency);
    const git = openGit({ env, concurrency, queue, timeoutMs: PATIENCE, signal, ...(endGroup && { endGroup }) });
    const looks = beginEarlyLooks({ git, cache: cacheDirectory(places), directory, most: concurrency, owner: life });
    const listing = beginListing({ git, directory });
    const { beginAnswer } = await import('./quick-begin.ts');
    const kept = { life, listing, queue, concurrency, now: () => new Date() };
    await beginAnswer(question, { ...places, ...kept, looks, stdout: process.stdout, stderr: process.stderr });
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds for the calls that are made before the config says how many. */
const PATIENCE = 30_000;
