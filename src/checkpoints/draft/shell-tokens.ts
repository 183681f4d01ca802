/** How far a line has been read; the bodies of here-documents are taken out of it on the way. */
export type Reader = { text: string; at: number };

/** `glued`: a digit stands right before the sign, and names the file that is redirected. */
export type Token =
  | { readonly kind: 'word' | 'operator'; readonly text: string }
  | { readonly kind: 'redirection'; readonly text: string; readonly glued: boolean };

/** Reads the next word or sign of a POSIX shell line; `null` at its end. Nothing is run, and what would be expanded stays as written. */
export function nextToken(reader: Reader): Token | null {
  const { text } = reader;
  while (/[ \t\r]/u.test(text[reader.at] ?? '') || text.startsWith('\\\n', reader.at))
    reader.at += text[reader.at] === '\\' ? 2 : 1;
  const character = text[reader.at];
  if (character === undefined) return null;
  if (character === '#') {
    const newline = text.indexOf('\n', reader.at);
    reader.at = newline === -1 ? text.length : newline;
    return nextToken(reader);
  }
  const [sign] =
    /^(?:&>>|&>|<<<|<<-|<<|<&|>&|>\||>>|<>|<(?!\()|>(?!\())/u.exec(text.slice(reader.at, reader.at + 3)) ?? [];
  if (sign !== undefined) {
    const glued = /\d/u.test(text[reader.at - 1] ?? '');
    reader.at += sign.length;
    if (sign === '<<' || sign === '<<-') skipDocument(reader);
    return { kind: 'redirection', text: sign, glued };
  }
  const [operator] = /^(?:&&|\|\||;;|\|&|[;|&\n()])/u.exec(text.slice(reader.at, reader.at + 2)) ?? [];
  if (operator === undefined) return { kind: 'word', text: word(reader) };
  reader.at += operator.length;
  return { kind: 'operator', text: operator };
}

/** Removes the body of a here-document from what is read; its delimiter is left to be skipped as the target of a redirection. */
function skipDocument(reader: Reader): void {
  const [, , delimiter] = /^[ \t]*(['"\\]?)([\w.-]+)/u.exec(reader.text.slice(reader.at, reader.at + 200)) ?? [];
  const body = reader.text.indexOf('\n', reader.at);
  if (delimiter === undefined || body === -1) return;
  const end = new RegExp(String.raw`\n[\t ]*${delimiter.replaceAll('.', String.raw`\.`)}(?=\n|$)`, 'u').exec(
    reader.text.slice(body),
  );
  const rest = end === null ? reader.text.length : body + end.index + end[0].length;
  reader.text = reader.text.slice(0, body) + reader.text.slice(rest);
}

function word(reader: Reader): string {
  const { text } = reader;
  let made = '';
  for (let character = text[reader.at]; character !== undefined; character = text[reader.at]) {
    if (/[\s;|&()<>]/u.test(character)) {
      // `<(…)` and `$(…)` are parts of words; the parenthesis of the second is met below.
      if (!/^[<>]\(/u.test(text.slice(reader.at, reader.at + 2))) break;
      made += take(reader, closingOf(text, reader.at + 1) + 1);
    } else if (character === "'") {
      const end = text.indexOf("'", reader.at + 1);
      made += take(reader, end === -1 ? text.length : end + 1).replaceAll("'", '');
    } else if (character === '"') made += quoted(reader);
    else if (character === '`') {
      const end = text.indexOf('`', reader.at + 1);
      made += take(reader, end === -1 ? text.length : end + 1);
    } else if (character === '$' && /^\$[({]/u.test(text.slice(reader.at, reader.at + 2)))
      made += take(reader, closingOf(text, reader.at + 1) + 1);
    else if (character === '\\') made += take(reader, reader.at + 2).replace(/^\\\n?/u, '');
    else made += take(reader, reader.at + 1);
  }
  return made;
}

function quoted(reader: Reader): string {
  const { text } = reader;
  let made = '';
  reader.at += 1;
  for (let character = text[reader.at]; character !== undefined && character !== '"'; character = text[reader.at]) {
    if (character === '\\') made += take(reader, reader.at + 2).replace(/^\\(?=["\\$`\n])\n?/u, '');
    else if (character === '$' && /^\$[({]/u.test(text.slice(reader.at, reader.at + 2)))
      made += take(reader, closingOf(text, reader.at + 1) + 1);
    else made += take(reader, reader.at + 1);
  }
  reader.at += 1;
  return made;
}

function take(reader: Reader, end: number): string {
  const taken = reader.text.slice(reader.at, end);
  reader.at = Math.max(end, reader.at + 1);
  return taken;
}

/** Where the bracket at a place is closed; the end of the text when it is not. */
function closingOf(text: string, start: number): number {
  const [open = '(', close = ')'] = text[start] === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return text.length;
}
