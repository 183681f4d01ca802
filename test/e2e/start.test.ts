import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const kg = resolve('bin/run.js');
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'kg-start-')));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

type Start = {
  readonly args?: readonly string[];
  readonly program?: string;
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts the built kg and answers what it left: its exit code and both of its streams. */
function start({ args = [], program = kg, node = process.execPath, nodeArgs = [], env = {} }: Start) {
  // Under a test runner's NODE_ENV oclif warns of what it keeps to itself elsewhere.
  const { NODE_ENV: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(node, [...nodeArgs, program, ...args], {
    cwd: temporary,
    env: { ...inherited, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('an unsupported Node gets one sentence and exit code 2', () => {
  const refusal = (version: string, node: string) => ({
    status: 2,
    stdout: '',
    stderr: `✗ kg needs Node 22.18 or later (23 excepted); this is ${version} (${node})\n`,
  });

  test.for(['20.20.2', '22.17.1', '23.11.0'])('%s', (version) => {
    const pretend = `for (const [name, value] of [['version','v${version}'],['versions',{node:'${version}'}]]) Object.defineProperty(process, name, { value });`;
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
    expect(start({ nodeArgs, env: { KG_REEXECUTED: '1' } })).toEqual(refusal(`v${version}`, process.execPath));
  });

  const old = ['/usr/bin/node', '/usr/local/bin/node'].flatMap((node) => {
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    return /^v(?:1\d|20|21)\./u.test(stdout ?? '') ? [{ node, version: stdout.trim() }] : [];
  });
  test.for(old)('the $version of this machine', ({ node, version }) => {
    expect(start({ node, env: { KG_REEXECUTED: '1' } })).toEqual(refusal(version, node));
  });

  test.for(old)('in a clone the $version of this machine hands over to the development Node', ({ node }) => {
    const { status, stdout } = start({ node, args: ['--version'] });
    expect({ status, stdout }).toEqual({ status: 0, stdout: start({ args: ['--version'] }).stdout });
  });
});

test('a reader that leaves early is no failure', async () => {
  const child = spawn(process.execPath, [kg, '--help'], { cwd: temporary, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise((done) => child.on('close', done));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('an unknown command is a usage error, said on standard error', () => {
  const { status, stdout, stderr } = start({ args: ['lsit'] });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatchInlineSnapshot(`
    "✗ No command is called lsit
    ↳ Did you mean kg list? To see all commands, run kg --help
    "
  `);
});

test('an unknown flag is a usage error, said on standard error', () => {
  const { status, stdout, stderr } = start({ args: ['list', '--jsno'] });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatchInlineSnapshot(`
    "✗ Nonexistent flag: --jsno
    ↳ To see what can be said, run the command with --help
    "
  `);
});

test('outside of a repository an error is data too', () => {
  const { status, stdout, stderr } = start({ args: ['list', '--json'] });
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, error: { code: 'NOT_A_REPOSITORY' } });
});

test('kg runs from any place, and through git', () => {
  const place = join(temporary, 'a plåce with späces', 'keepgoing');
  for (const part of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
    cpSync(part, join(place, part), { recursive: true });
  const program = join(place, 'bin', 'run.js');
  const bin = join(temporary, 'bin');
  mkdirSync(bin);
  symlinkSync(program, join(bin, 'git-kg'));

  const direct = start({ program, args: ['--version'] });
  expect(direct).toEqual({ status: 0, stdout: expect.stringMatching(/^keepgoing\/\d+\.\d+\.\d+ /u), stderr: '' });
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const { status, stdout } = spawnSync('git', ['kg', '--version'], {
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: direct.stdout });
  expect(start({ program, args: ['list', '--help'] })).toMatchObject({ status: 0, stderr: '' });
});

test('compiled code is kept in the cache directory of the user', () => {
  start({ args: ['--version'] });
  const compiled = join(
    homedir(),
    process.platform === 'darwin' ? 'Library/Caches' : '.cache',
    'keepgoing',
    'compiled',
  );
  expect(existsSync(compiled)).toBe(true);
  expect(readdirSync(compiled)).not.toEqual([]);
});
