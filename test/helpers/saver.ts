import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatherCode, type GatheredCode } from '../../src/checkpoints/draft/gather-code.ts';
import { saveCheckpoint, type SavedCheckpoint, type SaveOptions } from '../../src/checkpoints/save.ts';
import { seeCheckpoints } from '../../src/checkpoints/code/object-directories.ts';
import { skipList } from '../../src/checkpoints/code/skip-list.ts';
import type { Writer } from '../../src/checkpoints/code/claims.ts';
import { openRepository } from '../../src/git/repository.ts';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { takeSnapshot } from '../../src/worktrees/snapshot/snapshot.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { testGit } from './budget.ts';
import { unsaved } from './checkpoint.ts';
import { place } from './repo.ts';

/** This process, as one who saves. */
export const writer: Writer = { pid: process.pid, processes: openProcesses({ platform: process.platform }) };

const DAYS_90 = 90 * 24 * 3_600_000;

export const noon = new Date('2026-11-22T12:00:00.000Z');

/** A worktree that checkpoints are saved of, without what a session has to say. */
export type Saver = {
  readonly commonDirectory: string;
  readonly gather: (more?: {
    readonly forkPoint?: string | null;
    readonly skip?: readonly string[];
  }) => Promise<GatheredCode>;
  readonly save: (more?: Partial<SaveOptions> & { readonly forkPoint?: string | null }) => Promise<SavedCheckpoint>;
  /** Runs git so that it sees what is saved. */
  readonly see: (...args: readonly string[]) => string;
};

export async function saverOf(path: string, options: { readonly cache?: string } = {}): Promise<Saver> {
  const git = testGit();
  const repository = await openRepository({ git, directory: path });
  const { commonDirectory } = repository;
  const store = openStore({ cache: options.cache ?? place('cache'), commonDirectory });
  const gather: Saver['gather'] = async ({ forkPoint = null, skip = [] } = {}) => {
    const worktrees = await listWorktrees({ git, repository });
    const worktree = worktrees.find((one) => one.path === path);
    if (worktree === undefined) throw new Error(`not a worktree: ${path}`);
    const snapshot = await takeSnapshot({ git, store, worktree, worktrees: worktrees.map((one) => one.path) });
    const isSecret = skipList(skip);
    return gatherCode({ git, store, worktree, snapshot, forkPoint, trunk: null, isSecret, now: noon });
  };
  const gitDirectory = execFileSync('git', ['rev-parse', '--absolute-git-dir'], { cwd: path, encoding: 'utf8' }).trim();
  return {
    commonDirectory,
    gather,
    save: async ({ forkPoint = null, ...more } = {}) => {
      const gathered = await gather({ forkPoint });
      const objects = gathered.code === null ? null : { oids: gathered.objects, store };
      return saveCheckpoint({
        git,
        commonDirectory,
        worktree: { path, gitDirectory },
        unsaved: unsaved(path, { code: gathered.code }),
        objects,
        markdown: ({ id }) => `# ${id}\n`,
        now: noon,
        writer,
        keep: 20,
        keepRemoved: DAYS_90,
        clean: async (text) => text,
        ...more,
      });
    },
    see: (...args) =>
      execFileSync('git', args, {
        cwd: path,
        env: { ...process.env, ...seeCheckpoints(commonDirectory) },
        encoding: 'utf8',
        stdio: 'pipe',
      }).trimEnd(),
  };
}

/** Every object in the private directory, by itself. */
export function privateObjects(commonDirectory: string): ReadonlySet<string> {
  const objects = join(commonDirectory, 'keepgoing', 'objects');
  const bare = place('alone');
  execFileSync('git', ['init', '-q', '--bare', '--template=', bare]);
  const env = { ...process.env, GIT_ALTERNATE_OBJECT_DIRECTORIES: '' };
  execFileSync('cp', ['-r', join(objects, 'pack'), join(bare, 'objects')], { env });
  const args = ['cat-file', '--batch-all-objects', '--batch-check=%(objectname)'];
  const output = execFileSync('git', args, { cwd: bare, env, encoding: 'utf8' });
  return new Set(output.split('\n').filter((line) => line !== ''));
}

/** Text of a file in a worktree. */
export function textOf(path: string, name: string): string {
  return readFileSync(join(path, name), 'utf8');
}
