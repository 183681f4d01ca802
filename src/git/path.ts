import { isUtf8 } from 'node:buffer';

/**
 * Paths and names are bytes to git and strings to kg. Bytes that are not valid UTF-8 become lone surrogates (U+DC80 to U+DCFF,
 * one a byte), so that different names stay different, every name can be turned back, and a terminal shows them as U+FFFD.
 */

const ESCAPE = 0xdc00;

/** Turns the bytes of a path into a string from which `encodePath` gets the same bytes back. */
export function decodePath(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0);
    const sequence = bytes.subarray(at, at + length);
    if (sequence.length === length && isUtf8(sequence)) {
      text += sequence.toString('utf8');
      at += length;
    } else {
      text += String.fromCharCode(ESCAPE + (bytes[at] ?? 0));
      at += 1;
    }
  }
  return text;
}

/** The bytes of a path that `decodePath` made, or of any other string, in UTF-8. */
export function encodePath(path: string): Buffer {
  if (isText(path)) return Buffer.from(path, 'utf8');
  const parts = Array.from(path, (character) => {
    const unit = character.charCodeAt(0);
    const escaped = character.length === 1 && unit >= ESCAPE + 0x80 && unit <= ESCAPE + 0xff;
    return escaped ? Buffer.from([unit - ESCAPE]) : Buffer.from(character, 'utf8');
  });
  return Buffer.concat(parts);
}

/** The bytes of a path, one a character: comparing and sorting these is comparing and sorting bytes. */
export function bytesOf(path: string): string {
  return encodePath(path).toString('latin1');
}

/** The path that such bytes stand for. */
export function pathOf(bytes: string): string {
  return decodePath(Buffer.from(bytes, 'latin1'));
}

/** Whether a path is plain text: only then can it be handed to a program as an argument or a working directory. */
export function isText(path: string): boolean {
  return path.isWellFormed();
}

/** How many bytes the UTF-8 sequence has that begins with this byte. */
function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
