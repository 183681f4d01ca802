import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { linesForward } from '../../src/sessions/transcript/lines-forward.ts';
import { place } from '../helpers/repo.ts';

test('a line is handed out whole, in however many pieces it is read, and what follows the last end is told apart', async () => {
  const lines = ['first', 'a'.repeat(1_500_000), '', 'b'.repeat(2_400_000), 'last'];
  const file = place('transcript.jsonl');
  const text = `${lines.join('\n')}\ntorn`;
  writeFileSync(file, text);
  const handle = await open(file);
  const found: string[] = [];
  const from = 'first\n'.length;
  const { offset, rest } = await linesForward({ handle, size: text.length, from }, (line) => {
    found.push(line.toString('latin1'));
  });
  await handle.close();
  expect(found.map((line) => [line.slice(0, 4), line.length])).toEqual([
    ['aaaa', 1_500_000],
    ['', 0],
    ['bbbb', 2_400_000],
    ['last', 4],
  ]);
  expect([offset, rest?.toString('latin1')]).toEqual([text.length - 4, 'torn']);
});
