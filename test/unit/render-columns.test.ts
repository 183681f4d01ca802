import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../../src/render/list/cell.ts';
import { type Column, layOut } from '../../src/render/columns.ts';
import { widthOf } from '../../src/render/text.ts';
import { asciiAlphabet, emoji, hostile } from '../helpers/hostile.ts';
import { page, pipe, terminal } from '../helpers/ink.ts';

const columns: readonly Column[] = [
  { key: 'name', name: 'Name', min: 8, max: 12 },
  { key: 'count', name: 'Count', align: 'right', drop: 2 },
  { key: 'note', name: 'Note', min: 6, drop: 1 },
];

const text = array(constantFrom(...hostile, ...emoji, ...asciiAlphabet), { maxLength: 30 }).map((parts) =>
  parts.join(''),
);
const give = constantFrom('end' as const, 'middle' as const, 'whole' as const);
const span = record({ text, give }).chain((soft) => boolean().map((firm) => (firm ? { text: soft.text } : soft)));
const cells = record({ spans: array(span, { maxLength: 3 }), over: boolean() });
const row = record({ cells: record({ name: cells, count: cells, note: cells }) });

describe('any cells', () => {
  test('fit a terminal of any width', () => {
    assert(
      property(array(row, { maxLength: 5 }), integer({ min: 1, max: 60 }), (rows, width) => {
        for (const line of layOut({ columns, rows, style: terminal(width) }).lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  test('keep their fields in a pipe', () => {
    assert(
      property(array(row, { maxLength: 5 }), (rows) => {
        for (const line of layOut({ columns, rows, style: pipe }).lines) expect(line.split('\t')).toHaveLength(3);
      }),
    );
  });
});

describe('room', () => {
  const one = (name: string, count: string, note: string) => {
    const soft = (value: string): Cell => ({ spans: [{ text: value, give: 'end' }] });
    return { cells: { name: soft(name), count: { spans: [{ text: count }] }, note: soft(note) } };
  };
  const rows = [one('a name that is rather long', '7', 'a note that is longer still'), one('b', '1234', '')];
  const at = (width: number): string => {
    const { lines, hidden } = layOut({ columns, rows, style: terminal(width) });
    return page([...lines, `hidden: ${hidden.join(', ')}`]);
  };

  test('goes to the first column up to its cap, then to the next, then beyond the cap; and runs out by rank', () => {
    expect([70, 50, 30, 22, 16, 6].map(at).join('')).toMatchInlineSnapshot(`
      "
      Name                        Count  Note
      a name that is rather long      7  a note that is longer still
      b                            1234
      hidden: 

      Name            Count  Note
      a name that i…      7  a note that is longer still
      b                1234
      hidden: 

      Name          Count  Note
      a name that…      7  a note t…
      b              1234
      hidden: 

      Name          Note
      a name that…  a note …
      b
      hidden: Count

      Name      Note
      a name …  a not…
      b
      hidden: Count

      Name
      a nam…
      b
      hidden: Count, Note
      "
    `);
  });

  test('a column without content is dropped without a word', () => {
    expect(layOut({ columns, rows: [one('abcdefgh', '', 'note')], style: terminal(18) }).hidden).toEqual([]);
  });

  test('a cell may run over the empty ones beside it, and no further', () => {
    const over: Cell = { spans: [{ text: 'runs over what is empty', give: 'end' }], over: true };
    const free = { cells: { name: over } };
    const stopped = { cells: { name: over, note: { spans: [{ text: 'here' }] } } };
    const { lines } = layOut({ columns, rows: [one('abcdefgh', '1', 'note'), free, stopped], style: terminal(40) });
    expect(page(lines)).toMatchInlineSnapshot(`
      "
      Name      Count  Note
      abcdefgh      1  note
      runs over what is empty
      runs over what…  here
      "
    `);
  });
});
