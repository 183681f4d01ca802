import { expect, test } from 'vitest';
import type { Difference } from '../../src/git/difference.ts';
import type { Ref } from '../../src/git/refs.ts';
import type { TrackedChange } from '../../src/git/status.ts';
import { countChanges, fileChanges } from '../../src/worktrees/changes.ts';
import { chooseBranch } from '../../src/worktrees/trunk-branch.ts';
import { countLines } from '../../src/worktrees/untracked.ts';

const modified: Difference = { path: 'a', change: 'modified', added: 1, deleted: 2, before: '100644 old' };
const staged: TrackedChange = {
  path: 'a',
  staged: true,
  unstaged: false,
  unmerged: false,
  atHead: '100644 old',
  atIndex: '100644 new',
};

function one(difference: Difference, ...tracked: readonly TrackedChange[]): string {
  const status = { head: 'h', tracked, untracked: [] };
  const [file] = fileChanges({ status, differences: [difference], untracked: [] });
  return ['committed', 'staged', 'unstaged']
    .filter((flag) => Object.entries(file ?? {}).some(([key, set]) => key === flag && set === true))
    .join(' ');
}

test('a change is committed when HEAD holds something else than the fork point did', () => {
  expect(one(modified)).toBe('committed');
  expect(one(modified, staged)).toBe('staged');
  expect(one(modified, { ...staged, atHead: '100644 new' })).toBe('committed staged');
  expect(one(modified, { ...staged, atHead: '100755 old' })).toBe('committed staged');
  expect(one({ ...modified, change: 'added', before: null }, { ...staged, atHead: null })).toBe('staged');
});

test('a rename is committed, staged or edited when either of its ends is', () => {
  const renamed: Difference = { ...modified, path: 'b', from: 'a', change: 'renamed' };
  const arrived: TrackedChange = { ...staged, path: 'b', atHead: null };
  expect(one(renamed)).toBe('committed');
  expect(one(renamed, staged, arrived)).toBe('staged');
  expect(one(renamed, { ...arrived, atHead: '100644 old', staged: false, unstaged: true })).toBe('committed unstaged');
  expect(one(renamed, staged)).toBe('committed staged');
});

test('a file taken out of the index and kept is no change when it is what it was', () => {
  const gone: Difference = { ...modified, change: 'deleted', added: 0, deleted: 5 };
  const status = { head: 'h', tracked: [staged], untracked: ['a'] };
  const read = (blob: string): object => {
    const untracked = [{ path: 'a', lines: 3, counted: true, blob }];
    const files = fileChanges({ status, differences: [gone], untracked });
    return countChanges(files, { status, differences: [gone], untracked });
  };
  expect(read('100644 old')).toEqual({ files: 0, added: 0, deleted: 0, uncommitted: 1, untracked: 1 });
  expect(read('100644 new')).toEqual({ files: 1, added: 0, deleted: 0, uncommitted: 1, untracked: 1 });
});

test('lines are counted as git counts them', () => {
  const counts = ['', '\n', 'a', 'a\n', 'a\nb', '\n\n', 'a\0'].map((text) => countLines(Buffer.from(text)));
  expect(counts).toEqual([0, 1, 1, 1, 2, 2, null]);
  expect(countLines(Buffer.from(`${'a'.repeat(7999)}\0`))).toBe(null);
  expect(countLines(Buffer.from(`${'a'.repeat(8000)}\0`))).toBe(1);
});

test('the first name that exists is the trunk, the local branch before the remote one', () => {
  const ref = (name: string): Ref => ({ name, oid: name, target: null, upstream: null, ahead: 0, behind: 0 });
  const refs = ['refs/heads/master', 'refs/remotes/origin/master', 'refs/remotes/up/main'].map(ref);
  expect(chooseBranch(refs, ['main', 'master'])).toEqual({ name: 'master', local: refs[0], remote: refs[1] });
  expect(chooseBranch(refs, ['up/main'])).toEqual({ name: 'main', local: null, remote: refs[2] });
  expect(chooseBranch(refs, ['main'])).toBe(null);
});
