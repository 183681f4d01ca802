/** Which of the arguments are a question that is answered without oclif, by one look at them. */

/** One of the questions that are answered without oclif, as text or as JSON. */
export type QuickQuestion = { readonly command: 'list' | 'overlap'; readonly json: boolean };

/**
 * Which of the questions that are answered without oclif the arguments ask: `kg list` or `kg overlap`, with `--json` or nothing
 * else; `null`: none.
 */
export function quickQuestion(process: NodeJS.Process): QuickQuestion | null {
  const [, , command, ...rest] = process.argv;
  const words = rest.join(' ');
  if ((command !== 'list' && command !== 'overlap') || (words !== '' && words !== '--json')) return null;
  return { command, json: words !== '' };
}

/** Which of its doors Claude Code knocks at, with no argument more: those are opened without oclif. `null`: at neither. */
export function claudeDoor(process: NodeJS.Process): 'hook' | 'mcp' | null {
  const words = process.argv.slice(2).join(' ');
  if (words !== 'hook claude' && words !== 'mcp') return null;
  return words === 'mcp' ? 'mcp' : 'hook';
}

/** What `kg watch` is asked for on a terminal, where nothing but its own switches stands; `null`: oclif is to parse it. */
export function watchSwitches(process: NodeJS.Process): Readonly<Record<'all' | 'finished' | 'mouse', boolean>> | null {
  const [, , command, ...rest] = process.argv;
  const switches = new Set(rest);
  const known = rest.every((word) => word === '--all' || word === '--finished' || word === '--mouse');
  if (command !== 'watch' || !known || !process.stdout.isTTY) return null;
  return { all: switches.has('--all'), finished: switches.has('--finished'), mouse: switches.has('--mouse') };
}
