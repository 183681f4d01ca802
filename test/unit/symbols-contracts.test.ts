import { expect, test } from 'vitest';
import { changedContracts } from '../../src/symbols/changed-contracts.ts';

async function changes(path: string, before: string | null, after: string | null) {
  const buffer = (text: string | null) => (text === null ? null : Buffer.from(text));
  const found = await changedContracts({ path, before: buffer(before), after: buffer(after) });
  return found?.map(({ how, name, was, is, to }) => [how, name, was, is].concat(to ?? [])) ?? null;
}

test('tells which exported contracts changed, and not what lies in bodies, layout or comments', async () => {
  const before = [
    'export function charge(a: number, b: number) { return a }',
    'export class User { rename(to: string) {} private age = 1; same(): void { one() } }',
    'export const old = (a: string) => 1;',
    'export interface Shape { sides: number }',
    'function hidden(a: string) {}',
    'export type Gone = string;',
  ];
  const after = [
    'export function charge(\n  request: Request, // all of it\n): Promise<void> { return a }',
    'export class User { rename(to: string, by?: { id: string, }) {} same(): void { two() } }',
    'export const young = (a: string) => 1;',
    'export interface Shape {\n  sides: number\n}',
    'function hidden() {}',
    'export enum Kind { A, B = 2 }',
  ];
  await expect(changes('src/pay.ts', before.join('\n'), after.join('\n'))).resolves.toEqual([
    [
      'signature',
      'charge',
      'function charge(a: number, b: number)',
      'function charge(request: Request): Promise<void>',
    ],
    ['signature', 'User.rename', 'rename(to: string)', 'rename(to: string, by?: { id: string })'],
    ['renamed', 'old', 'old = (a: string)', 'young = (a: string)', 'young'],
    ['removed', 'Gone', 'type Gone = string', null],
    ['added', 'Kind', null, 'enum Kind { A, B = 2 }'],
  ]);
});

test('a file without a grammar, or that the grammar does not understand, is not told about', async () => {
  await expect(changes('README.md', 'a', 'b')).resolves.toBeNull();
  await expect(changes('a.ts', 'export const a = 1;', 'export const = {')).resolves.toBeNull();
  await expect(changes('a.ts', null, 'export const a: number = 1;')).resolves.toEqual([
    ['added', 'a', null, 'a: number'],
  ]);
});
