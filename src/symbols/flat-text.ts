import { createHash } from 'node:crypto';
import type { Piece } from './parser.ts';

type Stretch = Pick<Piece, 'start' | 'end'>;

/** A stretch of text without comments, laid out in one way: a change of layout is no change of a contract. */
export function flatText(text: string, { start, end }: Stretch, comments: readonly Stretch[]): string {
  let flat = '';
  let at = start;
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue;
    flat += text.slice(at, comment.start);
    at = comment.end;
  }
  return (flat + text.slice(at, end))
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/,? ?([)\]}])/gu, '$1')
    .replaceAll(/([([{]) /gu, '$1')
    .replaceAll(/\{(?!\})/gu, '{ ')
    .replaceAll(/(?<!\{)\}/gu, ' }')
    .replace(/(?: ?=>? ?|[ :{;,])+$/u, '')
    .trim();
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
