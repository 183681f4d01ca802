import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Starts oclif on the package that `entry` (the URL of `bin/run.js`) belongs to. */
export async function main(entry: string): Promise<void> {
  enableCompileCache();
  // oclif would load semver only to warn about what bin/run.js has already checked.
  process.env['OCLIF_DISABLE_ENGINE_WARNING'] = '1';
  const { execute } = await import('@oclif/core');
  await execute({ loadOptions: { root: fileURLToPath(new URL('..', entry)) } });
}
