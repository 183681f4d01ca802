import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairShare } from '../../src/worktrees/fair-share.ts';

const many = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}/${String(index).padStart(3, '0')}`);

test('takes all of the small directories before it fills up with the large ones, at every level', () => {
  const own = ['README', 'packages/api/src/new.ts', 'src/a.ts', 'src/deep/b.ts'];
  const paths = [...many('node_modules/left', 50), ...many('packages/api/node_modules/x', 50), ...own].toSorted();
  const picked = fairShare(paths, 20);
  expect(picked.length).toBe(20);
  expect(picked.filter((path) => own.includes(path))).toEqual(own);
  expect(picked.filter((path) => path.includes('node_modules/left')).length).toBe(8);
});

test('picks as many as there may be, in the same order, none twice', () => {
  const segment = fc.constantFrom('a', 'b', 'c', 'dd');
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(path), fc.nat(30), (paths, limit) => {
      const picked = fairShare(paths, limit);
      expect(picked.length).toBe(Math.min(limit, paths.length));
      expect(picked).toEqual(paths.filter((one) => picked.includes(one)));
    }),
    { seed: 3, numRuns: 300 },
  );
});
