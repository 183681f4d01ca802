import { expect, test } from 'vitest';
import { isSemanticPair } from '../../src/overlap/semantic/is-semantic-pair.ts';
import type { FileSymbols } from '../../src/symbols/file-symbols.ts';
import { packSymbols, unpackSymbols } from '../../src/symbols/packed-symbols.ts';

const symbols: FileSymbols = {
  language: 'python',
  errors: [],
  declarations: [
    {
      name: 'charge',
      kind: 'function',
      container: null,
      exported: true,
      line: 1,
      lastLine: 2,
      contract: 'def charge(a)',
      digest: 'x',
      arity: { least: 1, most: 1, named: [{ name: 'a', required: true, by: 'both' }] },
    },
  ],
  imports: [{ from: '.pay', name: 'rate', as: null, line: 3 }],
  exports: [{ name: 'charge', of: 'charge', from: null, line: 1 }],
  open: { imports: false, exports: false },
  uses: new Map([['charge', [4, 5]]]),
  free: new Map([['print', [6]]]),
  vague: [],
  calls: [{ name: 'charge', on: null, count: 0, named: ['a'], line: 4 }],
  accesses: [{ object: 'rate', name: 'now', line: 7 }],
  duplicates: [{ name: 'twice', within: '', lines: [8, 9] }],
  package: null,
};

test('symbols come back from a cache as they went in', () => {
  expect(unpackSymbols(packSymbols(symbols))).toEqual(symbols);
  expect(unpackSymbols(packSymbols(null))).toBe(null);
});

/** Every value within a value, by the keys that lead to it. */
function places(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...(way.length === 0 ? [] : [way]), ...inside.flatMap(([key, one]) => places(one, [...way, key]))];
}

function damaged(value: unknown, [key, ...further]: readonly string[]): unknown {
  if (key === undefined) return { damaged: 0.5 };
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === key ? damaged(one, further) : one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === key ? damaged(one, further) : one]),
  );
}

test('a damaged field, wherever it is, is no symbols at all', () => {
  const packed = packSymbols(symbols);
  const value: unknown = JSON.parse(packed);
  const all = places(value);
  expect(all.length).toBeGreaterThan(50);
  const survived = all.filter((way) => unpackSymbols(JSON.stringify(damaged(value, way))) !== undefined);
  expect(survived).toEqual([]);
  expect([packed.slice(0, -1), '', '7', '[]', '{}'].map(unpackSymbols)).toEqual(Array(5).fill(undefined));
});

test('so it is with what was found in a pair', () => {
  const b = { did: 'uses', path: 'b', line: null };
  const finding = { rule: 'name', path: 'a', line: 1, name: 'x', message: 'gone', a: null, b };
  const note = { kind: 'same name', path: 'a', line: 1, name: 'x', a: null, b: null };
  const pair = { findings: [finding], notes: [note], skipped: [{ path: 'c', reason: 'syntax' }] };
  expect(isSemanticPair(pair)).toBe(true);
  expect(places(pair).filter((way) => isSemanticPair(damaged(pair, way)))).toEqual([]);
});
