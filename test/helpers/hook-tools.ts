/**
 * The tools that keep a repository's hooks, as their authors publish them: installed by exact version into a scratch folder outside
 * of the repository, without their install scripts, and kept there between runs.
 */
import { spawnSync } from 'node:child_process';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runInstall, scratchRoot } from './client/install.ts';

/** The one place that names the versions that are tested. */
const packages = ['husky@9.1.7', 'lefthook@2.2.2', 'simple-git-hooks@2.14.0'];

/** Gives the folder of their programs, installing them first when they are not there. */
export async function installHookTools(): Promise<string> {
  const root = await scratchRoot();
  const home = join(root, packages.join('+').replaceAll('@', '-'));
  const bin = join(home, 'node_modules', '.bin');
  if (await isThere(home)) return bin;
  // Installed beside and renamed, so that a reader sees all of it or nothing.
  const partial = await mkdtemp(`${home}.partial-`);
  try {
    await runInstall({ into: partial, specs: packages });
    await rename(partial, home);
  } catch (error) {
    // Another installer was faster.
    if (!(await isThere(home))) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return bin;
}

/** The pre-commit framework is no package of npm: it is tested where it is installed. Its version; `null` without one. */
export const preCommitFramework: string | null =
  spawnSync('pre-commit', ['--version'], { encoding: 'utf8' }).stdout?.trim() || null;

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
