import { encodePath } from '../../git/path.ts';

/**
 * A name for a file of the cache that stands for a text, such as a path: another one for every other text, also where the file
 * system folds cases or spellings. It is the text itself where that is short, with all but small letters, digits and a few marks
 * as bytes; so that nothing has to be loaded that digests, which the first look of git would wait for.
 */
export function cacheName(text: string): string {
  const bytes = encodePath(text);
  let name = '';
  for (const byte of bytes)
    name += isPlain(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  return name.length <= LONGEST ? name : digestOf(bytes);
}

/** Characters: a file system allows 255 in most places, and something may be put in front of it or behind. */
const LONGEST = 180;

/** Small letters, digits, `-`, `.` and `_`. */
function isPlain(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x2d && byte <= 0x39 && byte !== 0x2f) || byte === 0x5f;
}

function digestOf(bytes: Buffer): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', bytes).slice(0, 40);
}
