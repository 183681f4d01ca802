import { expect, test } from 'vitest';
import type { FileSymbols } from '../../src/symbols/file-symbols.ts';
import { languageOf } from '../../src/symbols/language.ts';
import { packSymbols, unpackSymbols } from '../../src/symbols/packed-symbols.ts';
import { declarationAt, declarationsOf, usesOf } from '../../src/symbols/places.ts';
import { openSymbolReader, readSymbols } from '../../src/symbols/read-symbols.ts';

const reader = openSymbolReader();

async function read(path: string, text: string): Promise<FileSymbols> {
  const language = languageOf(path);
  const symbols = language === null ? null : await readSymbols({ language, source: Buffer.from(text), reader });
  if (symbols === null) throw new Error('nothing read');
  return symbols;
}

const tell = ({ declarations }: FileSymbols) =>
  declarations.map(({ kind, container, name, exported, line, lastLine }) =>
    [kind, container === null ? name : `${container}.${name}`, exported ? 'exported' : '', `${line}-${lastLine}`]
      .filter((word) => word !== '')
      .join(' '),
  );

test('declarations of each language, and what of them others can see', async () => {
  expect(tell(await read('a.ts', 'export class A {\n  b() {}\n}\nconst c = () => 1;\nexport enum D { E }\n'))).toEqual([
    'class A exported 1-3',
    'method A.b exported 2-2',
    'function c 4-4',
    'enum D exported 5-5',
  ]);
  expect(tell(await read('a.py', 'class A:\n    def b(self):\n        pass\n\ndef _c():\n    pass\n'))).toEqual([
    'class A exported 1-3',
    'method A.b exported 2-3',
    'function _c 5-6',
  ]);
  expect(tell(await read('a.go', 'package a\n\ntype A struct{}\n\nfunc (a *A) B() {}\n\nfunc c() {}\n'))).toEqual([
    'type A exported 3-3',
    'method A.B exported 5-5',
    'function c 7-7',
  ]);
  expect(tell(await read('a.rs', 'pub struct A;\nimpl A {\n    pub fn b(&self) {}\n}\nfn c() {}\n'))).toEqual([
    'type A exported 1-1',
    'method A.b exported 3-3',
    'function c 5-5',
  ]);
  expect(
    tell(await read('A.java', 'package a;\npublic class A {\n  private int b;\n  public void c() {}\n}\n')),
  ).toEqual(['class A exported 2-5', 'value A.b 3-3', 'method A.c exported 4-4']);
});

test('what a line belongs to, where a name is declared, and which lines use it', async () => {
  const symbols = await read(
    'a.ts',
    "import { charge } from './pay.ts';\nexport class Till {\n  open() {\n    charge(1);\n  }\n}\nfunction f(charge: number) {\n  return charge;\n}\ncharge(f(2));\n",
  );
  expect([3, 6, 8, 10].map((line) => declarationAt({ symbols, line })?.name ?? null)).toEqual([
    'open',
    'Till',
    'f',
    null,
  ]);
  expect(declarationsOf({ symbols, name: 'Till.open' }).map(({ line }) => line)).toEqual([3]);
  expect(usesOf({ symbols, name: 'charge' })).toEqual([4, 10]);
});

test('a cache gives back what it was given', async () => {
  const symbols = await read('a.py', 'from a import b\n\nprint(b.c(1, d=2), e)\n');
  expect(unpackSymbols(packSymbols(symbols))).toEqual(symbols);
  expect(unpackSymbols(packSymbols(null))).toBeNull();
});

test('what is no text, too large or endlessly nested is not read, or read within bounds', async () => {
  const hostile = (source: Buffer) => reader.read({ language: 'typescript', source });
  await expect(hostile(Buffer.from('const a = 1;\0'))).resolves.toBeNull();
  await expect(hostile(Buffer.alloc(1024 * 1024 + 1, 'a'))).resolves.toBeNull();
  await expect(hostile(Buffer.from('['.repeat(100_000)))).resolves.toMatchObject({ errors: expect.any(Array) });
  await expect(hostile(Buffer.from('export function constructor() {}\n__proto__(toString);'))).resolves.toMatchObject({
    declarations: [{ name: 'constructor' }],
  });
});
