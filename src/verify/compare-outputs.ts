import { stripVTControlCharacters } from 'node:util';

/** Pure: the lines of one output that none of the others has, each once, whatever their directories and numbers are. */
export function freshLines(
  output: { readonly text: string; readonly directory: string },
  others: readonly { readonly text: string; readonly directory: string }[],
): readonly string[] {
  const known = new Set(others.flatMap((other) => linesOf(other).map(({ key }) => key)));
  const fresh = new Map(linesOf(output).map(({ key, line }) => [key, line]));
  return [...fresh].filter(([key]) => !known.has(key)).map(([, line]) => line);
}

function linesOf({ text, directory }: { readonly text: string; readonly directory: string }) {
  const lines = stripVTControlCharacters(text).replaceAll('\r', '').split('\n');
  return (
    lines
      .map((line) => line.replaceAll(directory, '.').trimEnd())
      .filter((line) => line.trim() !== '')
      // Lines above a difference move, and times are never the same.
      .map((line) => ({ line, key: line.replaceAll(/\d+(?:\.\d+)?/gu, '0') }))
  );
}
