import { describe, expect, test } from 'vitest';
import { age } from '../../src/render/age.ts';
import { counted } from '../../src/render/counted.ts';
import { folderName, homePath, relativePath } from '../../src/render/path.ts';
import { shellPath, shellWord } from '../../src/render/shell.ts';
import { openStyle } from '../../src/render/style.ts';
import { home, minutesAgo, now } from '../helpers/shop.ts';

describe('age', () => {
  test('takes the largest unit that says enough', () => {
    const minutes = [0.5, 1, 59, 60, 23 * 60, 24 * 60, 13 * 1440, 14 * 1440, 36 * 1440, 366 * 1440, 800 * 1440];
    expect(minutes.map((one) => age(minutesAgo(one), now)).join(' ')).toMatchInlineSnapshot(
      `"now 1m 59m 1h 23h 1d 13d 2w 5w 1y 2y"`,
    );
  });

  test('calls the future now, since clocks differ', () => {
    expect(age(minutesAgo(-90), now)).toBe('now');
  });

  test('is empty when the time is not known or not a time', () => {
    expect([age(null, now), age('yesterday', now)]).toEqual(['', '']);
  });
});

describe('paths', () => {
  test('the home directory is a tilde', () => {
    const paths = [home, `${home}/`, `${home}/code/shop`, '/home/adamant', '/srv/shop', `${home}/a\nb`];
    expect(paths.map((path) => homePath(path, home))).toMatchInlineSnapshot(`
      [
        "~",
        "~/",
        "~/code/shop",
        "/home/adamant",
        "/srv/shop",
        "~/a␊b",
      ]
    `);
    expect(homePath('/srv', '/')).toBe('/srv');
  });

  test('a folder is named by its last part', () => {
    expect([folderName('/srv/shop/'), folderName('C:\\code\\shop'), folderName('/')]).toEqual(['shop', 'shop', '/']);
  });

  test('a place is told from the root, where it is near', () => {
    const root = `${home}/code/shop`;
    const paths = [`${root}/.claude/worktrees/a`, `${home}/code/shop.cart`, `${home}/other/x`, '/srv/x'];
    expect(paths.map((path) => relativePath(path, { root, home }))).toMatchInlineSnapshot(`
      [
        ".claude/worktrees/a",
        "../shop.cart",
        "~/other/x",
        "/srv/x",
      ]
    `);
  });
});

describe('words of a shell', () => {
  test('are quoted only where the shell needs it, and never carry a control character', () => {
    const words = [
      'feature/auth',
      'my shop',
      "it's",
      '$(rm -rf ~)',
      '~',
      'a\nb',
      "\u001B[2J'",
      'ä',
      'a\uDCE4b',
      '',
      '-f',
    ];
    expect(words.map(shellWord)).toMatchInlineSnapshot(`
      [
        "feature/auth",
        "'my shop'",
        "'it'\\''s'",
        "'$(rm -rf ~)'",
        "'~'",
        "$'a\\x0ab'",
        "$'\\x1b[2J\\''",
        "'ä'",
        "$'a\\xe4b'",
        "''",
        "-f",
      ]
    `);
  });

  test('a path below home begins with an unquoted tilde when the rest needs no quotes', () => {
    expect([shellPath(`${home}/code/shop`, home), shellPath(`${home}/my code`, home)]).toMatchInlineSnapshot(`
      [
        "~/code/shop",
        "'/home/ada/my code'",
      ]
    `);
  });
});

describe('style', () => {
  const color = (env: Record<string, string>, isTTY = true): boolean => openStyle({ isTTY, env, columns: 80 }).color;

  test('a terminal has colour unless something says no', () => {
    expect(color({})).toBe(true);
    expect([
      color({ NO_COLOR: '1' }),
      color({ TERM: 'dumb' }),
      color({ CLICOLOR: '0' }),
      color({ FORCE_COLOR: '0' }),
    ]).toEqual(Array.from({ length: 4 }, () => false));
    expect(color({ NO_COLOR: '' })).toBe(true);
  });

  test('a pipe has none unless it is forced, and NO_COLOR outranks that', () => {
    expect(color({}, false)).toBe(false);
    expect([color({ FORCE_COLOR: '1' }, false), color({ CLICOLOR_FORCE: '1' }, false)]).toEqual([true, true]);
    expect(color({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(false);
  });

  test('a pipe has no width, a terminal that reports none has 80 columns', () => {
    expect(openStyle({ isTTY: false, env: {}, columns: 120 }).columns).toBeNull();
    expect(openStyle({ isTTY: true, env: {}, columns: 0 }).columns).toBe(80);
  });

  test('paint writes ink around text, and nothing around nothing', () => {
    const { paint } = openStyle({ isTTY: true, env: {}, columns: 80 });
    expect([paint('active', 'active'), paint('active', '')]).toEqual(['\u001B[32mactive\u001B[0m', '']);
  });
});

test('a number agrees with its noun', () => {
  expect([counted(0, 'file'), counted(1, 'file'), counted(2, 'file'), counted(2, 'directory', 'directories')])
    .toMatchInlineSnapshot(`
    [
      "no files",
      "1 file",
      "2 files",
      "2 directories",
    ]
  `);
});
