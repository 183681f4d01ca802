import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { everywhere, pastFile, readPast } from '../../src/dashboard/past.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-past-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const cache = join(root, 'cache');
const shop = join(root, 'shop');
mkdirSync(join(shop, '.git'), { recursive: true });
mkdirSync(join(shop, 'src', 'models'), { recursive: true });

const table = { takenAt: '2026-11-22T12:00:00.000Z', lines: ['  Branch', '@ main'] };

function keep(place: string, content: string): void {
  const file = pastFile(cache, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

test('a table is remembered for a checkout and all that lies in it, and for all projects apart', () => {
  const read = (scope: 'project' | 'all', directory: string) => readPast({ cache, scope, directory });
  expect(read('project', shop)).toBeNull();
  keep(shop, JSON.stringify({ schema: 1, place: shop, ...table }));
  expect(read('project', shop)).toEqual(table);
  expect(read('project', join(shop, 'src', 'models'))).toEqual(table);
  expect(read('project', root)).toBeNull();
  expect(read('all', shop)).toBeNull();
  keep(everywhere, JSON.stringify({ schema: 1, place: everywhere, ...table }));
  expect(read('all', root)).toEqual(table);
});

test.each([
  ['of another checkout', JSON.stringify({ schema: 1, place: '/elsewhere', ...table })],
  ['of another kg', JSON.stringify({ schema: 2, place: shop, ...table })],
  ['damaged', '{"schema":1,"place":'],
  ['without lines', JSON.stringify({ schema: 1, place: shop, takenAt: table.takenAt, lines: [1] })],
])('one that is %s is none', (_, content) => {
  keep(shop, content);
  expect(readPast({ cache, scope: 'project', directory: shop })).toBeNull();
});
