import { nextToken } from './shell-tokens.ts';

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
