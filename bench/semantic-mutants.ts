/**
 * Injects mistakes into real pairs of commits that merge cleanly, and counts how many of them are found.
 *
 *   node bench/semantic-mutants.ts <git directory> [--pairs 10] [--aliases]
 *
 * One side gets a change of an exported function that is right by itself, the other a use that was right before: the export is
 * renamed, a required parameter is added, the module moves, an import gets another name. A fifth change is harmless, and counts
 * what is found without cause. With `--aliases` the use in TypeScript imports by an alias, of a tsconfig that both sides get.
 * Objects go into a store of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openGit } from '../src/git/run.ts';
import { mergePairs } from '../src/overlap/merge.ts';
import { readSemantics } from '../src/overlap/semantic/read-semantics.ts';
import type { SymbolMemory } from '../src/overlap/semantic/symbol-memory.ts';
import type { FileSymbols } from '../src/symbols/file-symbols.ts';
import { languageOf } from '../src/symbols/language.ts';
import { openSymbolReader } from '../src/symbols/read-symbols.ts';
import { openStore } from '../src/worktrees/store/store.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'string', default: '10' }, aliases: { type: 'boolean', default: false } },
});
const directory = resolve(positionals[0] ?? '.git');
const scratch = mkdtempSync(join(tmpdir(), 'kg-mutants-'));
const store = openStore({ cache: scratch, commonDirectory: directory });
const index = join(scratch, 'index');
const reader = openSymbolReader();
const identity = {
  GIT_AUTHOR_NAME: 'kg',
  GIT_AUTHOR_EMAIL: 'kg@localhost',
  GIT_COMMITTER_NAME: 'kg',
  GIT_COMMITTER_EMAIL: 'kg@localhost',
};
const env = {
  ...process.env,
  ...store.env,
  ...identity,
  GIT_INDEX_FILE: index,
  GIT_DIR: directory,
  GIT_WORK_TREE: scratch,
};
const run = (args: readonly string[], input = ''): string =>
  execFileSync('git', args, {
    cwd: directory,
    env,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });

type Files = Readonly<Record<string, string | null>>;
type Mutant = { readonly kind: string; readonly rule: string; readonly a: Files; readonly b: Files };

try {
  const git = openGit({ env: process.env, concurrency: 2, timeoutMs: 120_000 });
  const place = { git, directory, env: store.env };
  const symbols = new Map<string, FileSymbols | null>();
  const memory: SymbolMemory = {
    recall: (key) => symbols.get(key),
    keep: (key, one) => symbols.set(key, one),
    save: async () => {},
  };
  const counts: Record<string, { tried: number; found: number; beside: number }> = {};
  for (const [first, second] of pick()) {
    for (const { kind, rule, a, b } of await mutants(first, second)) {
      const sides = [commit(first, a), commit(second, b)] as const;
      const [merge] = await mergePairs(place, [sides]);
      if (merge === undefined || !('tree' in merge) || !merge.clean) continue;
      const [left = '', right = ''] = run(['rev-parse', `${sides[0]}^{tree}`, `${sides[1]}^{tree}`]).split('\n');
      const [pair] = await readSemantics({ place, merges: [{ a: left, b: right, merge: merge.tree }], reader, memory });
      const findings = pair?.findings ?? [];
      const count = (counts[kind] ??= { tried: 0, found: 0, beside: 0 });
      count.tried += 1;
      if (findings.some((one) => one.rule === rule)) count.found += 1;
      else if (rule !== 'none') console.log(`missed: ${kind} ${first} ${second} ${Object.keys(a).join(' ')}`);
      if (findings.some((one) => one.rule !== rule)) {
        count.beside += 1;
        console.log(
          `${kind} ${first} ${second}: ${findings.map((one) => `${one.rule} ${one.path}:${one.line} ${one.name}`).join('; ')}`,
        );
      }
    }
    // After each pair, so that an ended run has told what it found.
    console.log(JSON.stringify({ repository: directory, ...counts }));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The parents of the newest merges with work on both sides. */
function pick(): readonly (readonly [string, string])[] {
  const lines = run(['rev-list', '--min-parents=2', '--max-parents=2', '--parents', '--all']).trimEnd().split('\n');
  const pairs = lines.map((line) => line.split(' ')).map(([, first = '', second = '']) => [first, second] as const);
  return pairs.filter((_, at) => at % 7 === 0).slice(0, Number(values.pairs));
}

/** Of one file that is the same on both sides and exports a function of a fixed number of parameters. */
async function mutants(first: string, second: string): Promise<readonly Mutant[]> {
  const theirs = new Set(run(['ls-tree', '-r', second]).split('\n'));
  const same = run(['ls-tree', '-r', first])
    .split('\n')
    .filter((line) => theirs.has(line));
  const paths = same
    .map((line) => line.slice(line.indexOf('\t') + 1))
    .filter((path) => /\/(?!test|index|__)(?:[^/.]*\.ts|\w+\.py)$/u.test(path));
  const step = Math.max(1, Math.floor(paths.length / 40));
  for (const path of paths.filter((_, at) => at % step === 0)) {
    const language = languageOf(path);
    const text = run(['show', `${first}:${path}`]);
    const symbols = language === null ? null : await reader.read({ language, source: Buffer.from(text) });
    const one = symbols?.declarations.find(
      ({ kind, exported, arity, container, name }) =>
        kind === 'function' &&
        exported &&
        container === null &&
        arity?.most != null &&
        (arity.named ?? []).every(({ by }) => by === 'both') &&
        new RegExp(`(?:function|def) ${name}\\(`, 'u').test(text),
    );
    const imported = symbols?.imports.find(
      ({ as, name, from }) => as !== null && as === name && /^\w{3,}$/u.test(as) && from !== '__future__',
    );
    if (one === undefined || imported?.as == null || one.arity === undefined) continue;
    return describe(path, text, { name: one.name, least: one.arity.least, imported: imported.as });
  }
  return [];
}

function describe(
  path: string,
  text: string,
  { name, least, imported }: { name: string; least: number; imported: string },
): readonly Mutant[] {
  const isPython = path.endsWith('.py');
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/u, '');
  const call = `${name}(${Array.from({ length: least }, (_, at) => at).join(', ')})`;
  const user = isPython
    ? `from .${file} import ${name}\n\n${call}\n`
    : `import { ${name} } from '${values.aliases ? 'kg' : '.'}/${file}';\n${call};\n`;
  const both: Files =
    values.aliases && !isPython
      ? { [`${dirname(path)}/tsconfig.json`]: '{ "compilerOptions": { "paths": { "kg/*": ["./*"] } } }\n' }
      : {};
  const b = { ...both, [`${dirname(path)}/kg_user.${isPython ? 'py' : 'ts'}`]: user };
  const renamed = (from: string, to: string): string =>
    text.replaceAll(new RegExp(`(?<![\\w$.'"/-])${from}\\b`, 'gu'), to);
  const parameter = text.replace(
    new RegExp(`((?:function|def) ${name}\\()`, 'u'),
    isPython ? '$1kg_added, ' : '$1kgAdded: unknown, ',
  );
  const importedAs = text.replace(new RegExp(`\\b${imported}\\b`, 'u'), `${imported} as KgOther`);
  return [
    { kind: 'rename export', rule: 'export', a: { ...both, [path]: renamed(name, 'kgRenamed') }, b },
    { kind: 'required parameter', rule: 'arguments', a: { ...both, [path]: parameter.replace(', )', ')') }, b },
    {
      kind: 'move module',
      rule: 'module',
      a: {
        ...both,
        [path]: null,
        [`${dirname(path)}/kg_moved/${file}.ts`.replace(/ts$/u, isPython ? 'py' : 'ts')]: text,
      },
      b,
    },
    {
      kind: 'drop import',
      rule: 'name',
      a: {
        [path]: importedAs.replaceAll(new RegExp(`(?<![\\w$.'"/-])${imported}\\b(?! as KgOther)`, 'gu'), 'KgOther'),
      },
      b: {
        [path]: `${text}\n${isPython ? '#' : '//'} apart\n${isPython ? '' : 'export const kgUse = '}${isPython ? `kg_use = ${imported}` : `() => [] as unknown as typeof ${imported}`}\n`,
      },
    },
    {
      kind: 'harmless',
      rule: 'none',
      a: { [path]: `${text}\n${isPython ? 'kg_more = 1' : 'export const kgMore = 1;'}\n` },
      b,
    },
  ];
}

function commit(parent: string, files: Files): string {
  run(['read-tree', parent]);
  for (const [path, text] of Object.entries(files)) {
    if (text === null) run(['update-index', '--force-remove', '--', path]);
    else
      run([
        'update-index',
        '--add',
        '--cacheinfo',
        `100644,${run(['hash-object', '-w', '--stdin'], text).trim()},${path}`,
      ]);
  }
  return run(['commit-tree', run(['write-tree']).trim(), '-p', parent, '-m', 'mutant']).trim();
}
