import { expect, test } from 'vitest';
import type { Entry } from '../../src/git/entry.ts';
import { parseTree, treeContent } from '../../src/git/tree-object.ts';
import { changeTree, directoriesAround, directoriesOf } from '../../src/worktrees/store/changed-tree.ts';
import { newObject } from '../../src/worktrees/store/objects.ts';

const oid = '1'.repeat(40);
const file: Entry = { mode: '100644', oid };

/** Writes down a tree as `directory: names`, from the objects that a change made. */
function shape(changed: ReturnType<typeof changeTree>): readonly string[] {
  const byId = new Map(changed.objects.map((object) => [object.oid, object.whole]));
  const list = (id: string, path: string): readonly string[] => {
    const whole = byId.get(id);
    if (whole === undefined) return [`${path}: as it was`];
    const entries = [...parseTree(whole.subarray(whole.indexOf(0) + 1), 40)];
    return [
      `${path}: ${entries.map(([name]) => name).join(' ')}`,
      ...entries.flatMap(([name, entry]) => (entry.mode === '40000' ? list(entry.oid, `${path}${name}/`) : [])),
    ];
  };
  return list(changed.tree, '/');
}

test('git sorts a directory as if its name ended with a slash', () => {
  const entries = new Map<string, Entry>([
    ['a', { mode: '40000', oid }],
    ['a0', file],
    ['a.b', file],
    ['a-b', file],
  ]);
  expect([...parseTree(treeContent(entries), 40).keys()]).toEqual(['a-b', 'a.b', 'a', 'a0']);
});

test('a directory that an old tool wrote with a zero in front of its mode is one', () => {
  const content = Buffer.concat([Buffer.from('040000 d\0'), Buffer.from(oid, 'hex')]);
  expect(parseTree(content, 40)).toEqual(new Map([['d', { mode: '40000', oid }]]));
});

test('files and directories take the place of each other, and an empty directory goes', () => {
  const inner = newObject('tree', treeContent(new Map([['x', file]])), 40);
  const names = ['gone', 'kept', 'now-file'];
  const root = treeContent(
    new Map([...names.map((name) => [name, { mode: '40000', oid: inner.oid }] as const), ['now-directory', file]]),
  );
  const set = new Map([
    ['gone/x', null],
    ['kept/x', `100644 ${oid}`],
    ['now-file/x', null],
    ['now-file', `100644 ${oid}`],
    ['now-directory', null],
    ['now-directory/deep/y', `100755 ${oid}`],
    ['never/was', null],
  ]);
  const around = directoriesAround(set.keys());
  expect(around).toEqual(['', 'gone', 'kept', 'never', 'now-directory', 'now-directory/deep', 'now-file']);
  const content = inner.whole.subarray(inner.whole.indexOf(0) + 1);
  const contents = around.map((path) => (path === '' ? root : names.includes(path) ? content : null));
  const directories = directoriesOf(around, contents, 40);
  expect(shape(changeTree({ directories, set, oidLength: 40 }))).toEqual([
    '/: kept now-directory now-file',
    '/kept/: as it was',
    '/now-directory/: deep',
    '/now-directory/deep/: y',
  ]);
  expect(() =>
    directoriesOf(
      around,
      contents.map((one) => (one === root ? root : null)),
      40,
    ),
  ).toThrow('GIT_FAILED');
});
