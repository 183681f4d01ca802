import { homedir } from 'node:os';
import { saveCrash } from './crash.ts';
import { renderError } from './render/error.ts';
import { toJson } from './render/json.ts';
import { explainUnknownCommand } from './unknown-command.ts';

/** Shows an error that reached the top before a command could (an unknown command, a broken installation), and sets exit code 2. */
export async function reportError(
  thrown: unknown,
  { process, commands }: { readonly process: NodeJS.Process; readonly commands: readonly string[] },
): Promise<void> {
  const error = explainUnknownCommand(thrown, commands);
  const home = homedir();
  const { env, platform, argv, stdout, stderr } = process;
  const saved = await saveCrash(error, { env, platform, home, now: () => new Date() });
  const { lines, json } = renderError(error, { home, saved });
  if (argv.includes('--json')) stdout.write(toJson(json));
  else stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exitCode = 2;
}
