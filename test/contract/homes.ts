import type { Rule } from './rule.ts';

/** Where each outside package may be imported, and what for. */
const homes: Readonly<Record<string, RegExp>> = {
  '@jellybrick/dbus-next': /^src\/tray\/linux\/bus\.ts$/u,
  '@modelcontextprotocol/server': /^src\/mcp\/server\.ts$/u,
  '@secretlint/core': /^src\/checkpoints\/secrets\/filter\.ts$/u,
  '@secretlint/secretlint-rule-preset-recommend': /^src\/checkpoints\/secrets\/filter\.ts$/u,
  '@oclif/core': /^src\/(?:commands\/.*|command|help|main)\.ts$/u,
  cosmiconfig: /^src\/config\/load-file\.ts$/u,
  picomatch: /^src\/(?:path-matcher|checkpoints\/code\/skip-list)\.ts$/u,
  execa: /^src\/(?:demo|doctor)\/programs\.ts$/u,
  'fastest-levenshtein': /^src\/nearest\.ts$/u,
  'isomorphic-git': /^src\/git\/second-reader\.ts$/u,
  listr2: /^src\/render\/progress\.ts$/u,
  'simple-git': /^src\/git\/porcelain\.ts$/u,
  'string-width': /^src\/render\/text\.ts$/u,
  'web-tree-sitter': /^src\/symbols\/parser\.ts$/u,
  yaml: /^src\/config\/text\.ts$/u,
};

/** Node's own modules that reach out of the process. */
const reaching: Readonly<Record<string, RegExp>> = {
  'node:child_process':
    /^src\/(?:hooks\/claude\/background|git\/run|sessions\/processes\/run-program|tray\/programs|verify\/run-command)\.ts$/u,
  'node:net': /^$/u,
  'node:http': /^$/u,
  'node:https': /^$/u,
  'node:dgram': /^$/u,
};

/** Modules whose packages take too long to load to be loaded before they are needed. */
const late = new Set([
  'src/git/porcelain.ts',
  'src/git/second-reader.ts',
  'src/config/text.ts',
  'src/symbols/parser.ts',
]);

/** Packages that their own home must load late, since others import that home early. */
const latePackages = new Set([
  '@secretlint/core',
  '@secretlint/secretlint-rule-preset-recommend',
  'cosmiconfig',
  'execa',
  'listr2',
]);

export const packageHomes: readonly Rule[] = [
  {
    name: 'one home a package',
    reason: 'a package that is used in one file can be replaced, or watched for what it does, in that file',
    broken: ({ path, imports }) =>
      imports
        .filter(
          ({ to, how }) =>
            how !== 'type' && !to.startsWith('src/') && !to.startsWith('node:') && !homes[packageOf(to)]?.test(path),
        )
        .map(
          ({ to }) => `imports ${to}, ${packageOf(to) in homes ? 'whose home is elsewhere' : 'which has no home yet'}`,
        ),
  },
  {
    name: 'one door outwards',
    reason:
      'programs are started in four places and nothing speaks to a network; another place is a decision to write down',
    broken: ({ path, imports }) =>
      imports.filter(({ to }) => reaching[to]?.test(path) === false).map(({ to }) => `imports ${to}`),
  },
  {
    name: 'heavy packages come late',
    reason: 'each costs 8 to 40 ms at start-up, so their homes are reached by import() when they are needed',
    broken: ({ imports }) =>
      imports
        .filter(({ to, how }) => how === 'early' && (late.has(to) || latePackages.has(packageOf(to))))
        .map(({ to }) => `imports ${to} early`),
  },
];

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
