import { createHash } from 'node:crypto';

/**
 * Lines of kg's own in a file of somebody else, between two marks. The first mark carries a digest of the lines, so that edited
 * ones are never taken for kg's, and what else is needed to make the file what it was. Files are latin1 text here: each
 * character is a byte, and every byte outside of the marks stays what it is.
 */
export type Marked = {
  /** The file without the lines; `null`: there was no file before. */
  readonly without: string | null;
  /** Whether the folder of the file was made for it. */
  readonly folder: boolean;
  /** Between the marks, as text. */
  readonly lines: readonly string[];
  /** Whether they are not as kg wrote them. Then `without` is no more than a guess, and nobody may write it. */
  readonly edited: boolean;
};

const end = '# <<< kg <<<\n';
const shebang = '#!/bin/sh\n';

/**
 * Adds the lines to a file (`null`: there is none), right after its `#!` line: later ones may never be reached. `folder`: the
 * folder of the file is not there either.
 */
export function addMarked(file: string | null, lines: readonly string[], folder: boolean): string {
  const text = file ?? shebang;
  const first = /^#![^\n]*(?<newline>\n?)/u.exec(text);
  const head = first?.[0] ?? '';
  const open = first !== null && first.groups?.['newline'] === '';
  const undo = [...(file === null ? ['made'] : []), ...(folder ? ['folder'] : []), ...(open ? ['newline'] : [])];
  return `${head}${open ? '\n' : ''}${block(lines, undo)}${text.slice(head.length)}`;
}

/** Finds the lines in a file; `null` where there are none. */
export function findMarked(text: string): Marked | null {
  if (!/^# >>> kg\b/mu.test(text)) return null;
  const found = /^# >>> kg (?<digest>[0-9a-f]{12})(?<undo>(?: [a-z]+)*) >>>\n(?<body>[^]*?)^# <<< kg <<<\n/mu.exec(
    text,
  );
  const { digest = '', undo = '', body = '' } = found?.groups ?? {};
  if (found === null)
    return { without: text, folder: false, lines: fromLatin1(text).trimEnd().split('\n'), edited: true };
  const before = text.slice(0, found.index).replace(undo.includes('newline') ? /\n$/u : /$^/u, '');
  const rest = `${before}${text.slice(found.index + found[0].length)}`;
  return {
    without: undo.includes('made') && rest === shebang ? null : rest,
    folder: undo.includes('folder'),
    lines: fromLatin1(body).trimEnd().split('\n'),
    edited: digestOf(body) !== digest || /^# (?:>>>|<<<) kg\b/mu.test(rest),
  };
}

function block(lines: readonly string[], undo: readonly string[]): string {
  const body = toLatin1(lines.map((line) => `${line}\n`).join(''));
  return `# ${['>>> kg', digestOf(body), ...undo, '>>>'].join(' ')}\n${body}${end}`;
}

function digestOf(body: string): string {
  return createHash('sha256').update(body, 'latin1').digest('hex').slice(0, 12);
}

function toLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function fromLatin1(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
