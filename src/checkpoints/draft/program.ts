/** A program as it is called in the end, and its arguments: what was only in front of it (`env`, `npx`, `time`) is left out. */
export type Program = { readonly name: string; readonly args: readonly string[] };

/** Programs that start another one, and their options that take a value. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  builtin: [],
  bunx: [],
  caffeinate: [],
  chronic: [],
  command: [],
  'cross-env': [],
  dotenv: ['-e', '-f', '-c'],
  env: ['-u', '-C', '--unset', '--chdir'],
  exec: [],
  gtime: ['-f', '-o'],
  ionice: ['-c', '-n'],
  nice: ['-n'],
  nohup: [],
  npx: ['-p', '--package', '-w', '--workspace'],
  setsid: [],
  stdbuf: ['-i', '-o', '-e'],
  sudo: ['-u', '-g'],
  time: ['-f', '-o'],
  timeout: ['-k', '-s', '--signal', '--kill-after'],
  unbuffer: [],
  'xvfb-run': ['-s', '-n', '-e'],
};

/** Package managers and the word after which another program comes. */
const runners: readonly (readonly [name: string, verbs: readonly string[]])[] = [
  ['npm', ['exec', 'x']],
  ['pnpm', ['exec', 'dlx']],
  ['yarn', ['exec', 'dlx']],
  ['bun', ['x']],
  ['bundle', ['exec']],
  ['poetry', ['run']],
  ['pipenv', ['run']],
  ['uv', ['run']],
  ['pdm', ['run']],
  ['hatch', ['run']],
  ['rye', ['run']],
  ['mise', ['exec']],
  ['direnv', ['exec']],
];

/** Finds the program that the words of a simple command start; `null` when there is none (an assignment alone). */
export function programOf(words: readonly string[]): Program | null {
  const [first, ...rest] = words.slice(words.findIndex((word) => !isAssignment(word)));
  if (first === undefined || words.every(isAssignment)) return null;
  const name = nameOf(first);
  const valued = wrappers[name];
  if (valued !== undefined) return programOf(afterOptions(rest, valued, name === 'timeout')) ?? { name, args: rest };
  const verbs = runners.find(([runner]) => runner === name)?.[1] ?? [];
  const [verb, ...called] = rest;
  if (verb !== undefined && verbs.includes(verb)) {
    const inner = programOf(afterOptions(called, ['-p', '--package', '--with', '--group'], false));
    if (inner !== null) return inner;
  }
  return { name, args: rest };
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*\+?=/u.test(word);
}

/** The program's own name: without its directory, a Windows ending, and the `w` of a wrapper script that builds bring along. */
function nameOf(word: string): string {
  const name = word.replace(/^.*[/\\]/u, '').replace(/\.(?:exe|cmd|bat|ps1)$/iu, '');
  return name === 'gradlew' || name === 'mvnw' ? name.slice(0, -1) : name;
}

function afterOptions(words: readonly string[], valued: readonly string[], takesOne: boolean): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += valued.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(takesOne ? at + 1 : at);
}

/** Arguments that are no options, without the values of those options that take one. */
export function plainArguments(args: readonly string[], valued: readonly string[] = []): readonly string[] {
  return args.filter((word, at) => !word.startsWith('-') && !valued.includes(args[at - 1] ?? ''));
}
