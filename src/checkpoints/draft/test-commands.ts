import { plainArguments, programOf, type Program } from './program.ts';

/**
 * Which programs run tests. `true`: always. Words: when the first argument that is no option is one of them. A function: when
 * it says so. The rule is documented in the README; `checkpoints.tests` adds to it.
 */
type Rule = true | readonly string[] | ((program: Program) => boolean);

/** The options of package managers that take a value which could be mistaken for a verb. */
const valued = ['--prefix', '-C', '--dir', '--cwd', '--filter', '-F', '-w', '--workspace', '-f', '--file', '-j', '-p'];

const isTestName = (word: string | undefined): boolean => /^(?:test|tests|check)(?:$|[-:_.])/u.test(word ?? '');
const isTestScript = (word: string | undefined): boolean => /^test(?:$|[-:_.])/u.test(word ?? '');

/** `npm test`, `pnpm -r run test:unit`, `yarn workspace shop test`. */
function runsScript({ args }: Program): boolean {
  const words = plainArguments(args.includes('--') ? args.slice(0, args.indexOf('--')) : args, valued);
  const [verb, script] = verbsOf(words);
  if (verb === 'run' || verb === 'run-script' || verb === 'rum' || verb === 'urn') return isTestScript(script);
  return isTestScript(verb) || verb === 't' || verb === 'tst';
}

function verbsOf(words: readonly string[]): readonly string[] {
  if (words[0] === 'workspace') return words.slice(2);
  return words[0] === 'workspaces' || words[0] === 'recursive' ? words.slice(words[1] === 'foreach' ? 2 : 1) : words;
}

const goals =
  (wanted: RegExp): Rule =>
  ({ args }) =>
    plainArguments(args, valued).some((word) => wanted.test(word));

const module = ({ args }: Program): boolean => {
  const at = args.indexOf('-m');
  if (at !== -1)
    return ['pytest', 'unittest', 'nose2', 'doctest', 'tox', 'nox', 'twisted.trial'].includes(args[at + 1] ?? '');
  const [script, verb] = plainArguments(args);
  return /(?:^|\/)manage\.py$/u.test(script ?? '') && verb === 'test';
};

const rules: Readonly<Record<string, Rule>> = {
  ...always(
    `vitest jest mocha ava tap tape jasmine uvu elm-test wtr web-test-runner testcafe pytest py.test nose2 nosetests tox nox
    rspec phpunit pest paratest codecept behat ctest bats shellspec busted prove gotestsum ginkgo testacular kuttl`,
  ),
  ...verbs(
    ['test'],
    'bazel bazelisk buck buck2 dart deno dotnet flutter forge go hardhat hatch lein meson mix nx pants',
  ),
  ...verbs(
    ['test'],
    'playwright rails rush sbt stack swift terraform tofu truffle vader vaadin wasm-pack cabal anchor',
  ),
  ...verbs(['run'], 'cypress wdio nightwatch'),
  npm: runsScript,
  pnpm: runsScript,
  yarn: runsScript,
  bun: runsScript,
  lerna: runsScript,
  turbo: runsScript,
  composer: runsScript,
  cargo: ({ args }) =>
    ['test', 't', 'nextest'].includes(plainArguments(args).find((word) => !word.startsWith('+')) ?? ''),
  python: module,
  python3: module,
  py: module,
  node: ({ args }) => args.includes('--test'),
  php: ({ args }) => /(?:^|\/)artisan$/u.test(args[0] ?? '') && args[1] === 'test',
  karma: ['start', 'run'],
  mvn: goals(/^(?:test|verify|integration-test|surefire:test|failsafe:\S+)$/u),
  gradle: goals(/^(?:.*:)?(?:test|check|\w+Test)$/u),
  rake: goals(/^(?:test|spec)(?:$|:)/u),
  xcodebuild: goals(/^test(?:-without-building)?$/u),
  zig: ({ args }) => args[0] === 'test' || (args[0] === 'build' && args.includes('test')),
  make: goals(/^(?:test|tests|check)(?:$|[-_.])/u),
  gmake: goals(/^(?:test|tests|check)(?:$|[-_.])/u),
  ninja: goals(/^(?:test|check)$/u),
  just: ({ args }) => isTestName(plainArguments(args, valued)[0]),
  task: ({ args }) => isTestName(plainArguments(args, valued)[0]),
};

function always(names: string): Readonly<Record<string, Rule>> {
  return Object.fromEntries(names.split(/\s+/u).map((name) => [name, true]));
}

function verbs(words: readonly string[], names: string): Readonly<Record<string, Rule>> {
  return Object.fromEntries(names.split(/\s+/u).map((name) => [name, words]));
}

/** Asking a test program about itself runs no test. */
const questions = new Set([
  '--help',
  '--version',
  '-V',
  '--collect-only',
  '--listTests',
  '--list',
  '--list-tests',
  '--init',
]);

/**
 * Whether the words of one simple command run tests. `patterns` add to the rule: each is the beginning of a command, word by
 * word, and `*` in it stands for any part of a word.
 */
export function isTestCommand(words: readonly string[], patterns: readonly string[] = []): boolean {
  const program = programOf(words);
  if (program === null || program.args.some((word) => questions.has(word))) return false;
  if (patterns.some((pattern) => fitsPattern(words, program, pattern))) return true;
  const name = /^python\d(?:\.\d+)?$/u.test(program.name) ? 'python' : program.name;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) return false;
  if (rule === true) return !['list', 'init', 'bench'].includes(program.args[0] ?? '');
  return typeof rule === 'function' ? rule(program) : rule.includes(plainArguments(program.args, valued)[0] ?? '');
}

function fitsPattern(words: readonly string[], { name, args }: Program, pattern: string): boolean {
  const wanted = pattern.trim().split(/\s+/u);
  if (wanted[0] === '' || wanted.length === 0) return false;
  return [words, [name, ...args]].some((said) => wanted.every((part, at) => fitsWord(said[at], part)));
}

/** Without a regular expression made from what somebody wrote: it could take for ever. */
function fitsWord(word: string | undefined, part: string): boolean {
  if (word === undefined) return false;
  const [head = '', ...pieces] = part.split('*');
  if (pieces.length === 0) return word === part;
  if (!word.startsWith(head)) return false;
  const tail = pieces.pop() ?? '';
  let at = head.length;
  for (const piece of pieces) {
    const found = word.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return word.length - tail.length >= at && word.endsWith(tail);
}
