import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeOf } from '../helpers/semantic-cases.ts';

const many = (name: string): string => Array.from({ length: 40 }, (_, at) => `${name} ${at}\n`).join('');

test('a repository without some contents, as a partial clone: the rest is looked at, and what is not there is named', async () => {
  const { repository, ask } = await mergeOf({
    base: {
      'old.txt': many('a'),
      'pay.ts': 'export function charge(a: number) {}\n',
      'tax.ts': 'export const tax = 1;\nexport const rate = 2;\n',
    },
    a: {
      'pay.ts': 'export function charge() {}\n',
      'tax.ts': 'export const tax = 1;\n',
    },
    b: {
      'old.txt': null,
      'new.txt': many('a').replace('a 7', 'b'),
      'new.ts': "import { charge } from './pay.ts';\ncharge(1);\n",
      'till.ts': "import { charge } from './pay.ts';\ncharge(2);\n",
      'desk.ts': "import { rate } from './tax.ts';\nexport { rate };\n",
    },
  });
  const lose = (path: string): void => {
    const oid = repository.git('rev-parse', path);
    rmSync(join(repository.path, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  };
  // The first would only tell which file was renamed to which; the last, whether `rate` was there to be imported.
  for (const path of ['b:new.txt', 'b:till.ts', 'main:tax.ts']) lose(path);
  const { pair } = await ask();
  expect(pair?.findings.map(({ rule, path, line, name }) => `${rule} ${path}:${line} ${name}`)).toEqual([
    'arguments new.ts:2 charge',
  ]);
  expect(pair?.skipped).toEqual([
    { path: 'tax.ts', reason: 'missing' },
    { path: 'till.ts', reason: 'missing' },
  ]);
  // It may have been fetched before the next time, so it is asked for again.
  expect((await ask()).processes).toBeGreaterThan(2);
});
