import { KgError } from './errors.ts';
import { nearest } from './nearest.ts';

/** oclif's own words for a first word that is no command become an error that names the nearest one; others stay as they are. */
export function explainUnknownCommand(error: unknown, commands: readonly string[]): unknown {
  const word = error instanceof Error ? /^command (.+) not found$/u.exec(error.message)?.[1] : undefined;
  if (word === undefined) return error;
  const [near] = nearest(word, commands);
  const all = 'To see all commands, run kg --help';
  const hint = near === undefined ? all : `Did you mean kg ${near}? ${all}`;
  return new KgError('USAGE', { message: `No command is called ${word}`, hint });
}
