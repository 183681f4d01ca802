/** One simple command of a shell line: its words without redirections, and how it stands among the others. */
export type SimpleCommand = {
  /** Quotes and escapes are resolved; what the shell would expand stays as it is written. */
  readonly words: readonly string[];
  /** What comes between it and the next command. */
  readonly next: '&&' | '||' | ';' | '|' | '&' | 'end';
  /** Inside of `if`, `for`, `while`, `case`, a function or a subshell: the exit of the line need not be its own. */
  readonly nested: boolean;
};

/** Longer lines are scripts, which are not taken apart. */
const longest = 16 * 1024;

/**
 * Takes a line of a POSIX shell apart into its simple commands, as far as it can be done without running it: what stands in
 * substitutions and here-documents is not looked into. What is no shell at all comes back as some commands or none, never as an
 * error.
 */
export function simpleCommands(line: string): readonly SimpleCommand[] {
  const reader = { text: line.slice(0, longest), at: 0 };
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let depth = 0;
  let skipNext = false;
  const end = (next: SimpleCommand['next']): void => {
    const before = depth;
    while (words[0] !== undefined && keywords.has(words[0])) {
      if (opening.has(words[0])) depth += 1;
      if (closing.has(words[0])) depth = Math.max(0, depth - 1);
      words.shift();
    }
    const nested = Math.max(before, depth) > 0;
    if (words.length > 0) commands.push({ words, next, nested });
    else if (next !== ';') replaceLast(commands, next);
    words = [];
    skipNext = false;
  };
  for (let token = nextToken(reader); token !== null; token = nextToken(reader)) {
    if (token.kind === 'word') {
      if (skipNext) skipNext = false;
      else words.push(token.text);
    } else if (token.kind === 'redirection') {
      if (/^\d+$/u.test(words.at(-1) ?? '') && token.glued) words.pop();
      skipNext = true;
    } else if (token.text === '(') {
      end(';');
      depth += 1;
    } else if (token.text === ')') {
      end(';');
      depth = Math.max(0, depth - 1);
    } else end(operators.get(token.text) ?? ';');
  }
  end('end');
  return commands;
}

/** After a closing word (`fi`, `done`, `}`) there may be no command of its own: the operator belongs to the one before. */
function replaceLast(commands: SimpleCommand[], next: SimpleCommand['next']): void {
  const last = commands.at(-1);
  if (last !== undefined && last.next === ';') commands[commands.length - 1] = { ...last, next };
}

const operators = new Map<string, SimpleCommand['next']>([
  ['&&', '&&'],
  ['||', '||'],
  [';', ';'],
  [';;', ';'],
  ['\n', ';'],
  ['|', '|'],
  ['|&', '|'],
  ['&', '&'],
]);

const opening = new Set(['if', 'while', 'until', 'for', 'case', 'select', 'function']);
const closing = new Set(['fi', 'done', 'esac']);
const keywords = new Set([...opening, ...closing, 'then', 'else', 'elif', 'do', '{', '}', '!']);

type Reader = { text: string; at: number };
type Token =
  | { readonly kind: 'word' | 'operator'; readonly text: string }
  | { readonly kind: 'redirection'; readonly text: string; readonly glued: boolean };

function nextToken(reader: Reader): Token | null {
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
