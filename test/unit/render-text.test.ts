import { asciiAlphabet, emoji, hostile } from '../helpers/hostile.ts';
import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { fit, fitMiddle, plain, prose, widthOf } from '../../src/render/text.ts';

/** Any text, with a bias towards what terminals act on and what has an unusual width. */
const texts = oneof(
  string({ unit: 'binary' }),
  array(constantFrom(...hostile, ...emoji, ...asciiAlphabet)).map((parts) => parts.join('')),
);

const active = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

describe('plain', () => {
  test('leaves nothing that a terminal would act on', () => {
    assert(
      property(texts, (text) => {
        expect(plain(text)).not.toMatch(active);
      }),
    );
  });

  test('changes nothing when applied again', () => {
    assert(
      property(texts, (text) => {
        expect(plain(plain(text))).toBe(plain(text));
      }),
    );
  });

  test('shows what it found', () => {
    const shown = [
      'a\nb',
      'a\tb',
      '\u001B[31mred',
      '\u009B31m',
      'x\u202Egnp.exe',
      'fix\u200Bup',
      'a\u0000b',
      '\uD800',
      'wide\u3164r',
    ].map(plain);
    expect(shown).toMatchInlineSnapshot(`
      [
        "a␊b",
        "a␉b",
        "␛[31mred",
        "\\u{9b}31m",
        "x\\u{202e}gnp.exe",
        "fix\\u{200b}up",
        "a␀b",
        "�",
        "wide\\u{3164}r",
      ]
    `);
  });

  test('leaves letters, joined emoji and joined scripts as they are', () => {
    for (const text of ['größe', '日本語', '👨‍👩‍👧', 'می‌خواهم', 'क्‍ष', 'a b']) expect(plain(text)).toBe(text);
  });
});

describe('prose', () => {
  test('drops escape sequences and folds blanks into one', () => {
    const shown = [
      '\u001B]0;owned\u0007Fix the\n\n  cart',
      '\u001B[1;31mred\u001B[0m and \u009B4munder\u009B0m',
      '\u001B]8;;https://evil.example\u001B\\link\u001B]8;;\u001B\\',
      '\u001BP1$r0m\u001B\\after',
      'unfinished \u001B]0;title',
      'bell\u0007',
    ].map(prose);
    expect(shown).toMatchInlineSnapshot(`
      [
        "Fix the cart",
        "red and under",
        "link",
        "after",
        "unfinished 0;title",
        "bell␇",
      ]
    `);
  });

  test('leaves nothing that a terminal would act on', () => {
    assert(
      property(texts, (text) => {
        expect(prose(text)).not.toMatch(active);
      }),
    );
  });
});

test('the width of common characters, known without measuring, is the measured one', () => {
  const common = Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code)).concat(
    '–—…·●○✗✓▲↑↓→↳'.split(''),
  );
  for (const character of common.map(plain)) expect(widthOf(character)).toBe(stringWidth(character));
});

describe('fit', () => {
  test('never takes more columns than it is given, at either end', () => {
    assert(
      property(texts.map(plain), nat(40), (text, width) => {
        expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(fitMiddle(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('leaves alone what fits', () => {
    assert(
      property(texts.map(plain), (text) => {
        expect(fit(text, widthOf(text))).toBe(text);
      }),
    );
  });

  test('says that something is missing', () => {
    expect([
      fit('feature/auth', 8),
      fitMiddle('worktree-agent-a1b2c3', 12),
      fit('日本語の枝', 6),
      fit('ab', 1),
      fit('ab', 0),
    ]).toMatchInlineSnapshot(`
      [
        "feature…",
        "worktr…1b2c3",
        "日本…",
        "…",
        "",
      ]
    `);
  });

  test('is not slowed down by a megabyte', () => {
    expect(fit('e\u0301'.repeat(500_000), 5)).toBe('e\u0301e\u0301e\u0301e\u0301…');
  });
});
