import { beforeAll, describe, expect, test } from 'vitest';
import type { SemanticPair } from '../../src/overlap/semantic/finding.ts';
import { directoryOf, foundIn, mergeOf, sidesOf, type SemanticCases } from '../helpers/semantic-cases.ts';

/** Lines that keep two changes apart, so that git merges them. */
const apart = (mark: string): string => Array.from({ length: 6 }, (_, at) => `${mark} ${at}\n`).join('');
const far = apart('//');
const away = apart('#');

const charge = 'export function charge(amount: number, currency: string) { return [amount, currency]; }\n';
const calls = "import { charge } from './pay.ts';\ncharge(1, 'EUR');\n";

/** Each in a directory of its own, so that one merge holds them all. */
const cases: SemanticCases = {
  '67 text that does not parse on a side already is no finding': {
    base: { 'x.ts': `const a = {;\n${far}const b = 1;\n` },
    a: { 'x.ts': `const a = {{;\n${far}const b = 1;\n` },
    b: { 'x.ts': `const a = {;\n${far}const b = ;\n` },
    finds: [],
  },
  'text that parses on both sides and not in the merge: one opening bracket, two closing ones': {
    base: { 'x.ts': `one();\n${far}two();\n${far}three();\n${far}export {};\n` },
    a: { 'x.ts': `if (a) {\none();\n${far}two();\n}\n${far}three();\n${far}export {};\n` },
    b: { 'x.ts': `if (a) {\none();\n${far}two();\n${far}three();\n}\n${far}export {};\n` },
    finds: ['syntax x.ts:18 '],
  },
  '68 a constant is removed, and used anew elsewhere in the file': {
    base: { 'x.ts': `const id = 'a';\nexport const one = [id];\n${far}export const two = [];\n` },
    a: { 'x.ts': `export const one = ['a'];\n${far}export const two = [];\n` },
    b: { 'x.ts': `const id = 'a';\nexport const one = [id];\n${far}export const two = [id];\n` },
    finds: ['name x.ts:8 id'],
  },
  '69 an import is removed, and used anew elsewhere in the file': {
    base: { 'x.py': `import os\nimport sys\n${away}a = os.name + sys.path[0]\n${away}b = 1\n` },
    a: { 'x.py': `import os\n${away}a = os.name\n${away}b = 1\n` },
    b: { 'x.py': `import os\nimport sys\n${away}a = os.name + sys.path[0]\n${away}b = sys.argv\n` },
    finds: ['name x.py:15 sys'],
  },
  '70 the parameters change, and a new file calls': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': 'export function charge(request: Request) { return request; }\n' },
    b: { 'new.ts': calls },
    finds: ['arguments new.ts:2 charge'],
  },
  '71 a function moves, and its old file passes it on': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': "export { charge } from './charge.ts';\n", 'charge.ts': charge },
    b: { 'new.ts': calls },
    finds: [],
  },
  'a parameter with a default, an optional one and a rest break no call': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': 'export function charge(a: number, b: string, c = 1, d?: number, ...e: string[]) {}\n' },
    b: { 'new.ts': calls },
    finds: [],
  },
  'a call that spreads, and one that an overload takes, are right': {
    base: { 'pay.ts': charge },
    a: {
      'pay.ts':
        'export function charge(a: number): void;\nexport function charge(a: number, b: string): void;\nexport function charge(...all: unknown[]) {}\n',
    },
    b: { 'new.ts': `${calls}const all: [number, string] = [1, 'a'];\ncharge(...all);\n` },
    finds: [],
  },
  'a call of a local function of that name is right': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': 'export function charge() {}\n' },
    b: { 'new.ts': "import './pay.ts';\nfunction f(charge: (n: number) => void) { charge(1); }\nexport { f };\n" },
    finds: [],
  },
  'JavaScript takes any number of arguments': {
    base: { 'pay.js': 'export function charge(a, b) {}\n' },
    a: { 'pay.js': 'export function charge(a) {}\n' },
    b: { 'new.js': "import { charge } from './pay.js';\ncharge(1, 2);\n" },
    finds: [],
  },
  'CommonJS: names of an object, and of single assignments, that are gone': {
    base: {
      'pay.js': 'function charge() {}\nconst rate = 1;\nmodule.exports = { charge, rate };\n',
      'one.js': 'exports.a = 1;\nmodule.exports.b = 2;\n',
    },
    a: {
      'pay.js': 'function bill() {}\nconst rate = 1;\nmodule.exports = { bill, /* both */ rate };\n',
      'one.js': 'exports.c = 1;\nmodule.exports.b = 2;\n',
    },
    b: {
      'new.js':
        "const { charge, rate: r } = require('./pay');\nconst one = require('./one.js');\nuse(charge, r, one.a, one.b, one.toString);\n",
      'new.mjs': "import pay, { charge } from './pay.js';\nuse(pay, charge);\n",
    },
    finds: ['export new.js:1 charge', 'export new.js:3 a', 'export new.mjs:1 charge'],
  },
  'CommonJS: an object that takes in others, a whole that is made, and a name with a default': {
    base: {
      'spread.js': 'module.exports = { a: 1 };\n',
      'made.js': 'exports.a = 1;\n',
      'own.js': 'exports.a = 1;\n',
      'handed.js': 'exports.a = 1;\n',
    },
    a: {
      'spread.js': "module.exports = { ...require('./other') };\n",
      'made.js': 'exports.b = 1;\nmodule.exports = make();\n',
      'own.js': 'exports.b = 1;\n',
      'handed.js': 'exports.b = 1;\nfill(exports);\n',
    },
    b: {
      'other.js': 'exports.a = 1;\n',
      'new.js':
        "const { a } = require('./spread');\nconst made = require('./made');\nconst { a: c } = require('./handed');\nuse(a, made.a, c);\n" +
        "const { a: d = 1 } = require('./own');\nfunction late() {\n  const { a: e } = require('./own');\n  use(d, e);\n}\nuse(late);\n",
    },
    finds: [],
  },
  'an export is renamed, and imported anew': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': charge.replace('charge', 'bill') },
    b: { 'new.ts': calls },
    finds: ['export new.ts:1 charge'],
  },
  'an export behind a file that passes all on': {
    base: { 'pay.ts': charge, 'index.ts': "export * from './pay.ts';\n" },
    a: { 'pay.ts': charge.replace('charge', 'bill') },
    b: { 'new.ts': "import { charge } from './index.ts';\ncharge(1, 'EUR');\n" },
    finds: ['export new.ts:1 charge'],
  },
  'an export that a package may have is not looked for': {
    base: { 'pay.ts': charge, 'index.ts': "export * from './pay.ts';\nexport * from 'somewhere';\n" },
    a: { 'pay.ts': charge.replace('charge', 'bill') },
    b: { 'new.ts': "import { charge } from './index.ts';\ncharge(1, 'EUR');\n" },
    finds: [],
  },
  'an export that the user knows by another name too': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': 'const { charge, bill } = make();\nexport { charge };\nexport { bill as default };\n' },
    b: { 'new.ts': calls },
    finds: [],
  },
  'a module moves, and is imported anew': {
    base: { 'pay.ts': charge },
    a: { 'pay.ts': null, 'money/pay.ts': charge },
    b: { 'new.ts': calls },
    finds: ['module new.ts:1 ./pay.ts'],
  },
  'a module becomes a directory with an index, or a compiled file names its source': {
    base: { 'pay.ts': charge, 'own.ts': charge },
    a: { 'pay.ts': null, 'pay/index.ts': charge, 'own.ts': `${charge}export const more = 1;\n` },
    b: {
      'new.ts':
        "import { charge } from './pay';\nimport { charge as own } from './own.js';\ncharge(1, 'a');\nown(1, 'a');\n",
    },
    finds: [],
  },
  'a case of an enumeration is removed, and used anew': {
    base: { 'kind.ts': 'export enum Kind { A, B }\n' },
    a: { 'kind.ts': 'export enum Kind { A, C }\n' },
    b: { 'new.ts': "import { Kind } from './kind.ts';\nexport const all = [Kind.A, Kind.B, Kind.toString()];\n" },
    finds: ['member new.ts:2 Kind.B'],
  },
  'both add a declaration of one name': {
    base: { 'x.ts': `export const a = 1;\n${far}export const z = 1;\n${far}` },
    a: { 'x.ts': `export const a = 1;\nfunction help() {}\n${far}export const z = 1;\n${far}` },
    b: { 'x.ts': `export const a = 1;\n${far}export const z = 1;\nfunction help() {}\n${far}` },
    finds: ['twice x.ts:10 help'],
  },
  'both add a method of one name, and one of them is static': {
    base: { 'x.ts': `export class A {\n  one() {}\n${far}  two() {}\n${far}}\n` },
    a: { 'x.ts': `export class A {\n  one() {}\n  help() {}\n  make() {}\n${far}  two() {}\n${far}}\n` },
    b: { 'x.ts': `export class A {\n  one() {}\n${far}  two() {}\n  help() {}\n  static make() {}\n${far}}\n` },
    finds: ['twice x.ts:12 help'],
  },
  'a type of the name of a value, and signatures beside a function, are no duplicates': {
    base: { 'x.ts': `export const a = 1;\n${far}export const z = 1;\n` },
    a: { 'x.ts': `export const a = 1;\nconst Id = 1;\nfunction f(a: string): void;\n${far}export const z = 1;\n` },
    b: { 'x.ts': `export const a = 1;\n${far}export const z = 1;\ntype Id = number;\nfunction f(a: unknown) {}\n` },
    finds: [],
  },
  'a name that is global for others is no finding': {
    base: { 'x.ts': `import { describe } from 'vitest';\ndescribe('a');\n${far}export {};\n` },
    a: { 'x.ts': `${far}export {};\n` },
    b: { 'x.ts': `import { describe } from 'vitest';\ndescribe('a');\n${far}export {};\ndescribe('b');\n` },
    finds: [],
  },
  'Python: parameters by place, by name and without a default': {
    base: { 'pay.py': 'def charge(a, b):\n    pass\n\n\ndef fine(a, b):\n    pass\n' },
    a: { 'pay.py': 'def charge(a, *, b):\n    pass\n\n\ndef fine(a, b, c=1, *, d=2):\n    pass\n' },
    b: { 'new.py': 'from .pay import charge, fine\n\ncharge(1, 2)\ncharge(1, b=2)\nfine(1, 2)\nfine(*[1, 2])\n' },
    finds: ['arguments new.py:3 charge'],
  },
  'Python: what a decorator makes of a function is not known': {
    base: { 'pay.py': 'def charge(a, b):\n    pass\n' },
    a: { 'pay.py': 'import tool\n\n\n@tool\ndef charge(a):\n    pass\n' },
    b: { 'new.py': 'from .pay import charge\n\ncharge(1, 2)\n' },
    finds: [],
  },
  'Python: a name that is gone from a module, a part of a package, and one that a module makes up': {
    base: { 'p/__init__.py': '', 'p/pay.py': 'def charge():\n    pass\n', 'p/made.py': 'def any_name():\n    pass\n' },
    a: { 'p/pay.py': 'def bill():\n    pass\n', 'p/made.py': 'def __getattr__(name):\n    return name\n' },
    b: {
      'p/new.py':
        'from .pay import charge\nfrom .made import any_name\nfrom . import pay\n\nprint(charge, any_name, pay)\n',
    },
    finds: ['export p/new.py:1 charge'],
  },
  'Python: a module that is gone, beside a text of its name, and one of which the source to compile is there': {
    base: { 'p/pay.py': 'rate = 1\n', 'p/pay.notes.rst': 'Notes\n', 'p/fast.py': 'rate = 2\n', 'p/fast.c': 'int a;\n' },
    a: { 'p/pay.py': null, 'p/old/pay.py': 'rate = 1\n', 'p/fast.py': null, 'p/old/fast.py': 'rate = 2\n' },
    b: { 'p/new.py': 'from .pay import rate\nfrom .fast import rate as other\n\nprint(rate, other)\n' },
    finds: ['module p/new.py:1 .pay'],
  },
  'Python: a second function takes the place of the first, unless under a condition': {
    base: { 'x.py': `a = 1\n${away}b = 2\n${away}` },
    a: { 'x.py': `a = 1\n\ndef help():\n    return 1\n\nif a:\n    def own(): ...\n${away}b = 2\n${away}` },
    b: { 'x.py': `a = 1\n${away}b = 2\n\ndef help():\n    return 2\n\nif b:\n    def own(): ...\n${away}` },
    finds: ['twice x.py:16 help'],
  },
  'Go: arguments of a function in another file of the package': {
    base: { 'pay.go': 'package shop\n\nfunc Charge(amount int, currency string) {}\n' },
    a: { 'pay.go': 'package shop\n\nfunc Charge(amount int) {}\n' },
    b: { 'new.go': 'package shop\n\nfunc refund() { Charge(1, "EUR") }\n' },
    finds: ['arguments new.go:3 Charge'],
  },
  'Go: two files of a package declare one name, and one method': {
    base: { 'a.go': 'package shop\n\nfunc one() {}\n' },
    a: { 'b.go': 'package shop\n\nfunc help() {}\n\nfunc (c *Cart) Total() {}\n\nfunc (c *Cart) Own() {}\n' },
    b: { 'c.go': 'package shop\n\nfunc help() {}\n\nfunc (c Cart) Total() {}\n\nfunc (t Till) Own() {}\n' },
    finds: ['twice c.go:3 help', 'twice c.go:5 Total'],
  },
  'Go: one name in another package, in files for other systems, under a condition, and in programs of one file': {
    base: { 'a.go': 'package shop\n' },
    a: {
      'b.go': 'package shop\n\nfunc help() {}\n\nfunc init() {}\n\nvar _ = 1\n',
      'for_linux.go': 'package shop\n\nfunc run() {}\n',
      'own.go': '//go:build !fast\n\npackage shop\n\nfunc sum() {}\n',
      'run/a.go': 'package main\n\nfunc main() {}\n\nfunc help() {}\n',
    },
    b: {
      'c_test.go': 'package shop_test\n\nfunc help() {}\n',
      'd.go': 'package shop\n\nfunc init() {}\n\nvar _ = 1\n\nfunc run() {}\n\nfunc sum() {}\n',
      'run/b.go': 'package main\n\nfunc main() {}\n\nfunc help() {}\n',
    },
    finds: [],
  },
  'Go: a name that moved into another file of the package': {
    base: { 'x.go': `package shop\n\nfunc limit() int { return 1 }\n\n${far}\nvar a = 1\n` },
    a: { 'x.go': `package shop\n\n${far}\nvar a = 1\n`, 'limit.go': 'package shop\n\nfunc limit() int { return 1 }\n' },
    b: { 'x.go': `package shop\n\nfunc limit() int { return 1 }\n\n${far}\nvar a = limit()\n` },
    finds: [],
  },
  'Go: a package that is no longer imported': {
    base: { 'x.go': `package shop\n\nimport "os"\n\n${far}\nvar a = os.Args\n\n${far}\nvar b = 1\n` },
    a: { 'x.go': `package shop\n\n${far}\nvar a = 1\n\n${far}\nvar b = 1\n` },
    b: { 'x.go': `package shop\n\nimport "os"\n\n${far}\nvar a = os.Args\n\n${far}\nvar b = os.Args\n` },
    finds: ['name x.go:19 os'],
  },
  'Rust: arguments of a function, and a name that a macro may use': {
    base: { 'x.rs': `fn charge(a: u8, b: u8) {}\nfn limit() {}\n${far}fn main() {}\n` },
    a: { 'x.rs': `fn charge(a: u8) {}\n${far}fn main() {}\n` },
    b: { 'x.rs': `fn charge(a: u8, b: u8) {}\nfn limit() {}\n${far}fn main() { charge(1, 2); limit(); }\n` },
    finds: ['name x.rs:8 limit', 'arguments x.rs:8 charge'],
  },
  'Rust: a module file that is gone': {
    base: { 'lib.rs': 'pub fn a() {}\n', 'pay.rs': 'pub fn b() {}\n' },
    a: { 'pay.rs': null, 'bill.rs': 'pub fn b() {}\n' },
    b: { 'lib.rs': 'pub mod pay;\npub fn a() {}\n' },
    finds: ['module lib.rs:1 pay'],
  },
  'Java: a constructor takes other arguments, and an import is gone': {
    base: {
      'src/com/shop/Pay.java': 'package com.shop;\npublic class Pay {\n  public Pay(int a) {}\n}\n',
      'src/com/shop/Cart.java': `package com.shop;\nimport java.util.List;\n${far}class Cart {\n  List<String> a;\n${far}  int b;\n}\n`,
    },
    a: {
      'src/com/shop/Pay.java': 'package com.shop;\npublic class Pay {\n  public Pay(int a, int b) {}\n}\n',
      'src/com/shop/Cart.java': `package com.shop;\n${far}class Cart {\n  int a;\n${far}  int b;\n}\n`,
    },
    b: {
      'src/com/desk/Till.java': 'package com.desk;\nimport com.shop.Pay;\nclass Till {\n  Pay pay = new Pay(1);\n}\n',
      'src/com/shop/Cart.java': `package com.shop;\nimport java.util.List;\n${far}class Cart {\n  List<String> a;\n${far}  List<String> b;\n}\n`,
    },
    finds: ['arguments src/com/desk/Till.java:4 Pay', 'name src/com/shop/Cart.java:16 List'],
  },
  'Java: an import that is gone hid a class of the same package': {
    base: {
      'src/com/shop/Price.java': 'package com.shop;\nclass Price {}\n',
      'src/com/shop/Cart.java': `package com.shop;\nimport com.desk.Price;\n${far}class Cart {\n  Price a;\n${far}  int b;\n}\n`,
    },
    a: {
      'src/com/shop/Cart.java': `package com.shop;\n${far}class Cart {\n  int a;\n${far}  int b;\n}\n`,
    },
    b: {
      'src/com/shop/Cart.java': `package com.shop;\nimport com.desk.Price;\n${far}class Cart {\n  Price a;\n${far}  Price b;\n}\n`,
    },
    finds: [],
  },
};

const names = Object.keys(cases);
const inCase = (name: string): string => `${directoryOf(cases, name)}/`;

let pair: SemanticPair;
let again: { readonly pair: SemanticPair | null; readonly processes: number };

beforeAll(async () => {
  const { ask } = await mergeOf(sidesOf(cases));
  const { pair: found } = await ask();
  if (found === null) throw new Error('the cases do not merge');
  pair = found;
  again = await ask();
});

describe('what is wrong in the merge and right on both sides', () => {
  test.each(names)('%s', (name) => {
    expect(foundIn(cases, name, pair)).toEqual(cases[name]?.finds);
  });

  test('67 says that it did not look', () => {
    expect(pair.skipped).toEqual([{ path: `${inCase(names[0] ?? '')}x.ts`, reason: 'syntax' }]);
  });
});

test('tells what each side did', () => {
  const found = pair.findings.find(
    ({ path }) => path === `${inCase('70 the parameters change, and a new file calls')}new.ts`,
  );
  expect(found).toMatchObject({
    message: 'charge is called with other arguments than it takes now: function charge(request: Request)',
    a: {
      did: 'changed',
      line: 1,
      was: 'function charge(amount: number, currency: string)',
      is: 'function charge(request: Request)',
    },
    b: { did: 'uses', line: 2 },
  });
});

test('a changed contract that a changed line of the other side uses, and fits, is told and no finding', () => {
  const directory = inCase('a parameter with a default, an optional one and a rest break no call');
  expect(pair.notes.filter(({ path }) => path.startsWith(directory))).toEqual([
    {
      kind: 'contract used',
      path: `${directory}new.ts`,
      line: 2,
      name: 'charge',
      a: {
        did: 'changed',
        path: `${directory}pay.ts`,
        line: 1,
        was: 'function charge(amount: number, currency: string)',
        is: 'function charge(a: number, b: string, c = 1, d?: number, ...e: string[])',
      },
      b: { did: 'uses', path: `${directory}new.ts`, line: null },
    },
  ]);
});

test('the same commits are not looked at again', () => {
  expect(again).toEqual({ pair, processes: 2 });
});
