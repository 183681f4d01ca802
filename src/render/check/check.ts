import type { CheckAnswer } from '../../check/ask-check.ts';
import type { Verdict } from '../../check/verdict.ts';
import { reasonWords, type CheckWordsOptions } from './words.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import { overlapNames } from '../overlap/names.ts';
import { sessionsById } from '../overlap/who.ts';
import type { Role, Style } from '../style.ts';
import { plain, widthOf } from '../text.ts';

export type CheckOptions = { readonly answer: CheckAnswer; readonly style: Style; readonly home: string };

/** The word and the sign of each verdict. */
const verdictWords: Readonly<Record<Verdict, { readonly sign: string; readonly role: Role }>> = {
  clear: { sign: '✓', role: 'success' },
  caution: { sign: '▲', role: 'warning' },
  unknown: { sign: '▲', role: 'warning' },
  stop: { sign: '✗', role: 'failure' },
};

/** The answer of `kg check`: the verdict, then each reason with the one thing to do about it. A pipe gets a line a reason. */
export function renderCheck({ answer, style, home }: CheckOptions): Rendered {
  const how = checkWordsOptions(answer, home);
  const { verdict, reasons, worktree } = answer;
  const { sign, role } = verdictWords[verdict];
  const told = reasons.map((reason) => {
    const { message, next } = reasonWords(reason, how);
    const step = next === null ? null : plain(next);
    return { code: reason.code, weight: reason.weight, message: plain(message), next: step };
  });
  const name = how.names.name(worktree);
  const { columns } = style;
  if (columns === null) {
    const lines = told.map(({ weight, code, message, next }) => [weight, code, message, next ?? ''].join('\t'));
    return { lines: [['verdict', verdict, name, ''].join('\t'), ...lines], notes: [] };
  }
  const heading = `${style.paint(role, `${sign} ${verdict}`)}  ${style.paint('branch', name)}`;
  const rest = told.length === 0 ? 'nothing found that stands in the way' : counted(told.length, 'reason');
  return {
    lines: [
      `${heading}  ${style.paint('dim', rest)}`,
      ...told.flatMap(({ weight, message, next }) => {
        const step = next === null ? [] : [`          ${style.paint('dim', '↳')} ${next}`];
        const [first = '', ...others] = wrapped(message, columns - indent);
        const more = others.map((line) => ' '.repeat(indent) + line);
        return [`  ${weight.padEnd(indent - 2)}${first}`].concat(more, step);
      }),
    ],
    notes: [],
  };
}

const indent = 10;

/** Breaks a sentence between its words; a word that is longer than a line is left whole, since it is mostly a path. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What the words of the reasons need. */
export function checkWordsOptions(answer: CheckAnswer, home: string): CheckWordsOptions {
  const { root, worktrees, worktree, trunk } = answer;
  return { names: overlapNames({ root, worktrees }, home), sessions: sessionsById(answer), worktree, trunk, home };
}
