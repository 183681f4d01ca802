import { describe, expect, test } from 'vitest';
import { packageHomes } from './homes.ts';
import { layers } from './layers.ts';
import { breaches, type Rule } from './rule.ts';
import { readSources, sourceOf } from './source.ts';
import { surroundings } from './surroundings.ts';

const sources = readSources();
const rules = [...layers, ...packageHomes, ...surroundings];

describe('the source keeps to its rules', () => {
  test.for(rules.map((rule) => ({ rule, name: rule.name })))('$name', ({ rule }) => {
    expect(breaches(rule, sources)).toEqual([]);
  });

  test('the rules look at every module', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['src/git/run.ts', 'src/survey.ts', 'src/commands/list.ts']),
    );
    expect(sources.every(({ imports, text }) => imports.length > 0 || !/^import /mu.test(text))).toBe(true);
  });
});

/** For each rule a module that breaks it: a rule that cannot fail guards nothing. */
const offenders: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'git stands alone': ['src/git/run.ts', "import type { Session } from '../sessions/session.ts';"],
  'nouns know git only': ['src/sessions/read.ts', "import {\n  survey,\n} from '../survey.ts';"],
  'symbols know text only': ['src/symbols/exports.ts', "import { openGit } from '../git/run.ts';"],
  'sessions and worktrees do not know each other': [
    'src/sessions/read.ts',
    "import type { Worktree } from '../worktrees/worktree.ts';",
  ],
  'the core does not know who shows it': ['src/survey.ts', "import { renderList } from './render/list.ts';"],
  'render takes values': ['src/render/list/list.ts', "import { openGit } from '../../git/run.ts';"],
  'commands ask the core': ['src/commands/list.ts', "const { openGit } = await import('../git/run.ts');"],
  'nobody imports a command': ['src/kg.ts', "export { default } from './commands/list.ts';"],
  'doors do not lead into doors': ['src/tray/icon.ts', "import { liveList } from '../dashboard/live-list.ts';"],
  'the fast path carries nothing': ['src/fast.ts', "import { survey } from './survey.ts';"],
  'one home a package': ['src/survey.ts', "import { simpleGit } from 'simple-git';"],
  'one door outwards': ['src/worktrees/list.ts', "import { execFile } from 'node:child_process';"],
  'heavy packages come late': ['src/show.ts', "import { readCommits } from './git/porcelain.ts';"],
  'surroundings are handed in': ['src/survey.ts', 'const now = Date.now();'],
  'names say the subject': ['src/git/utils.ts', ''],
  'commands stay thin': ['src/commands/list.ts', 'run();\n'.repeat(61)],
  'exports have names': ['src/survey.ts', 'export default survey;'],
  'data is plain': ['src/sessions/session.ts', 'export class Session {}'],
};

describe('each rule can fail, and says why', () => {
  test('every rule has an offender', () => {
    expect(Object.keys(offenders)).toEqual(rules.map((rule) => rule.name));
  });

  test.for(rules.map((rule) => ({ rule, name: rule.name })))('$name', ({ rule }) => {
    const [path, text] = offenders[rule.name] ?? ['', ''];
    const found = breaches(rule, [sourceOf(path, text)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(reasonOf(rule));
  });

  test('a breach reads as a sentence', () => {
    const offender = sourceOf('src/sessions/read.ts', "import { survey } from '../survey.ts';");
    expect(rules.flatMap((rule) => breaches(rule, [offender]))).toMatchInlineSnapshot(`
      [
        "src/sessions/read.ts: imports src/survey.ts (nouns know git only: a noun that knows who asks for it cannot be used by the next who asks)",
      ]
    `);
  });
});

describe('what only looks like a breach is none', () => {
  test.for([
    ['src/render/list/list.ts', "import type { Survey } from '../../survey.ts';"],
    ['src/show.ts', "const { readCommits } = await import('./git/porcelain.ts');"],
    ['src/sessions/status/status.ts', "if (process.state === 'gone') return null;"],
    ['src/survey.ts', '/** As `Date.now()` says. */\nconst taken = new Date(now); // not Date.now()'],
    ['src/crash.ts', "const words = 'process.env';"],
  ] as const)('%s: %s', ([path, text]) => {
    expect(rules.flatMap((rule) => breaches(rule, [sourceOf(path, text)]))).toEqual([]);
  });
});

function reasonOf(rule: Rule): string {
  return rule.reason;
}
