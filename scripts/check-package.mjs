// Checks the package as a user gets it: packs it, looks at the tarball, installs that globally into an empty prefix without a
// network, and runs it from there with nothing on PATH but git and Node. Needs a built dist/ (npm run build).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'kg package ')));
try {
  const { tarball, manifest } = pack();
  await lint(tarball, manifest);
  const bin = install(tarball);
  runInstalled(bin);
  refuseOldNode(bin);
  console.log('✓ The package works from an empty prefix');
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Packs into the temporary directory. `prepare` does not run again: what is packed is what was built and tested. */
function pack() {
  const output = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', temporary]);
  const [packed] = Object.values(JSON.parse(output));
  const found = packed.files.map((file) => file.path).toSorted((a, b) => (a < b ? -1 : 1));
  const expected = expectedFiles(found);
  same('files of the tarball', found, expected);
  console.log(
    `✓ ${packed.filename}: ${found.length} files, ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} unpacked`,
  );
  const tarball = join(temporary, packed.filename);
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
  for (const script of ['preinstall', 'install', 'postinstall']) {
    if (manifest.scripts?.[script] !== undefined) fail(`The package has an install script: ${script}`);
  }
  for (const field of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
    if (manifest[field] !== undefined) fail(`The package has ${field}, though everything it needs is bundled`);
  }
  console.log('✓ No install script and no dependency');
  return { tarball, manifest };
}

/** Chunk names carry a hash, so those are taken as found; everything else is named. */
function expectedFiles(found) {
  const sources = readdirSync('src/commands', { recursive: true }).filter((file) => file.endsWith('.ts'));
  const commands = sources.map((file) => `dist/commands/${file.replaceAll('\\', '/').replace(/\.ts$/u, '.js')}`);
  const schemas = readdirSync('schemas').map((file) => `schemas/${file}`);
  const chunks = found.filter((file) => /^dist\/chunks\/[\w.-]+\.c?js$/u.test(file));
  const top = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.txt',
    'oclif.manifest.json',
    'package.json',
  ];
  const entries = [
    'bin/package.json',
    'bin/run.js',
    'dist/fast.cjs',
    'dist/help.js',
    'dist/hook.cjs',
    'dist/main.js',
    'dist/mcp.cjs',
    'dist/around.cjs',
    'dist/quick-answer.cjs',
    'dist/watch.cjs',
  ];
  const grammars = readdirSync('dist/grammars').map((file) => `dist/grammars/${file}`);
  const plugin = readdirSync('plugin', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`);
  const marketplace = '.claude-plugin/marketplace.json';
  return [...top, ...entries, ...commands, ...schemas, ...chunks, ...grammars, ...plugin, marketplace].toSorted(
    (a, b) => (a < b ? -1 : 1),
  );
}

async function lint(tarball, manifest) {
  const content = readFileSync(tarball);
  const tarballBytes = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
  const { messages } = await publint({ pack: { tarball: tarballBytes }, strict: true });
  for (const message of messages) console.log(formatMessage(message, manifest));
  if (messages.length > 0) fail('publint has remarks');
  console.log('✓ publint has no remarks');
}

function install(tarball) {
  const prefix = join(temporary, 'empty prefix');
  npm(['install', '--global', '--offline', '--prefix', prefix, tarball], {
    npm_config_cache: join(temporary, 'npm-cache'),
  });
  const modules = join(prefix, 'lib', 'node_modules');
  same(
    'packages in the prefix',
    readdirSync(modules).filter((name) => !name.startsWith('.')),
    ['keepgoing'],
  );
  if (readdirSync(join(modules, 'keepgoing')).includes('node_modules'))
    fail('The package brought other packages along');
  console.log('✓ Installed globally, offline, alone');
  return join(prefix, 'bin');
}

/** Both ways to call it, in a repository of its own. */
function runInstalled(bin) {
  const repository = join(temporary, 'a repository');
  mkdirSync(repository);
  const run = sealed(bin, process.execPath);
  must(run(['git', 'init', '--quiet', '--initial-branch=main'], repository), 0);
  must(
    run(
      ['git', '-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'one'],
      repository,
    ),
    0,
  );
  for (const command of [
    ['kg', 'list'],
    ['git', 'kg', 'list'],
  ]) {
    const answer = must(run(command, repository), 0);
    if (!answer.stdout.includes('main')) fail(`${command.join(' ')} does not show the worktree:\n${answer.stdout}`);
    console.log(`✓ ${command.join(' ')}`);
  }
  const json = must(run(['kg', 'list', '--json'], repository), 0);
  same('schema of kg list --json', JSON.parse(json.stdout).schema, 1);
  console.log('✓ kg list --json');
}

/** An old Node gets one sentence on stderr and exit code 2. */
function refuseOldNode(bin) {
  const old = findOldNode();
  if (old === null) {
    console.log('○ No unsupported Node on PATH to try');
    return;
  }
  const answer = must(sealed(bin, old.path)(['kg', 'list'], temporary), 2);
  const [line, ...rest] = answer.stderr.trimEnd().split('\n');
  if (rest.length > 0 || answer.stdout !== '' || !line.includes(`this is ${old.version}`)) {
    fail(`Node ${old.version} got more or less than one line:\n${answer.stderr}${answer.stdout}`);
  }
  console.log(`✓ ${line}`);
}

function findOldNode() {
  const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const place of places) {
    const path = join(place, 'node');
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
    const [, major, minor] = /^v(\d+)\.(\d+)/u.exec(version ?? '') ?? [];
    if (major !== undefined && (Number(major) < 22 || (major === '22' && Number(minor) < 18))) return { path, version };
  }
  return null;
}

/** Runs a command with a home of its own, and on PATH only the prefix, git and one Node. */
function sealed(bin, node) {
  const tools = mkdtempSync(join(temporary, 'tools-'));
  symlinkSync(realpathSync(node), join(tools, 'node'));
  symlinkSync(find('git'), join(tools, 'git'));
  const home = join(temporary, 'home');
  mkdirSync(home, { recursive: true });
  const env = { PATH: [bin, tools].join(delimiter), HOME: home, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C.UTF-8' };
  return ([program, ...args], cwd) => ({
    command: [program, ...args].join(' '),
    ...spawnSync(find(program, env.PATH), args, { cwd, env, encoding: 'utf8' }),
  });
}

function find(program, path = process.env.PATH ?? '') {
  for (const place of path.split(delimiter)) {
    try {
      if (readdirSync(place).includes(program)) return join(place, program);
    } catch {
      // PATH may name directories that are not there.
    }
  }
  return fail(`${program} is not on PATH`);
}

function must(answer, status) {
  if (answer.status !== status)
    fail(`${answer.command} ended with ${answer.status}, not ${status}:\n${answer.stderr}${answer.stdout}`);
  return answer;
}

function npm(args, env = {}) {
  return execFileSync('npm', args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function same(what, found, expected) {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  const only = (some, others) =>
    JSON.stringify(Array.isArray(some) ? some.filter((one) => !others.includes(one)) : some);
  fail(`The ${what} differ:\n  only found     ${only(found, expected)}\n  only expected  ${only(expected, found)}`);
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

function fail(message) {
  throw new Error(message);
}
