import type { SinceDiff } from '../../since-diff.ts';
import { counted } from '../counted.ts';
import type { Role, Style } from '../style.ts';
import { plain } from '../text.ts';

/** The code that has changed since a checkpoint, whole: no line is cut, and a tab is as wide as git shows it. */
export function showDiff(diff: SinceDiff | null | undefined, style: Style): readonly string[] {
  if (diff === undefined) return [];
  if (diff === null) return ['', 'The code of then and of now could not be compared'];
  const { lines, leftOut } = diff;
  const rest = leftOut === 0 ? [] : [`… and ${counted(leftOut, 'more file')} that are not shown here`];
  if (lines.length === 0) return ['', ...(rest.length === 0 ? ['No code has changed since'] : rest)];
  return ['', ...lines.map((line) => inked(line, style)), ...rest];
}

function inked(line: string, style: Style): string {
  const text = plain(line.replaceAll('\t', '        '));
  const role = roles.find(([start]) => line.startsWith(start))?.[1];
  return role === undefined ? text : style.paint(role, text);
}

/** By the beginning of a line, the longer ones first. Format: git-diff(1), "Generating patch text with -p". */
const roles: readonly (readonly [string, Role])[] = [
  ['diff --git ', 'heading'],
  ['+++ ', 'dim'],
  ['--- ', 'dim'],
  ['@@ ', 'path'],
  ['+', 'added'],
  ['-', 'deleted'],
];
