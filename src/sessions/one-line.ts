/** Text of a person or a model as one short line: no control characters, no runs of white space, at most `limit` long. */
export function oneLine(text: string, limit = 200): string | null {
  // Only the head can be shown, and a prompt may be megabytes long.
  const line = text
    .slice(0, limit * 8)
    .replaceAll(terminalSequence, '')
    .replaceAll(invisible, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (line === '') return null;
  const characters = Array.from(line);
  return characters.length <= limit
    ? line
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const terminalSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;

/** Control and format characters, among them those that reorder text, and halves of surrogate pairs. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
