import type { Rule } from './rule.ts';
import { codeOf } from './source.ts';

/** The front ends: what knows that it is a program with arguments, streams, a clock and a home. */
const mayLook =
  /^src\/(?:commands\/.*|command|compiled|doors|dashboard\/door|ending|fast|hooks\/claude\/door|main|mcp\/door|quick-answer|report-error)\.ts$/u;

const looks: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  {
    pattern: /\bprocess\.(?:argv|cwd|env|exit|exitCode|kill|off|on|once|pid|platform|stderr|stdin|stdout|versions?)\b/u,
    what: 'looks at the process',
  },
  { pattern: /\bDate\.now\(|\bnew Date\(\)/u, what: 'looks at the clock' },
  { pattern: /\bhomedir\(/u, what: 'looks for the home directory' },
];

/** As a whole name or at its end: `common-files` are the files of git's common directory, which is a subject. */
const forbiddenNames = /(?:^|[/-])(?:utils?|helpers?|common|managers?|services?|misc)(?:\/|\.ts$)/u;

export const surroundings: readonly Rule[] = [
  {
    name: 'surroundings are handed in',
    reason: 'what is handed in can be another one in a test, in the dashboard, in a hook',
    broken: (source) =>
      mayLook.test(source.path)
        ? []
        : looks.filter(({ pattern }) => pattern.test(codeOf(source))).map(({ what }) => what),
  },
  {
    name: 'names say the subject',
    reason: 'such a name collects what has no subject of its own, and nobody finds it there',
    broken: ({ path }) => (forbiddenNames.test(path) ? ['has a name that says nothing'] : []),
  },
  {
    name: 'commands stay thin',
    reason: 'parse, one call, print; what is longer belongs where the other doors can reach it',
    broken: (source) => {
      if (!source.path.startsWith('src/commands/')) return [];
      const lines = source.text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import '));
      return lines.length > 60 ? [`has ${lines.length} lines`] : [];
    },
  },
  {
    name: 'exports have names',
    reason: 'a name is found by a search; oclif alone asks for default exports, of commands and of the help',
    broken: (source) =>
      /^src\/(?:commands\/|help\.ts$)/u.test(source.path) || !/^export default\b/mu.test(source.text)
        ? []
        : ['exports a default'],
  },
  {
    name: 'data is plain',
    reason: 'values without methods can be printed, compared, cached and sent; only oclif and errors need classes',
    broken: (source) =>
      /^src\/(?:commands\/.*|command|errors|help)\.ts$/u.test(source.path) ||
      !/^(?:export )?(?:abstract )?class\b/mu.test(codeOf(source))
        ? []
        : ['has a class'],
  },
];
