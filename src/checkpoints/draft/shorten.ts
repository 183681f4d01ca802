/** Whether the lines of a text are kept or made one. */
export type Form = 'line' | 'lines';

/** Without what a terminal acts on or a reader cannot see, which could also take a secret apart; line ends stay. */
export function visible(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').replaceAll(terminalSequence, '').replaceAll(invisible, '').toWellFormed();
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const terminalSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;
const invisible = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A line of at most `limit` characters. A text that was cut before it came here may end in a part of a secret: that word goes. */
export function shorten(text: string, limit: number, form: Form = 'line'): string {
  const whole = text.replace(/\S{1,400}…$/u, '…');
  const line = (form === 'line' ? whole.replaceAll(/\s+/gu, ' ') : whole.replaceAll(/\n{3,}/gu, '\n\n')).trim();
  const characters = line.length <= limit ? null : Array.from(line.slice(0, limit * 2));
  if (characters === null || characters.length <= limit) return line;
  return `${characters
    .slice(0, limit - 1)
    .join('')
    .trimEnd()}…`;
}
