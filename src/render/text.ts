/**
 * Text from git, paths and transcripts is hostile: a branch name may carry C1 controls, a path a line feed, a prompt a
 * whole escape sequence that renames the window. Everything that reaches a terminal passes through here.
 */
import stringWidth from 'string-width';

/** Makes every invisible or active character visible, so that a name stays one line and no two names look alike. */
export function plain(text: string): string {
  if (narrow.test(text)) return text;
  return invisible.test(text) ? text.replace(everyInvisible, visible) : text.toWellFormed();
}

/** Turns text that people or models wrote into one line: escape sequences dropped, runs of blanks folded, then plain. */
export function prose(text: string): string {
  return plain(text.replace(escapeSequences, '').replace(blanks, ' ').trim());
}

/** Columns that plain text takes on a terminal. */
export function widthOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

/** Cuts plain text to at most `width` columns; an ellipsis tells that something is missing at the end. */
export function fit(text: string, width: number): string {
  if (fits(text, width)) return text;
  if (width < 1) return '';
  return `${narrow.test(text) ? text.slice(0, width - 1) : head(graphemes(text), width - 1)}…`;
}

/** As `fit`, with the missing part in the middle: names made by machines often differ only at their end. */
export function fitMiddle(text: string, width: number): string {
  if (fits(text, width)) return text;
  if (width < 5) return fit(text, width);
  const tail = Math.floor((width - 1) / 2);
  const end = head([...graphemes(text)].toReversed(), tail, 'backwards');
  return `${head(graphemes(text), width - 1 - tail)}…${end}`;
}

/** Measures no further than to the first character that is too much: a prompt may be a megabyte. */
function fits(text: string, width: number): boolean {
  if (narrow.test(text)) return text.length <= width;
  if (text.length > longest) return false;
  return text.length <= 2 * width ? widthOf(text) <= width : head(graphemes(text), width) === text;
}

const longest = 4096;

function head(parts: Iterable<string>, width: number, order: 'forwards' | 'backwards' = 'forwards'): string {
  let taken = '';
  let room = width;
  for (const part of parts) {
    room -= widthOf(part);
    if (room < 0) break;
    taken = order === 'forwards' ? taken + part : part + taken;
  }
  return taken;
}

const segmenter = new Intl.Segmenter();

function* graphemes(text: string): Generator<string> {
  const cut = text.length <= longest ? text : text.slice(0, longest).toWellFormed();
  for (const { segment } of segmenter.segment(cut)) yield segment;
}

/** Most text, our own signs included: one column a character, nothing that combines, nothing to hide. */
const narrow = /^[ -~\u00A1-\u00AC\u00AE-\u024F–—…·●○✗✓▲↑↓→↳↵▏]*$/u;

/** C0 controls have pictures of their own in Unicode; the rest is written as its code point. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
  return `\\u{${code.toString(16)}}`;
}

/**
 * Controls (Cc), line and paragraph separators (Zl, Zp), lone surrogates (Cs), the blank Hangul fillers, and format
 * characters (Cf), which hold the bidirectional overrides; of these the joiners that scripts and emoji need, and the
 * Arabic and Kaithi signs that are visible, may stay.
 */
const invisible =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u{115F}\u{1160}\u{3164}\u{FFA0}[\p{Cf}--[\u{200C}-\u{200D}\u0600-\u0605\u06DD\u0890\u0891\u08E2\u{110BD}\u{110CD}]]]/v;
const everyInvisible = new RegExp(invisible.source, 'gv');

/** ECMA-48: control sequences, then command strings (OSC, DCS, SOS, PM, APC) up to their terminator, then the rest. */
const escapeSequences =
  // eslint-disable-next-line no-control-regex -- control characters are the subject
  /(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]|(?:\u001B[\]PX^_]|[\u009D\u0090\u0098\u009E\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|\u001B[\u0020-\u002F]*[\u0030-\u007E]/gv;

const blanks = /\s+/gv;
