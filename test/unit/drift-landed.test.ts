import { expect, test } from 'vitest';
import { headBefore } from '../../src/drift/landed.ts';
import { parseReflog } from '../../src/worktrees/reflog.ts';

const oid = (digit: number) => String(digit).repeat(40);
const step = (from: number, to: number, at: string, did: string) =>
  `${oid(from)} ${oid(to)} Ada <ada@example.invalid> ${Date.parse(at) / 1000} +0000\t${did}`;

test.each([
  ['a merge', ['merge main: Fast-forward'], oid(2)],
  ['a merge after commits', ['commit: x', 'commit (merge): y'], oid(2)],
  ['a rebase', ['rebase (start): checkout main', 'rebase (finish): returning to refs/heads/work'], oid(2)],
  ['a pull', ['pull: Fast-forward'], oid(2)],
  ['commits of its own', ['commit: x', 'commit (amend): y'], null],
  ['nothing', [], null],
])('where HEAD stood before %s', (_, since, expected) => {
  const lines = [
    step(0, 1, '2026-11-22T10:00:00Z', ''),
    step(1, 2, '2026-11-22T10:10:00Z', 'commit: before'),
    ...since.map((did, at) => step(2 + at, 3 + at, `2026-11-22T10:2${at}:00Z`, did)),
  ];
  expect(headBefore(parseReflog(lines.join('\n')), '2026-11-22T10:15:00.000Z')).toBe(expected);
});

test('a worktree that was made since stood nowhere', () => {
  const made = parseReflog(step(0, 1, '2026-11-22T10:00:00Z', 'reset: moving to HEAD'));
  expect(headBefore(made, '2026-11-22T09:00:00.000Z')).toBeNull();
});
