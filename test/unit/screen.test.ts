import { expect, test } from 'vitest';
import { difference } from '../../src/dashboard/screen.ts';

const shown = (text: string) => text.replaceAll('\u001B', '␛');

test('the first frame clears the screen and paints every line', () => {
  expect(shown(difference(null, { lines: ['a', 'b'], rows: 10 }))).toBe(
    '␛[?2026h␛[2J␛[1;1Ha␛[0m␛[K␛[2;1Hb␛[0m␛[K␛[?2026l',
  );
});

test('an equal frame writes nothing', () => {
  const frame = { lines: ['a', 'b'], rows: 10 };
  expect(difference(frame, { ...frame })).toBe('');
});

test('only lines that differ are written; lines that went are erased', () => {
  const before = { lines: ['a', 'b', 'c'], rows: 10 };
  expect(shown(difference(before, { lines: ['a', 'B'], rows: 10 }))).toBe(
    '␛[?2026h␛[2;1HB␛[0m␛[K␛[3;1H␛[0m␛[K␛[?2026l',
  );
});

test('what lies below the bottom of a small terminal is cut', () => {
  expect(shown(difference(null, { lines: ['a', 'b', 'c'], rows: 2 }))).not.toContain('c');
});
