import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { launcherLines } from '../../src/init/git-hook/hook-lines.ts';
import { addMarked } from '../../src/init/git-hook/marked-lines.ts';
import { place, repo, write, type Checkout, type Repo } from '../helpers/repo.ts';

const main = join(process.cwd(), 'bin/run.js');
const node = process.execPath;

const lines = (changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 40 }, (_, at) => `${changed[at + 1] ?? at + 1}\n`).join('');
const here = lines({ 10: 'here' });
const there = lines({ 10: 'there' });
const three = { a: lines(), b: lines(), c: lines() };

/** A hook that writes what kg found, as JSON, into a file beside the repository. */
function recording(hooks: string, record: string): void {
  const call = [node, main].map((word) => `'${word}'`).join(' ');
  write(join(hooks, 'pre-commit'), { program: `#!/bin/sh\nexec ${call} hook pre-commit --json >'${record}'\n` });
}

describe('57: the index being committed is compared, whichever way the commit is made', () => {
  let shop: Repo;
  let mine: Checkout;
  let lib: Checkout;
  let base = '';
  const record = join(place('record'), '..', 'record.json');

  beforeAll(async () => {
    shop = await repo({ files: three });
    shop.git('branch', 'side');
    const other = shop.worktree('other');
    other.edit({ a: there, b: there, c: there });
    mine = shop.worktree('mine');
    base = mine.git('rev-parse', 'HEAD');
    recording(join(shop.path, '.git/hooks'), record);
    // A library that is a submodule, and has a second worktree.
    const source = await repo({ name: 'lib', files: three });
    shop.git('submodule', 'add', '-q', source.path, 'lib');
    shop.commit(undefined, 'Add the library');
    const path = join(shop.path, 'lib');
    lib = { ...shop, path, git: (...args) => shop.git('-C', path, ...args) };
    lib.git('worktree', 'add', '-q', '-b', 'elsewhere', join(dirname(shop.path), 'lib.elsewhere'));
    writeFileSync(join(dirname(shop.path), 'lib.elsewhere', 'a'), there);
    recording(join(shop.path, '.git/modules/lib/hooks'), record);
  });

  /** The files that the commit meets; `null` when no hook ran. */
  function met(commit: () => unknown): unknown {
    rmSync(record, { force: true });
    commit();
    const said: unknown = JSON.parse(readFileSync(record, 'utf8'));
    if (typeof said !== 'object' || said === null || !('meetings' in said) || !Array.isArray(said.meetings))
      return said;
    return said.meetings.flatMap(({ level, files }) => files.map(({ path }: { path: string }) => `${level} ${path}`));
  }

  const ways: readonly (readonly [string, (mine: Checkout) => void, readonly string[]])[] = [
    ['git commit', ({ git }) => git('commit', '-qm', 'x'), ['conflict a']],
    ['git commit -a', ({ git }) => git('commit', '-qam', 'x'), ['conflict a', 'conflict b']],
    ['git commit <path>', ({ git }) => git('commit', '-qm', 'x', 'b'), ['conflict b']],
    ['git commit --only <path>', ({ git }) => git('commit', '-qm', 'x', '--only', 'b'), ['conflict b']],
    ['git commit --include <path>', ({ git }) => git('commit', '-qm', 'x', '-i', 'b'), ['conflict a', 'conflict b']],
    ['git commit --amend', ({ git }) => git('commit', '-q', '--amend', '-m', 'x'), ['conflict a']],
    [
      'git commit --amend of the message alone, after a commit that collided',
      ({ git }) => {
        git('commit', '-qm', 'x', '--no-verify');
        git('commit', '-q', '--amend', '-m', 'y');
      },
      [],
    ],
  ];
  test.for(ways)('%s', ([, commit, expected]) => {
    mine.git('reset', '-q', '--hard', base);
    mine.stage({ a: here });
    mine.edit({ b: here });
    expect(met(() => commit(mine))).toEqual(expected);
  });

  test('a merge: what the other branch brings counts, and what the trunk brings is not blamed on anybody', () => {
    mine.git('reset', '-q', '--hard', base);
    shop.git('checkout', '-q', 'side');
    shop.commit({ b: here });
    shop.git('checkout', '-q', 'main');
    shop.git('commit', '-qm', 'x', '--allow-empty', '--no-verify');
    mine.git('merge', '-q', '--no-commit', '--no-ff', 'side');
    expect(met(() => mine.git('commit', '-qm', 'Merge side'))).toEqual(['conflict b']);
    mine.git('reset', '-q', '--hard', base);
    shop.stage({ c: here });
    shop.git('commit', '-qm', 'c', '--no-verify');
    mine.git('merge', '-q', '--no-commit', '--no-ff', 'main');
    expect(met(() => mine.git('commit', '-qm', 'Merge main'))).toEqual([]);
    shop.git('reset', '-q', '--hard', 'HEAD^');
    mine.git('reset', '-q', '--hard', base);
  });

  test('the main worktree, where git names the index by a relative path', () => {
    shop.edit({ a: here, b: here });
    expect(met(() => shop.git('commit', '-qm', 'x', 'a'))).toEqual(['conflict a']);
    shop.git('reset', '-q', '--hard', 'HEAD^');
  });

  test('a submodule with worktrees of its own', () => {
    writeFileSync(join(lib.path, 'a'), here);
    writeFileSync(join(lib.path, 'b'), here);
    expect(met(() => lib.git('commit', '-qam', 'x'))).toEqual(['conflict a']);
  });
});

describe('the lines that are put into a hook', () => {
  /** Runs a hook as git does in a graphical program: with hardly any PATH. */
  function run(hook: string, env: Readonly<Record<string, string>> = {}, flags: readonly string[] = []) {
    const path = join(place('.'), 'hook');
    writeFileSync(path, Buffer.from(hook, 'latin1'));
    const { status, stderr } = spawnSync('/bin/sh', [...flags, path], { env: { PATH: '', ...env }, encoding: 'utf8' });
    return { status, stderr };
  }

  /** A kg that ends with a code. */
  function fake(code: number, name = 'it\'s\na "kg" $HOME'): { readonly node: string; readonly main: string } {
    const folder = join(place('.'), name);
    mkdirSync(folder, { recursive: true });
    write(join(folder, 'node'), { program: `#!/bin/sh\necho "$2 $3" >&2\nexit ${code}\n` });
    writeFileSync(join(folder, 'run.js'), '');
    return { node: join(folder, 'node'), main: join(folder, 'run.js') };
  }

  test('stop a commit for the one code that only kg gives, and for nothing else', () => {
    const told = [0, 88, 1, 2, 137].map((code) => run(addMarked(null, launcherLines(fake(code)), false), {}, ['-eu']));
    expect(told.map(({ status, stderr }) => `${status}: ${stderr}`).join('')).toMatchInlineSnapshot(`
      "0: hook pre-commit
      1: hook pre-commit
      0: hook pre-commit
      ▲ kg let this commit through unchecked: kg ended with code 1
      0: hook pre-commit
      ▲ kg let this commit through unchecked: kg ended with code 2
      0: hook pre-commit
      ▲ kg let this commit through unchecked: kg ended with code 137
      "
    `);
  });

  test('let the rest of a hook run, in its own right', () => {
    const rest = '#!/bin/sh\nset -e\necho "the rest: $#" >&2\nexit 3\n';
    expect(run(addMarked(rest, launcherLines(fake(2)), false)).stderr).toMatchInlineSnapshot(`
      "hook pre-commit
      ▲ kg let this commit through unchecked: kg ended with code 2
      the rest: 0
      "
    `);
    expect(run(addMarked(rest, launcherLines(fake(88)), false))).toMatchObject({ status: 1 });
    expect(run(addMarked(rest, launcherLines(fake(88)), false), { KG_SKIP: '1' })).toMatchObject({
      status: 3,
      stderr: 'the rest: 0\n',
    });
  });

  test('without kg and without Node: one line, unless there is another kg on PATH that is not of the repository', () => {
    const hook = addMarked(null, launcherLines({ node: '/gone/node', main: '/gone/run.js' }), false);
    expect(run(hook)).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "▲ kg let this commit through unchecked: kg, or the Node that it was set up with, is gone
      ",
      }
    `);
    const { node: program } = fake(88, 'bin');
    const bin = dirname(program);
    write(join(bin, 'kg'), { program: '#!/bin/sh\nexit 88\n' });
    expect(run(hook, { PATH: bin })).toEqual({ status: 1, stderr: '' });
    // As husky and npm do it.
    const { status, stderr } = spawnSync('/bin/sh', ['-c', hook], { cwd: dirname(bin), env: { PATH: 'bin' } });
    expect({ status, told: stderr.toString().includes('is gone') }).toEqual({ status: 0, told: true });
    expect(spawnSync('/bin/sh', ['-c', hook], { cwd: dirname(bin), env: { PATH: bin } }).status).toBe(0);
  });
});

describe('time', () => {
  test('a git that hangs in one worktree, and a file system that does not answer in another', async () => {
    const shop = await repo({ files: three });
    const [quick, slow, stuck, own] = ['quick', 'slow', 'stuck', 'own'].map((name) => shop.worktree(name));
    for (const other of [quick, slow, stuck]) other?.edit({ a: there });
    own?.stage({ a: here });
    const bin = place('bin');
    const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const program = `#!/bin/sh\ncase "$PWD $*" in *.slow\\ *status*) exec sleep 600 ;; esac\nexec ${real} "$@"\n`;
    write(join(bin, 'git'), { program });
    // Reading from a pipe that nobody writes to never ends, and an ordinary exit waits for it.
    execFileSync('mkfifo', [join(stuck?.git('rev-parse', '--absolute-git-dir') ?? '', 'MERGE_HEAD')]);
    const { status, signal, stderr } = spawnSync(node, [main, 'hook', 'pre-commit', '--strict'], {
      cwd: own?.path,
      env: {
        ...process.env,
        HOME: place('home'),
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        KG_HOOK_TIMEOUT: '3s',
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(`\n${stderr.replaceAll(dirname(shop.path), '<r>')}`).toMatchInlineSnapshot(`
      "
      ✗ This commit conflicts with quick (<r>/shop.quick)
          uncommitted  no known session
          a  10 ↔ 10  conflict
      ▲ slow has changed a too, not compared
      ▲ stuck has changed a too, not compared
      ▲ 2 of 4 other worktrees not compared within 3000 ms, so they stop nothing
      ↳ To see both sides, run kg overlap @ quick --diff
      ↳ The commit was stopped. To make it anyway, run git commit --no-verify
      "
    `);
  });
});
