/**
 * Measures the comparison of many worktrees, snapshots left out, on the history of a repository.
 *
 *   node bench/overlap.ts <repository> [--sides 2,10,50,120] [--every 1]
 *
 * Each side is one of the last commits of the trunk, made again on its parent under another name, as a worktree that has not
 * been merged; the trunk has moved on. With `--every 5` only every fifth commit is a side, and holds the work of five.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openGit } from '../src/git/run.ts';
import { findOverlaps } from '../src/overlap/overlaps.ts';
import { openStore } from '../src/worktrees/store/store.ts';
import { snapshotOfCommit } from '../test/helpers/agreement.ts';
import { smallCommits } from './side-repository.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sides: { type: 'string', default: '2,10,50,120' }, every: { type: 'string', default: '1' } },
});
const [given = '.'] = positionals;
const every = Number(values.every);
const scratch = mkdtempSync(join(tmpdir(), 'kg-bench-'));
const path = join(scratch, 'clone');
const who = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};
const run = (...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: path,
    encoding: 'utf8',
    env: { ...process.env, ...who },
    maxBuffer: 1 << 28,
  }).trim();

try {
  execFileSync('git', ['clone', '-q', '--shared', '--no-checkout', '--template=', resolve(given), path]);
  const worktrees = [
    { path, branch: 'main', head: null, main: true, state: 'ok' as const, gitDirectory: join(path, '.git') },
  ];
  const trunk = { name: 'main', oid: run('rev-parse', 'HEAD') };
  const small = smallCommits(
    run('log', '--first-parent', '--max-count=2000', '--format=%x00%H', '--name-only', 'HEAD'),
  );
  for (const count of values.sides.split(',').map(Number)) {
    const sides = small.slice(0, count).map((commit, at) => {
      return run('commit-tree', `${commit}^{tree}`, '-p', `${commit}~${every}`, '-m', `side ${at}`);
    });
    const snapshots = sides.map((commit, at) => snapshotOfCommit(`/w/${String(at).padStart(3, '0')}`, commit));
    const git = openGit({ env: process.env, concurrency: 2, timeoutMs: 120_000 });
    const store = openStore({ cache: join(scratch, `cache-${count}`), commonDirectory: join(path, '.git') });
    for (const state of ['cold', 'warm']) {
      const [before, started, cpu] = [performance.now(), git.started(), process.cpuUsage()];
      const overlaps = await findOverlaps({ git, store, worktrees, snapshots, trunk });
      const { user, system } = process.cpuUsage(cpu);
      const levels = Object.groupBy(overlaps.pairs, ({ level }) => level);
      const told = Object.entries(levels).map(([level, pairs]) => `${level} ${pairs?.length}`);
      console.log(
        `${count} sides ${state}: ${Math.round(performance.now() - before)} ms, own CPU ${Math.round((user + system) / 1000)} ms, ` +
          `${git.started() - started} processes, ${overlaps.checked} checked, ${overlaps.unchecked.length} not, ` +
          `pairs ${told.join(', ')}; against the trunk ${overlaps.trunk.length}, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`,
      );
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
