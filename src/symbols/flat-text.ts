import { createHash } from 'node:crypto';
import type { Piece } from './parser.ts';

type Stretch = Pick<Piece, 'start' | 'end'>;

/**
 * A stretch of text without comments, laid out in one way: a change of layout is no change of a contract. `comments` are in the
 * order of the text.
 */
export function flatText(text: string, { start, end }: Stretch, comments: readonly Stretch[]): string {
  let flat = '';
  let at = start;
  for (let index = firstFrom(comments, start); index < comments.length; index += 1) {
    const comment = comments[index];
    if (comment === undefined || comment.start >= end) break;
    if (comment.start < at || comment.end > end) continue;
    flat += text.slice(at, comment.start);
    at = comment.end;
  }
  return (
    (flat + text.slice(at, end))
      // A single blank stays: most are.
      .replaceAll(/[^\S ]\s*| \s+/gu, ' ')
      .replaceAll(/,? ?([)\]}])/gu, '$1')
      .replaceAll(/([([{]) /gu, '$1')
      .replaceAll(/\{(?!\})/gu, '{ ')
      .replaceAll(/(?<!\{)\}/gu, ' }')
      .replace(/(?: ?=>? ?|[ :{;,])+$/u, '')
      .trim()
  );
}

/** The first comment that begins at an offset or behind it: a file may have thousands, and every declaration asks. */
function firstFrom(comments: readonly Stretch[], offset: number): number {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Changes with every text of a declaration but its name and its layout. */
export function digestOf(
  text: string,
  { node, name }: { readonly node: Stretch; readonly name: Stretch },
  comments: readonly Stretch[],
): string {
  const before = flatText(text, { start: node.start, end: name.start }, comments);
  const after = flatText(text, { start: name.end, end: node.end }, comments);
  return createHash('sha256').update(`${before}\0${after}`).digest('base64').slice(0, 16);
}
