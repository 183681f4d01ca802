import { beforeAll, describe, expect, test } from 'vitest';
import { compare, oracleOf, tell, type Scene } from '../helpers/overlaps.ts';
import { repo, type Checkout, type Content, type Files } from '../helpers/repo.ts';

/** Twenty lines that no other case has, so that git takes no file for a rename of another case's. */
function text(name: string, changes: Readonly<Record<number, string>> = {}, count = 20): string {
  const lines = Array.from({ length: count }, (_, at) => changes[at + 1] ?? `${name} ${at + 1}`);
  return lines.map((line) => `${line}\n`).join('');
}

type Case = {
  readonly base?: Files;
  readonly a: Files;
  readonly b: Files;
  /** Runs in the worktree after everything else. */
  readonly alsoA?: (a: Checkout) => void;
  readonly alsoB?: (b: Checkout) => void;
};

const bytes = (...values: readonly number[]): Content => Buffer.from([0, 1, 2, 3, 0, ...values]);

/** Each in a directory of its own, so that one pair of worktrees holds them all. */
const cases: Readonly<Record<string, Case>> = {
  '01': { base: { f: text('01') }, a: { f: text('01', { 5: 'a' }) }, b: { f: text('01', { 6: 'b' }) } },
  '02': { base: { f: text('02') }, a: { f: text('02', { 5: 'a' }) }, b: { f: text('02', { 7: 'b' }) } },
  '02far': { base: { f: text('02f') }, a: { f: text('02f', { 5: 'a' }) }, b: { f: text('02f', { 10: 'b' }) } },
  '03': { base: { f: text('03') }, a: { f: `${text('03')}a\n` }, b: { f: `${text('03')}b\n` } },
  '04': { base: { f: text('04') }, a: { f: text('04', { 5: 'x' }) }, b: { f: text('04', { 5: 'x' }) } },
  '05': { base: { f: text('05') }, a: { f: text('05', { 5: 'x' }) }, b: { f: text('05', { 5: 'x', 6: 'y' }) } },
  '06': { base: { f: text('06') }, a: { f: text('06', { 3: 'x' }) }, b: { f: text('06', { 3: 'x', 15: 'y' }) } },
  '07': { base: { f: text('07') }, a: { f: null, g: text('07') }, b: { f: text('07', { 9: 'b' }) } },
  '08': { base: { f: text('08') }, a: { f: null, g: text('08', { 9: 'a' }) }, b: { f: text('08', { 9: 'b' }) } },
  '09': { base: { f: text('09') }, a: { f: null, g: text('09') }, b: { f: null } },
  '10': { base: { f: text('10') }, a: { f: null, g: text('10') }, b: { f: null, h: text('10') } },
  '11': {
    base: { f: text('11f'), g: text('11g') },
    a: { f: null, h: text('11f') },
    b: { g: null, h: text('11g') },
  },
  '12': { base: { f: text('12') }, a: { f: text('12', { 4: 'a' }) }, b: { f: null } },
  '13': { base: { f: text('13') }, a: { f: null, g: text('rewritten') }, b: { f: text('13', { 4: 'b' }) } },
  '14': {
    base: { 'old/f': text('14f'), 'old/g': text('14g') },
    a: { 'old/f': null, 'old/g': null, 'new/f': text('14f'), 'new/g': text('14g') },
    b: { 'old/n': text('14n') },
  },
  '15': { a: { f: text('15a'), g: text('15g') }, b: { f: text('15b'), g: text('15g') } },
  '16': { a: { p: text('16a') }, b: { 'p/q': text('16b') } },
  '16in': { base: { 'd/x': text('16d') }, a: { 'd/x': null, d: text('d') }, b: { 'd/x': text('16d', { 4: 'b' }) } },
  '17': { base: { f: text('17') }, a: { f: { link: 'elsewhere' } }, b: { f: text('17', { 2: 'b' }) } },
  '18': { base: { f: text('18') }, a: { f: { program: text('18') } }, b: { f: text('18', { 2: 'b' }) } },
  '19': { base: { f: bytes(1) }, a: { f: bytes(2) }, b: { f: bytes(3) } },
  '20': { a: { 'Foo.ts': text('20a') }, b: { 'foo.ts': text('20b') } },
  '21': { a: { 'caf\u00e9': text('21a') }, b: { 'cafe\u0301': text('21b') } },
  '22': {
    base: { 'new\nline\t"q"': text('22') },
    a: { 'new\nline\t"q"': text('22', { 3: 'a' }) },
    b: { 'new\nline\t"q"': text('22', { 3: 'b' }) },
  },
  '24': {
    base: { f: text('24') },
    a: { f: text('24').replaceAll('\n', '\r\n') },
    b: { f: text('24', { 3: 'b' }) },
  },
  '37': {
    base: { f: text('37') },
    a: {},
    alsoA: (a) => a.git('rm', '-q', '--cached', '37/f'),
    b: { f: text('37', { 3: 'b' }) },
  },
  '72': {
    base: { 'package-lock.json': text('72'), 'package.json': text('72p') },
    a: { 'package-lock.json': text('72', { 3: 'a' }), 'package.json': text('72p', { 3: 'a' }) },
    b: { 'package-lock.json': text('72', { 3: 'b' }), 'package.json': text('72p', { 3: 'b' }) },
  },
};

let scene: Scene;
let root: string;

function all(side: 'base' | 'a' | 'b', some: (name: string) => boolean = () => true): Files {
  return Object.fromEntries(
    Object.entries(cases)
      .filter(([name]) => some(name))
      .flatMap(([name, one]) => Object.entries(one[side] ?? {}).map(([path, content]) => [`${name}/${path}`, content])),
  );
}

beforeAll(async () => {
  const shop = await repo({ files: all('base') });
  root = shop.path;
  const a = shop.worktree('a');
  const b = shop.worktree('b');
  // Half of the work is committed on one side and half of it on the other; the rest is staged, changed or untracked.
  const odd = (name: string): boolean => Number.parseInt(name, 10) % 2 === 1;
  a.commit(all('a', odd));
  b.commit(all('b', (name) => !odd(name)));
  a.stage(all('a', (name) => !odd(name) && name < '12'));
  a.edit(all('a', (name) => !odd(name)));
  b.edit(all('b', odd));
  for (const one of Object.values(cases)) {
    one.alsoA?.(a);
    one.alsoB?.(b);
  }
  scene = await compare(shop.path);
});

/** What is told about the files of one case. */
function told(name: string): readonly string[] {
  return tell(scene.overlaps.pairs[0])
    .filter((line) => line.includes(` ${name}/`))
    .map((line) => line.replaceAll(`${name}/`, ''));
}

describe('a pair of worktrees with one case a directory', () => {
  test('case 1: edits on adjacent lines: conflict', () => {
    expect(told('01')).toMatchInlineSnapshot(`
      [
        "conflict content f · modified 5 · modified 6*",
      ]
    `);
  });
  test('case 2: one unchanged line between: clean, near', () => {
    expect(told('02')).toMatchInlineSnapshot(`
      [
        "near f · modified 5* · modified 7",
      ]
    `);
    expect(told('02far')).toMatchInlineSnapshot(`
      [
        "file f · modified 5* · modified 10",
      ]
    `);
  });
  test('case 3: both append at the end of the file: conflict', () => {
    expect(told('03')).toMatchInlineSnapshot(`
      [
        "conflict content f · modified 21 · modified 21*",
      ]
    `);
  });
  test('case 4: identical edit on both sides: clean, same', () => {
    expect(told('04')).toMatchInlineSnapshot(`
      [
        "same f · modified* · modified",
      ]
    `);
  });
  test('case 5: identical edit and an adjacent extra line: conflict', () => {
    expect(told('05')).toMatchInlineSnapshot(`
      [
        "conflict content f · modified 5 · modified 5-6*",
      ]
    `);
  });
  test('case 6: the same change on both sides and more work far away: clean', () => {
    expect(told('06')).toMatchInlineSnapshot(`
      [
        "file f · modified 3* · modified 3,15",
      ]
    `);
  });
  test('case 7: rename against an edit: clean, told at the new path', () => {
    expect(told('07')).toMatchInlineSnapshot(`
      [
        "file g · renamed from f · modified at f 9*",
      ]
    `);
  });
  test('case 8: rename with an edit against an edit of the same line: conflict at the new path', () => {
    expect(told('08')).toMatchInlineSnapshot(`
      [
        "conflict content g · renamed from f 9* · modified at f 9",
      ]
    `);
  });
  test('case 9: rename against a removal', () => {
    expect(told('09')).toMatchInlineSnapshot(`
      [
        "conflict rename/delete g (also f) · renamed from f · deleted at f*",
      ]
    `);
  });
  test('case 10: one file renamed to two names: three paths, one conflict', () => {
    expect(told('10')).toMatchInlineSnapshot(`
      [
        "conflict rename/rename f (also g, h) · renamed from f at g* · renamed from f at h",
      ]
    `);
  });
  test('case 11: two files renamed to one name', () => {
    expect(told('11')).toMatchInlineSnapshot(`
      [
        "conflict rename/rename h · renamed from f · renamed from g*",
      ]
    `);
  });
  test('case 12: edit against a removal', () => {
    expect(told('12')).toMatchInlineSnapshot(`
      [
        "conflict modify/delete f · modified 4* · deleted",
      ]
    `);
  });
  test('case 13: renamed and rewritten is a removal to git', () => {
    expect(told('13')).toMatchInlineSnapshot(`
      [
        "conflict modify/delete f · deleted · modified 4*",
      ]
    `);
  });
  test('case 14: a new file in a directory that was renamed: found without a shared path', () => {
    expect(told('14')).toMatchInlineSnapshot(`
      [
        "conflict directory rename old/n (also new/n) · renamed from old/f at new/f* · added 1-20",
      ]
    `);
  });
  test('case 15: the same new path with different and with the same content', () => {
    expect(told('15')).toMatchInlineSnapshot(`
      [
        "conflict add/add f · added 1-20 · added 1-20*",
        "same g · added · added*",
      ]
    `);
  });
  test('case 16: a file and a directory of the same name', () => {
    expect(told('16')).toMatchInlineSnapshot(`
      [
        "conflict file/directory p · added 1-20* · added at p/q 1-20",
      ]
    `);
  });
  test('case 16: a file in the place of a directory is told as that file, beside what it removed', () => {
    expect(told('16in')).toMatchInlineSnapshot(`
      [
        "conflict file/directory d · added 1-20* · modified at d/x 4",
        "conflict modify/delete d/x · deleted* · modified 4",
      ]
    `);
  });
  test('case 17: a link against an edit', () => {
    expect(told('17')).toMatchInlineSnapshot(`
      [
        "conflict distinct types f · type · modified 2*",
      ]
    `);
  });
  test('case 18: a mode against an edit: clean', () => {
    expect(told('18')).toMatchInlineSnapshot(`
      [
        "file f · modified* · modified 2",
      ]
    `);
  });
  test('case 19: a binary file changed on both sides: conflict without lines', () => {
    expect(told('19')).toMatchInlineSnapshot(`
      [
        "conflict binary f · modified · modified*",
      ]
    `);
  });
  test('case 20: names that differ in case: clean to git, told as twins', () => {
    expect(told('20')).toMatchInlineSnapshot(`
      [
        "file Foo.ts (twin foo.ts) · added* · added",
      ]
    `);
  });
  test('case 21: names that differ in Unicode form: clean to git, told as twins', () => {
    expect(told('21')).toMatchInlineSnapshot(`
      [
        "file café (twin café) · added · added*",
      ]
    `);
  });
  test('case 22: a name with a newline, a tab and quotes is kept as it is', () => {
    expect(told('22')).toMatchInlineSnapshot(`
      [
        "conflict content new
      line	"q" · modified 3* · modified 3",
      ]
    `);
  });
  test('case 24: line endings of the whole file changed against an edit: conflict, explained', () => {
    expect(told('24')).toMatchInlineSnapshot(`
      [
        "conflict content f (line endings) · modified 1-20* · modified 3",
      ]
    `);
  });
  test('case 37: removed from the index but kept on disk: its content counts, so nothing changed', () => {
    expect(told('37')).toMatchInlineSnapshot(`[]`);
  });
  test('case 72: lock files come after what a person must read', () => {
    expect(told('72')).toMatchInlineSnapshot(`
      [
        "conflict content package.json · modified 3* · modified 3",
        "conflict content package-lock.json · modified 3* · modified 3",
      ]
    `);
    expect(
      scene.overlaps.pairs[0]?.files.filter(({ path }) => path.startsWith('72/')).map((file) => file.class),
    ).toEqual(['manifest', 'lockfile']);
  });

  test('a real merge of both agrees on every path', () => {
    const [a, b] = scene.snapshots.filter(({ worktree }) => worktree !== root);
    const real = oracleOf(root, scene).merge(a?.commit ?? '', b?.commit ?? '');
    const conflicts = scene.overlaps.pairs[0]?.files.filter(({ level }) => level === 'conflict') ?? [];
    const paths = new Set(conflicts.flatMap(({ path, also = [] }) => [path, ...also]));
    expect(real.conflicted.filter((path) => !paths.has(path))).toEqual([]);
    expect(
      conflicts.filter(({ path, also = [] }) => ![path, ...also].some((one) => real.conflicted.includes(one))),
    ).toEqual([]);
  });

  test('the order of the worktrees does not matter, and a remembered merge says the same', async () => {
    const reversed = await scene.again({ snapshots: scene.snapshots.toReversed() });
    expect(reversed).toEqual(scene.overlaps);
  });

  test('the number of processes is small and does not depend on the number of files', () => {
    expect(scene.processes).toBeLessThanOrEqual(10);
  });
});
