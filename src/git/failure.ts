import { KgError } from '../errors.ts';

/**
 * One line that says why a git call failed: git's own `fatal:` line, or its first one, without control characters.
 * `null` when the error is of another kind and must be thrown on.
 */
export function gitFailureLine(error: unknown): string | null {
  if (!(error instanceof KgError) || error.code !== 'GIT_FAILED') return null;
  const command = `git ${String(error.details['command'])}`;
  if (error.details['timedOut'] === true) return `${command} took too long and was ended`;
  const { stderr } = error.details;
  const lines = typeof stderr === 'string' ? stderr.split('\n') : [];
  const line = plain(lines.find((text) => text.startsWith('fatal:')) ?? lines[0] ?? '');
  return line === '' ? `${command} failed with exit code ${String(error.details['exitCode'])}` : line;
}

/** What git prints repeats names from the repository: nothing in them may steer a terminal. */
function plain(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 300);
}
