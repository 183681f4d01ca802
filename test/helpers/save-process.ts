/**
 * Saves one checkpoint in a process of its own: `node save-process.ts <job.json>`. With a step it ends itself there, as `kill -9`
 * would. Prints the id, or the problems.
 */
import { readFileSync } from 'node:fs';
import { saveCheckpoint, type SaveStep, type Unsaved } from '../../src/checkpoints/save.ts';
import { openGit } from '../../src/git/run.ts';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { openStore } from '../../src/worktrees/store/store.ts';

/** What the process is to do. */
export type SaveJob = {
  readonly commonDirectory: string;
  readonly cache: string;
  readonly worktree: { readonly path: string; readonly gitDirectory: string };
  readonly unsaved: Unsaved;
  readonly oids: readonly string[];
  readonly now: string;
  readonly keep: number;
  readonly dieAt: SaveStep | null;
};

const job: SaveJob = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { commonDirectory, cache, dieAt } = job;
const { checkpoint, problems } = await saveCheckpoint({
  ...job,
  git: openGit({ env: process.env, concurrency: 2, timeoutMs: 20_000 }),
  objects: { oids: job.oids, store: openStore({ cache, commonDirectory }) },
  markdown: ({ id }) => `# ${id}\n`,
  now: new Date(job.now),
  writer: { pid: process.pid, processes: openProcesses({ platform: process.platform }) },
  clean: async (text) => text,
  keepRemoved: 1e12,
  step: (name) => {
    if (name === dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(problems.length === 0 ? checkpoint.id : JSON.stringify(problems));
