/**
 * One word of a command that a person may copy into a POSIX shell. Words that need quoting are quoted; one with control
 * or other invisible characters takes the `$'…'` form of bash, zsh and ksh, so that the command is right and yet harmless
 * to look at.
 */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,.\/\-][\w@%+=:,.\/~\-]*$/v.test(word)) return word;
  const hidden = /[\p{C}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/v;
  return hidden.test(word)
    ? `$'${word.replace(/[\p{C}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}\\']/gv, byCode)}'`
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A path as `shellWord`, from the home directory on where the shell would expand `~` by itself. */
export function shellPath(path: string, home: string): string {
  const rest = home !== '' && path.startsWith(`${home}/`) ? path.slice(home.length + 1) : null;
  return rest !== null && shellWord(rest) === rest ? `~/${rest}` : shellWord(path);
}

/** Bytes, not code points: `\x` works in every shell that knows the form. */
function byCode(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  const code = character.charCodeAt(0);
  // A byte of a path that is not UTF-8 is kept as the lone surrogate U+DC00 + byte.
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
