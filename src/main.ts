import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory } from './places.ts';

/** Starts oclif on the package in `root`, the directory that `bin/run.js` lies below. */
export async function main(root: string): Promise<void> {
  const { env, platform } = process;
  enableCompileCache(join(cacheDirectory({ env, home: homedir(), platform }), 'compiled'));
  // oclif would load semver only to warn about what bin/run.js has already checked.
  env['OCLIF_DISABLE_ENGINE_WARNING'] = '1';
  const { Config, Errors, flush, run } = await import('@oclif/core');
  try {
    await run(withHelpAsFlag(process.argv.slice(2)), { root });
    await flush();
  } catch (error) {
    if (error instanceof Errors.ExitError) {
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const { reportError } = await import('./report-error.ts');
    const { commandIDs } = await Config.load({ root });
    await reportError(error, { process, commands: commandIDs });
  }
}

/** `kg help list` means `kg list --help`, as with git. */
function withHelpAsFlag(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}
