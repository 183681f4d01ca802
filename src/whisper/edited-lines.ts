import type { Range } from '../git/line-changes.ts';
import type { PendingEdit } from './whisper.ts';

/**
 * Pure: the lines of a file that an edit is about to replace, counted from 0; empty where its text does not stand in the file.
 * What the edit leaves as it is at its beginning and its end is not among them: it only says where the edit goes.
 */
export function editedLines(content: string, edit: PendingEdit): readonly Range[] {
  if (edit.kind === 'whole') return [{ start: 0, end: countLines(content) }];
  const { before, after, all } = edit;
  if (before === '') return content === '' ? [{ start: 0, end: 0 }] : [];
  const { head, tail } = unchanged(before.split('\n'), after.split('\n'));
  const length = before.split('\n').length;
  const ranges: Range[] = [];
  let [line, counted] = [0, 0];
  for (
    let at = content.indexOf(before);
    at !== -1 && ranges.length < MOST;
    at = content.indexOf(before, at + before.length)
  ) {
    line += newlines(content, counted, at);
    counted = at;
    ranges.push({ start: line + head, end: line + length - tail });
    if (!all) break;
  }
  return ranges;
}

const MOST = 1000;

/** How many lines at both ends are the same before and after. */
function unchanged(
  before: readonly string[],
  after: readonly string[],
): { readonly head: number; readonly tail: number } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { head, tail };
}

function countLines(content: string): number {
  return newlines(content, 0, content.length) + (content === '' || content.endsWith('\n') ? 0 : 1);
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
