import { expect, test } from 'vitest';
import { parseLooseJson } from '../../src/overlap/semantic/loose-json.ts';
import { openSettings } from '../../src/overlap/semantic/settings.ts';

test('comments and commas at the end are taken out, and nothing of a string', () => {
  const text = '\uFEFF{ // one\n "a": "/* no */ // none ,]", /* two\n * / */ "b": [1, 2, ],\n}';
  expect(parseLooseJson(text)).toEqual({ a: '/* no */ // none ,]', b: [1, 2] });
});

test.each(['', '{', '{ "a": 1 /* and no end', '"a', '{,,}'])('%j is no settings', (text) => {
  expect(parseLooseJson(text)).toBeUndefined();
});

test('text that is made to take long is given up on at once', () => {
  const long = ['/*', '\\"', '"', ', ', '//'].map((part) => part.repeat(60_000));
  expect(long.map((text) => parseLooseJson(`"${text}`) ?? parseLooseJson(text))).toEqual(long.map(() => undefined));
});

test('the packages of pnpm, in the forms in which people write them', () => {
  const settings = openSettings();
  const read = (oid: string, text: string | null): unknown => {
    settings.data(oid, 'pnpm-workspace.yaml');
    expect(settings.wanted()).toEqual([oid]);
    settings.keep([text === null ? null : Buffer.from(text)]);
    return settings.data(oid, 'pnpm-workspace.yaml');
  };
  expect(read('a', "a:\n  - b\r\npackages: # all\r\n\n  - 'packages/*' # most\n- apps/web\n  -\nc:\n  - d\n")).toEqual({
    packages: ['packages/*', 'apps/web'],
  });
  expect(read('b', 'packages: [a, b]\n')).toEqual({ packages: [] });
  expect(read('c', null)).toBeUndefined();
});
