import { expect, test } from 'vitest';
import { foldPath } from '../../src/overlap/candidates.ts';
import { decodePath } from '../../src/git/path.ts';
import { entriesInArgs, findTreeEntries, parseTreeEntries, treeEntriesArgs } from '../../src/git/tree-entries.ts';

const oid = (digit: string): string => digit.repeat(40);
const listing = Buffer.concat(
  [`100644 blob ${oid('1')}\ttop`, `100755 blob ${oid('2')}\ta/b/tab\tand\nline`, `120000 blob ${oid('3')}\té/`].map(
    (record, at) => Buffer.concat([Buffer.from(record), at === 2 ? Buffer.from([0xff, 0]) : Buffer.from([0])]),
  ),
);
const broken = decodePath(Buffer.concat([Buffer.from('é/'), Buffer.from([0xff])]));

test('what is found in a listing is what the whole listing says of it, hostile names too', () => {
  const whole = parseTreeEntries(listing);
  expect([...whole.keys()]).toEqual(['top', 'a/b/tab\tand\nline', broken]);
  expect(findTreeEntries(listing, { paths: whole.keys(), directories: [] }).files).toEqual(whole);
  const some = findTreeEntries(listing, { paths: ['top', 'gone', 'a/b'], directories: [] });
  expect([...some.files]).toEqual([['top', { mode: '100644', oid: oid('1') }]]);
});

test('a directory is found where it holds a file itself', () => {
  const directories = (...asked: readonly string[]) => [
    ...findTreeEntries(listing, { paths: [], directories: asked }).directories,
  ];
  expect(directories('', 'a', 'a/b', 'é', 'b')).toEqual(['', 'a/b', 'é']);
});

test('the entry of a directory is no file', () => {
  const tree = Buffer.from(`040000 tree ${oid('4')}\ta/b\0`);
  const found = findTreeEntries(Buffer.concat([tree, listing]), { paths: ['a/b'], directories: ['a'] });
  expect(found).toEqual({ files: new Map(), directories: new Set(), spelled: new Set() });
});

test('another spelling of a name is found, and the name itself is none', () => {
  const spelled = (...paths: readonly string[]) => {
    const spellings = { folded: new Set(paths.map(foldPath)), fold: foldPath };
    return [...(findTreeEntries(listing, { paths, directories: [], spellings }).spelled ?? [])];
  };
  expect(spelled('TOP', 'a/B/tab\tand\nline', 'gone')).toEqual(['top', 'a/b/tab\tand\nline']);
  expect(spelled('top')).toEqual([]);
});

test('some directories are listed alone; too many, or names that are no text, are looked for among all files', () => {
  expect(entriesInArgs('main', ['', 'a/b'])).toEqual(['ls-tree', '-z', '--full-tree', 'main', '--', './', 'a/b/']);
  const many = Array.from({ length: 201 }, (_, at) => `directory-${at}`);
  for (const directories of [many, ['x'.repeat(20_000)], [broken]])
    expect(entriesInArgs('main', directories)).toEqual(treeEntriesArgs('main'));
});
