/**
 * The real client, installed by exact version into a scratch folder outside the repository. Only the platform's package is
 * taken: it is the program alone, with no dependency, and the install script of the wrapper around it is not needed.
 */
import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { lastingTmpdir } from '../temporary.ts';
import { parseObject, textField } from './fields.ts';
import { platformPackage, type PlatformPackage } from './platform.ts';

/** Gives the path of the client's program, installing it first when it is not there. Throws where none is published. */
export async function installClient(version: string): Promise<string> {
  const source = platformPackage();
  if (source === null) throw new Error(noClientHere ?? 'no client');
  const root = await scratchRoot();
  const home = join(root, `${source.name.replace(/.*\//u, '')}-${version}`);
  const program = programIn(home, source);
  if (await isComplete(home, source)) return program;

  // Installed beside and renamed, so that a reader sees all of it or nothing, and two installers cannot mix.
  const partial = await mkdtemp(`${home}.partial-`);
  try {
    await runInstall({ into: partial, specs: [`${source.name}@${version}`] });
    await markComplete(partial, source, version);
    await moveInto(partial, home, source);
    return program;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Why the client cannot be tested on this machine, for a visible skip; `null` where it can. */
export const noClientHere: string | null =
  platformPackage() === null ? `no package of the client for ${process.platform} ${process.arch}` : null;

/** A folder of this person alone: programs are started from it, and the temporary directory is shared. */
export async function scratchRoot(): Promise<string> {
  const { uid } = userInfo();
  const root = join(lastingTmpdir(), `keepgoing-clients-${uid}`);
  await mkdir(root, { mode: 0o700, recursive: true });
  const found = await lstat(root);
  const foreign = process.platform !== 'win32' && (found.uid !== uid || (found.mode & 0o022) !== 0);
  if (!found.isDirectory() || foreign)
    throw new Error(`${root} belongs to somebody else; programs are not run from it`);
  return root;
}

const marker = 'complete.json';

function programIn(home: string, source: PlatformPackage): string {
  return join(home, 'node_modules', source.name, source.program);
}

/** Complete = the marker that is written last is there, and the program still has the size that it names. */
async function isComplete(home: string, source: PlatformPackage): Promise<boolean> {
  try {
    const noted: unknown = JSON.parse(await readFile(join(home, marker), 'utf8'));
    const program = await stat(programIn(home, source));
    return typeof noted === 'object' && noted !== null && 'bytes' in noted && noted.bytes === program.size;
  } catch {
    return false; // not there, or half of it: installed again
  }
}

async function markComplete(home: string, source: PlatformPackage, version: string): Promise<void> {
  const program = programIn(home, source);
  const manifest = parseObject(await readFile(join(dirname(program), 'package.json'), 'utf8'), 'package.json');
  const installed = textField(manifest, 'version');
  if (installed !== version) throw new Error(`asked for ${version} of the client, got ${installed}`);
  const { size } = await stat(program);
  await writeFile(join(home, marker), JSON.stringify({ version, bytes: size }));
}

async function moveInto(partial: string, home: string, source: PlatformPackage): Promise<void> {
  try {
    await rename(partial, home);
  } catch (error) {
    if (await isComplete(home, source)) return; // another installer was faster
    const broken = `${partial}.replaced`;
    await rename(home, broken).catch(() => {
      throw error;
    });
    await rename(partial, home);
    await rm(broken, { recursive: true, force: true });
  }
}

/** npm runs as the person does it: with their home, so that their registry, proxy and cache apply to the download. */
export async function runInstall({
  into,
  specs,
}: {
  readonly into: string;
  readonly specs: readonly string[];
}): Promise<void> {
  const flags = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const windows = process.platform === 'win32';
  const { homedir } = userInfo();
  await promisify(execFile)(windows ? 'npm.cmd' : 'npm', ['install', ...flags, '--prefix', into, ...specs], {
    cwd: into,
    env: { ...process.env, HOME: homedir, USERPROFILE: homedir },
    shell: windows,
    timeout: 200_000,
  });
}
