/**
 * Text from outside in Markdown. Prompts, branch names and commit messages are hostile: whatever they hold, they stay text, as
 * code spans and fenced blocks, in which nothing is markup, a link, a mention of a file or an instruction.
 */

/** One line as a code span. */
export function code(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Several lines as a fenced block, at most `most` of them. */
export function block(text: string, most: number): readonly string[] {
  const lines = text.split(/\r\n|[\r\n\p{Zl}\p{Zp}]/u).map((line) => line.replaceAll(/(?!\t)\p{Cc}/gu, '').trimEnd());
  const shown = lines.length <= most ? lines : [...lines.slice(0, most - 1), '…'];
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}text`, ...shown, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/gu), ([run]) => run.length));
}
