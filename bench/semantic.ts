/**
 * Looks for semantic conflicts in the historical merges of a repository: those that git merges cleanly, and whose result is wrong
 * where both parents were right.
 *
 *   node bench/semantic.ts <git directory> [--merges 500] [--skip 0] [--seconds 3600] [--only <commit>]
 *
 * Takes the newest merges with work on both sides, and stops after so many seconds. Each finding is printed with the merge, to be judged by a compiler or by hand.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openGit } from '../src/git/run.ts';
import { mergePairs } from '../src/overlap/merge.ts';
import { readSemantics } from '../src/overlap/semantic/read-semantics.ts';
import type { SymbolMemory } from '../src/overlap/semantic/symbol-memory.ts';
import type { FileSymbols } from '../src/symbols/file-symbols.ts';
import { openSymbolReader } from '../src/symbols/read-symbols.ts';
import { openStore } from '../src/worktrees/store/store.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    merges: { type: 'string', default: '500' },
    skip: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '3600' },
    only: { type: 'string' },
  },
});
const directory = resolve(positionals[0] ?? '.git');
const scratch = mkdtempSync(join(tmpdir(), 'kg-semantic-'));
const run = (...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

try {
  const git = openGit({ env: process.env, concurrency: 4, timeoutMs: 120_000 });
  const store = openStore({ cache: scratch, commonDirectory: directory });
  const place = { git, directory, env: store.env };
  const reader = openSymbolReader();
  const counts = { tried: 0, conflicting: 0, clean: 0, flagged: 0, findings: 0, ms: 0 };
  const symbols = new Map<string, FileSymbols | null>();
  const memory: SymbolMemory = {
    recall: (key) => symbols.get(key),
    keep: (key, one) => symbols.set(key, one),
    save: async () => {},
  };
  const asked = pick();
  for (let at = 0; at < asked.length && performance.now() < Number(values.seconds) * 1000; at += 20) {
    const some = asked.slice(at, at + 20);
    const merged = await mergePairs(
      place,
      some.map(({ first, second }) => [first, second] as const),
    );
    for (const [index, merge] of merged.entries()) {
      const one = some[index];
      if (one === undefined || !('tree' in merge)) continue;
      counts.tried += 1;
      if (!merge.clean) {
        counts.conflicting += 1;
        continue;
      }
      counts.clean += 1;
      const [a = '', b = ''] = run('rev-parse', `${one.first}^{tree}`, `${one.second}^{tree}`).split('\n');
      const before = performance.now();
      const [found] = await readSemantics({ place, merges: [{ a, b, merge: merge.tree }], reader, memory });
      counts.ms += performance.now() - before;
      const findings = found?.findings ?? [];
      counts.findings += findings.length;
      if (findings.length === 0) continue;
      counts.flagged += 1;
      console.log(`${one.merge} tree ${merge.tree}`);
      for (const { rule, path, line, message, a: left, b: right } of findings.slice(0, 20)) {
        console.log(`  ${rule} ${path}:${line} ${message}`);
        console.log(`    a ${JSON.stringify(left)}\n    b ${JSON.stringify(right)}`);
      }
    }
  }
  const perMerge = Math.round(counts.ms / Math.max(1, counts.clean));
  console.log(JSON.stringify({ repository: directory, ...counts, ms: Math.round(counts.ms), perMerge }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

type Merge = { readonly merge: string; readonly first: string; readonly second: string };

/** The newest merges of two parents of which neither contains the other. */
function pick(): readonly Merge[] {
  const lines = run('rev-list', '--min-parents=2', '--max-parents=2', '--parents', '--all').trimEnd().split('\n');
  const all = lines.map((line): Merge => {
    const [merge = '', first = '', second = ''] = line.split(' ');
    return { merge, first, second };
  });
  if (values.only !== undefined) return all.filter(({ merge }) => merge.startsWith(values.only ?? ''));
  const merges: Merge[] = [];
  for (const one of all.slice(Number(values.skip))) {
    if (merges.length >= Number(values.merges)) break;
    const [base = ''] = bases(one);
    if (base !== '' && base !== one.first && base !== one.second) merges.push(one);
  }
  return merges;
}

function bases({ first, second }: Merge): readonly string[] {
  try {
    return run('merge-base', first, second).split('\n');
  } catch {
    return [];
  }
}
