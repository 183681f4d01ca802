import { posix } from 'node:path';

/** What a shell command plainly does to files, as far as its words alone tell. */
export type CommandReads = {
  /** Absolute paths of the files that it names to a program that shows them. */
  readonly paths: readonly string[];
  /** Whether it may move HEAD. */
  readonly moves: boolean;
};

/**
 * Pure: which files a command shows. Only plain words are understood (`cat a.ts`, `sed -n 1,40p a.ts`, `cd src && head b.ts`,
 * `rg total src/a.ts`); what the shell would first have to work out is left aside, so nothing is made up.
 */
export function readsOfCommand(command: string, cwd: string): CommandReads {
  const paths = new Set<string>();
  let directory = cwd;
  for (const part of command.slice(0, longest).split(/&&|\|\||[|;\n]/u)) {
    const [program = '', ...words] = wordsOf(part);
    if (program === 'cd') directory = posix.resolve(directory, words[0] ?? '.');
    for (const word of shownBy(program, words)) paths.add(posix.resolve(directory, word));
  }
  return { paths: [...paths].slice(0, mostPaths), moves: moving.test(command) };
}

const longest = 8192;
const mostPaths = 50;

/** Subcommands after which HEAD may stand elsewhere. */
const moving = /\bgit\b[^|;&\n]*\b(?:bisect|checkout|merge|pull|rebase|reset|stash|switch|worktree)\b/u;

const showing = new Set(['bat', 'cat', 'head', 'less', 'more', 'nl', 'tail']);
/** Their first word is a pattern or a script. */
const searching = new Set(['egrep', 'fgrep', 'grep', 'rg', 'sed']);

function shownBy(program: string, words: readonly string[]): readonly string[] {
  const plain = words.filter((word) => !word.startsWith('-') && !/^\d*$/u.test(word));
  if (showing.has(program)) return plain;
  // Without -n, sed is mostly there to write.
  const isSearch = searching.has(program) && (program !== 'sed' || words.includes('-n'));
  return isSearch ? plain.slice(1) : [];
}

/** The words of a simple command; one that the shell would change (a variable, a pattern, a redirection) is not among them. */
function wordsOf(part: string): readonly string[] {
  const words = part.trim().match(/"[^"]*"|'[^']*'|\S+/gu) ?? [];
  return words.flatMap((word, at) => {
    const quoted = /^(["'])(.*)\1$/su.exec(word)?.[2];
    if (quoted !== undefined) return word.startsWith('"') && /[$`\\]/u.test(quoted) ? [] : [quoted];
    if (/^\d*[<>]/u.test(words[at - 1] ?? '') && /^\d*[<>]+$/u.test(words[at - 1] ?? '')) return [];
    return /[$`\\*?[\]{}<>()"'#~]/u.test(word) ? [] : [word];
  });
}
