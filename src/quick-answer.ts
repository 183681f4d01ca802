import { availableParallelism, homedir } from 'node:os';
import { openLife } from './ending.ts';
import type { QuickQuestion } from './fast.ts';
import { openGit } from './git/run.ts';
import { beginListing } from './worktrees/listing.ts';

/**
 * `kg list` and `kg overlap`, with `--json` or nothing else, without oclif: what people ask all day, and scripts and status bars
 * every few seconds. The same survey, the same bytes. Answers false when anything fails; the full program then asks again, and
 * tells what is wrong.
 *
 * Git is asked for the worktrees before the rest of kg is loaded: it answers in the time that this takes.
 */
export async function quickAnswer(process: NodeJS.Process, question: QuickQuestion): Promise<boolean> {
  const { env, platform } = process;
  try {
    const directory = process.cwd();
    const life = openLife(process);
    const { signal, endGroup } = life;
    const git = openGit({ env, concurrency: 1, timeoutMs: PATIENCE, signal, ...(endGroup && { endGroup }) });
    const listing = beginListing({ git, directory });
    const { beginAnswer } = await import('./quick-begin.ts');
    const concurrency = Math.max(2, availableParallelism());
    const surroundings = {
      env,
      home: homedir(),
      platform,
      directory,
      life,
      listing,
      now: () => new Date(),
      concurrency,
    };
    await beginAnswer(question, { ...surroundings, stdout: process.stdout, stderr: process.stderr });
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds for the one call that is made before the config says how many. */
const PATIENCE = 30_000;
