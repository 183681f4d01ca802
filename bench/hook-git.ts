/**
 * What the hook before a commit costs, and how many worktrees it has looked at within its time: as ratios to `git status` over the
 * same worktrees, with all remembered (`warm`), and five commits in a row in a repository that kg has not seen (`cold 1` to `5`).
 *
 *   node bench/hook-git.ts [--worktrees 3,10,30] [--files 2000] [--rounds 5] [--timeout 1500ms]
 *
 * A commit is staged that changes a file which the last of the worktrees has changed too: the one that is looked at last when
 * nothing is known. Needs a built dist/.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './observe.ts';
import { buildRepository } from './repository.ts';
import { surroundings } from './surroundings.ts';
import { median, race, statusOfAll } from './timing.ts';

const string = { type: 'string' } as const;
const { values } = parseArgs({ options: { worktrees: string, files: string, rounds: string, timeout: string } });
const { worktrees = '3,10,30', files = '2000', rounds = '5', timeout = '1500ms' } = values;
const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const command = [process.execPath, program, 'hook', 'pre-commit'];

for (const count of worktrees.split(',').map(Number)) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-bench-')));
  try {
    measure(root, count);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function measure(root: string, count: number): void {
  const env: Readonly<Record<string, string>> = { ...surroundings(root), KG_HOOK_TIMEOUT: timeout };
  const repository = buildRepository({ root, env, worktrees: count, files: Number(files), seed: 1 });
  const [, mine = ''] = repository.worktrees;
  const last = repository.worktrees.at(-1) ?? '';
  const path = 'src/api/feature-0/model-0.ts';
  const change = (where: string, text: string): void => {
    const file = join(where, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/value5 = .*/u, `value5 = '${text}';`));
  };
  change(last, 'there');
  change(mine, 'here');
  run({ cwd: mine, env, command: ['git', 'add', path] });
  console.log(`${count} worktrees × ${files} files, ${availableParallelism()} cores, Node ${process.version}`);
  const forget = (): void => rmSync(env['XDG_CACHE_HOME'] ?? '', { recursive: true, force: true });
  const status = {
    name: 'git status',
    cwd: mine,
    env,
    ...statusOfAll({ root, concurrency: 2, all: false }, repository),
  };
  const timings = race(
    [
      { name: 'cold', cwd: mine, env, command, before: forget },
      {
        name: 'warm',
        cwd: mine,
        env,
        command,
        before: () => run({ cwd: mine, env: { ...env, KG_HOOK_TIMEOUT: '1m' }, command }),
      },
      status,
    ],
    { rounds: Number(rounds), warmUps: 1 },
  );
  const of = (name: string) => median(timings.find((one) => one.name === name)?.runs.map(({ wall }) => wall) ?? []);
  for (const name of ['git status', 'warm', 'cold']) {
    console.log(`  ${name.padEnd(10)} ${of(name).toFixed(0)} ms, ${(of(name) / of('git status')).toFixed(2)}×`);
  }
  forget();
  for (const at of [1, 2, 3, 4, 5]) {
    const begun = performance.now();
    const { stderr } = spawnSync(process.execPath, [program, 'hook', 'pre-commit'], {
      cwd: mine,
      env,
      encoding: 'utf8',
    });
    const took = performance.now() - begun;
    console.log(`  cold ${at}: ${took.toFixed(0)} ms\n${stderr.trimEnd().replaceAll(/^/gmu, '    ')}`);
  }
}
