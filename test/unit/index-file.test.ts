import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { indexContent, parseIndex } from '../../src/git/index-file.ts';
import { afterFile } from '../helpers/after-file.ts';

const [one, two] = ['1', '2'].map((digit) => digit.repeat(40));
const long = `${'d'.repeat(200)}/`.repeat(25);
const merged = new Map([
  ['b', `100755 ${one}`],
  ['a/ü', `120000 ${two}`],
  [`a\udcff`, `100644 ${one}`],
  [long, `160000 ${two}`],
]);
const ours = new Map([['c', `100644 ${two}`]]);

test('an index that kg writes is read by git, and by kg but for what is unmerged', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kg-index-'));
  afterFile(() => rmSync(directory, { recursive: true, force: true }));
  execFileSync('git', ['init', '-q', directory]);
  const file = join(directory, '.git/index');
  const content = indexContent({ merged, ours }, 40);
  writeFileSync(file, content);
  const listed = execFileSync('git', ['ls-files', '-s', '-z'], { cwd: directory }).toString('latin1').split('\0');
  expect(listed.slice(0, -1)).toEqual([
    `120000 ${two} 0\ta/Ã¼`,
    `100644 ${one} 0\ta\u00ff`,
    `100755 ${one} 0\tb`,
    `100644 ${two} 2\tc`,
    `160000 ${two} 0\t${long}`,
  ]);
  expect(parseIndex(content, 40)).toEqual(merged);
});

test('ids of SHA-256 have their length, and another version is not taken apart', () => {
  const entries = new Map([['a', `100644 ${'3'.repeat(64)}`]]);
  const content = indexContent({ merged: entries, ours: new Map() }, 64);
  expect(parseIndex(content, 64)).toEqual(entries);
  content.writeUInt32BE(4, 4);
  expect([parseIndex(content, 64), parseIndex(Buffer.alloc(3), 64)]).toEqual([null, null]);
});
