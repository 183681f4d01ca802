import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { cacheName } from '../../src/worktrees/store/name.ts';

test('a name can be read, and holds nothing that a file system would take for something else', () => {
  expect(cacheName('/home/ada/shop/.git')).toBe('%2fhome%2fada%2fshop%2f.git');
  expect(cacheName('/Users/Ada/Käse\\\n')).toBe('%2f%55sers%2f%41da%2f%4b%c3%a4se%5c%0a');
  expect(cacheName(`/${'long/'.repeat(200)}`)).toMatch(/^[0-9a-f]{40}$/u);
});

test('another text has another name, also where cases and spellings are one', () => {
  const folded = (text: string) => cacheName(text).normalize('NFC').toLowerCase();
  assert(
    property(string({ unit: 'binary', maxLength: 90 }), string({ unit: 'binary', maxLength: 90 }), (one, other) => {
      expect(folded(one) === folded(other)).toBe(one === other);
      expect(folded(one)).toMatch(/^[a-z0-9._%-]*$/u);
    }),
    { seed: 20_260_101, numRuns: 500 },
  );
  const pairs = [
    ['Käse', 'ka\u0308se'],
    ['Shop', 'shop'],
    ['a%2fb', 'a/b'],
    [`${'a'.repeat(500)}b`, `${'a'.repeat(500)}c`],
  ] as const;
  for (const [one, other] of pairs) expect(folded(one)).not.toBe(folded(other));
});
