import { beforeAll, describe, expect, test } from 'vitest';
import type { SemanticPair } from '../../src/overlap/semantic/finding.ts';
import { foundIn, mergeCases, type SemanticCases } from '../helpers/semantic-cases.ts';

const charge = 'export function charge(amount: number, currency: string) { return [amount, currency]; }\n';
const bill = charge.replace('charge', 'bill');
const using = (from: string): string => `import { charge } from '${from}';\ncharge(1, 'EUR');\n`;
const paths = (table: object, more: object = {}): string =>
  JSON.stringify({ compilerOptions: { paths: table, ...more } });
const manifest = (name: string, more: object = {}): string => JSON.stringify({ name, version: '1.2.0', ...more });
const shop = { 'package.json': manifest('shop', { workspaces: ['packages/*'] }) };
const built = {
  types: './dist/index.d.ts',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
};
const pay = { 'packages/pay/package.json': manifest('@shop/pay', built), 'packages/pay/src/index.ts': charge };
const till = (range: string): Record<string, string> => ({
  'packages/till/package.json': manifest('@shop/till', { dependencies: { '@shop/pay': range } }),
});

/** Each in a directory of its own, so that one merge holds them all. */
const cases: SemanticCases = {
  'an alias of a tsconfig: an export that is gone, other arguments, a module that moved': {
    base: {
      'tsconfig.json': `{\n  // Ours.\n  "compilerOptions": { "paths": { "@/*": ["./src/*"], }, },\n}\n`,
      'src/gone.ts': charge,
      'src/other.ts': charge,
      'src/moved.ts': charge,
    },
    a: {
      'src/gone.ts': bill,
      'src/other.ts': charge.replace('amount: number, ', ''),
      'src/moved.ts': null,
      'src/deep/moved.ts': charge,
    },
    b: {
      'src/one.ts': using('@/gone'),
      'src/deep/two.ts': using('@/other.js'),
      'src/three.ts': using('@/moved'),
    },
    finds: ['arguments src/deep/two.ts:2 charge', 'export src/one.ts:1 charge', 'module src/three.ts:1 @/moved'],
  },
  'an alias of a configuration that is extended, of one that only names others, and a base URL': {
    base: {
      'tsconfig.base.json': paths({ '@pay': ['./pay/src/index.ts'] }),
      'till/tsconfig.json': '{ "extends": "../tsconfig.base" }',
      'pay/src/index.ts': charge,
      'app/tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'app/tsconfig.app.json': paths({ '~/*': ['./*'] }, { baseUrl: './src' }),
      'app/src/pay.ts': charge,
      'root/tsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }',
      'root/src/lib/pay.ts': charge,
    },
    a: { 'pay/src/index.ts': bill, 'app/src/pay.ts': bill, 'root/src/lib/pay.ts': bill },
    b: { 'till/a.ts': using('@pay'), 'app/b.ts': using('~/pay'), 'root/src/c.ts': using('lib/pay') },
    finds: ['export app/b.ts:1 charge', 'export root/src/c.ts:1 charge', 'export till/a.ts:1 charge'],
  },
  'an alias that leads to several places, nowhere on either side, out of the repository, or is one of all names': {
    base: {
      'tsconfig.json': paths({ '@/*': ['./src/*', './made/*'], 'out/*': ['../../../../*'], '*': ['./src/*'] }),
      'src/moved.ts': charge,
      'src/pay.ts': charge,
      'src/stay.ts': 'export const stay = 1;\n',
    },
    a: { 'src/moved.ts': null, 'made/moved.ts': charge, 'src/pay.ts': null },
    b: {
      'src/new.ts': `${using('@/moved')}import '@/made-up';\nimport 'out/pay';\nimport { charge as c } from 'pay';\nc(1, '');\n`,
    },
    finds: [],
  },
  'a package of the same repository, by its name, built from its source': {
    base: { ...shop, ...pay, ...till('^1.2.0') },
    a: { 'packages/pay/src/index.ts': bill },
    b: { 'packages/till/src/a.ts': using('@shop/pay') },
    finds: ['export packages/till/src/a.ts:1 charge'],
  },
  'a package of pnpm that passes on what a file of it declares, and a part of it': {
    base: {
      'pnpm-workspace.yaml':
        'catalog:\n  a: 1\n\npackages:\n  # All.\n  - \'packages/*\'\n  - "!packages/old"\n\nother: 1\n',
      ...till('workspace:*'),
      'packages/pay/package.json': manifest('@shop/pay', { exports: { '.': './src/index.ts', './*': './dist/*.js' } }),
      'packages/pay/src/index.ts': "export * from './charge.ts';\n",
      'packages/pay/src/charge.ts': charge,
      'packages/pay/src/part.ts': charge,
    },
    a: {
      'packages/pay/src/charge.ts': charge.replace('currency: string', 'currency: string, by: string'),
      'packages/pay/src/part.ts': bill,
    },
    b: { 'packages/till/a.ts': using('@shop/pay'), 'packages/till/b.ts': using('@shop/pay/part') },
    finds: ['arguments packages/till/a.ts:2 charge', 'export packages/till/b.ts:1 charge'],
  },
  'a package of another version, one that is not depended on, and one whose entry nobody can tell': {
    base: {
      ...shop,
      ...pay,
      ...till('^0.9.0'),
      'packages/desk/package.json': manifest('@shop/desk'),
      'packages/made/package.json': manifest('@shop/made', { main: './generated/index.js' }),
      'packages/made/src/index.ts': charge,
      'packages/user/package.json': manifest('@shop/user', { dependencies: { '@shop/made': '*' } }),
    },
    a: { 'packages/pay/src/index.ts': bill, 'packages/made/src/index.ts': bill },
    b: {
      'packages/till/src/a.ts': using('@shop/pay'),
      'packages/desk/a.ts': using('@shop/pay'),
      'packages/user/a.ts': using('@shop/made'),
    },
    finds: [],
  },
  'names of `imports`': {
    base: {
      'package.json': manifest('shop', {
        imports: { '#pay': './src/pay.ts', '#lib/*': { default: './src/lib/*.js' } },
      }),
      'src/pay.ts': charge,
      'src/lib/tax.ts': charge,
    },
    a: { 'src/pay.ts': bill, 'src/lib/tax.ts': bill },
    b: { 'src/new.ts': using('#pay'), 'src/more.ts': using('#lib/tax') },
    finds: ['export src/more.ts:1 charge', 'export src/new.ts:1 charge'],
  },
  'settings that no program can read': {
    base: {
      'tsconfig.json':
        '{ "compilerOptions": { "paths": { "@/*": [1, null, {}] }, "extends": ["./tsconfig.json", 7] } }',
      'package.json': '{ "name": 7, "workspaces": { "packages": "x" }, "imports": [] }',
      'deep/tsconfig.json': '{ "extends": "./tsconfig.json" /* and no end',
      'src/pay.ts': charge,
    },
    a: { 'src/pay.ts': bill },
    b: { 'src/a.ts': using('@/pay'), 'src/b.ts': using('#pay'), 'deep/c.ts': using('@/pay') },
    finds: [],
  },
};

describe('an import that names no place: what is wrong in the merge and right on both sides', () => {
  let pair: SemanticPair;
  beforeAll(async () => {
    pair = await mergeCases(cases);
  });

  test.each(Object.keys(cases))('%s', (name) => {
    expect(foundIn(cases, name, pair)).toEqual(cases[name]?.finds);
  });
});
