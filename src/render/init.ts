import type { PartResult } from '../init/carry-out.ts';
import type { Change, Checkup, FileEdit, FileState, Finding, Instruction, PartName, Plan } from '../init/part.ts';
import { homePath } from './path.ts';
import { shellWord } from './shell.ts';
import type { Style } from './style.ts';
import { plain } from './text.ts';

type How = { readonly style: Style; readonly home: string };

/** What a plan would change, line by line, before anybody agrees to it. */
export function renderPlan({ changes }: Pick<Plan, 'changes'>, how: How): readonly string[] {
  return changes.flatMap((change) => changeLines(change, how));
}

/** What became of it, and what is left for a person to do. */
export function renderResult({ name, plan, outcome }: PartResult, remove: boolean, how: How): readonly string[] {
  const { style } = how;
  const subject = subjects[name];
  const flags = `--${name}${remove ? ' --remove' : ''}`;
  const words: Readonly<Record<PartResult['outcome'], readonly string[]>> = {
    done: [
      plan.byHand.length > 0
        ? `${style.paint('success', '✓')} ${remove ? 'Took out' : 'Wrote'} what is kg's own of ${subject}`
        : `${style.paint('success', '✓')} ${remove ? `Took ${subject} out again` : `Set up ${subject}`}`,
    ],
    nothing: [
      `${style.paint('dim', '○')} Nothing to change: ${subject} is ${remove ? 'not set up' : 'set up as it should be'}`,
    ],
    declined: [`${style.paint('dim', '○')} Nothing was changed`],
    unasked: [
      `${style.paint('warning', '▲')} Nothing was changed, since there is no terminal to ask on`,
      `${style.paint('dim', '↳')} To do it, run kg init ${flags} --yes`,
    ],
    refused: [],
    'by hand': [],
  };
  return [
    ...plan.refusals.flatMap((finding) => findingLines(finding, 'refusal', how)),
    ...words[outcome],
    ...plan.byHand.flatMap((one) => instructionLines(one, remove, how)),
    ...plan.remarks.flatMap((finding) => findingLines(finding, 'remark', how)),
  ];
}

/** Whether a part is there and works. */
export function renderCheckup(name: PartName, { state, faults, remarks }: Checkup, how: How): readonly string[] {
  const { style } = how;
  const subject = capital(subjects[name]);
  const head = {
    installed: `${style.paint('success', '✓')} ${subject} is set up`,
    absent: `${style.paint('warning', '▲')} ${subject} is not set up`,
    broken: `${style.paint('failure', '✗')} ${subject} is set up, and does not work as it should`,
  };
  return [
    head[state],
    ...faults.flatMap((finding) => findingLines(finding, 'detail', how)),
    ...remarks.flatMap((finding) => findingLines(finding, 'remark', how)),
    ...(state === 'absent' ? [`${style.paint('dim', '↳')} To set it up, run kg init --${name}`] : []),
  ];
}

const subjects: Readonly<Record<PartName, string>> = { 'git-hook': 'the git hook', claude: 'the Claude Code plugin' };

function changeLines(change: Change, { style, home }: How): readonly string[] {
  if (change.kind === 'run')
    return [change.command.map(shellWord).join(' '), `    ${style.paint('dim', plain(change.means))}`];
  const path = style.paint('path', homePath(change.path, home));
  if (change.kind === 'restore') {
    const words = change.after === null ? 'removed again' : 'as before';
    return [
      `${path}  ${words}`,
      `    ${style.paint('dim', 'To the byte, unless something else in it has changed since')}`,
    ];
  }
  if (change.kind === 'folder') {
    const words = change.holds === 'copy' ? 'removed' : 'removed when it is empty';
    const why = change.holds === 'copy' ? "Claude Code's copy of the plugin" : 'It was made for the plugin';
    return [`${path}  ${words}`, `    ${style.paint('dim', why)}`];
  }
  return [`${path}  ${fileWords(change)}`, ...diffLines(change, style)];
}

function fileWords({ before, after }: FileEdit): string {
  if (after === null) return 'removed';
  if (before !== null) return 'changed';
  return (after.mode & 0o111) === 0 ? 'new' : 'new, executable';
}

/** The lines that come and go, with two around them: what kg changes in a file lies in one place. */
function diffLines({ before, after }: FileEdit, style: Style): readonly string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const head = common(old, now);
  const tail = Math.min(common(old.toReversed(), now.toReversed()), old.length - head, now.length - head);
  const around = 2;
  return [
    ...old.slice(Math.max(0, head - around), head).map((line) => `      ${plain(line)}`),
    ...old.slice(head, old.length - tail).map((line) => style.paint('deleted', `    - ${plain(line)}`)),
    ...now.slice(head, now.length - tail).map((line) => style.paint('added', `    + ${plain(line)}`)),
    ...old.slice(old.length - tail, old.length - tail + around).map((line) => `      ${plain(line)}`),
  ];
}

function linesOf(state: FileState | null): readonly string[] {
  return state === null ? [] : state.bytes.toString('utf8').replace(/\n$/u, '').split('\n');
}

function common(some: readonly string[], others: readonly string[]): number {
  const end = some.findIndex((line, at) => line !== others[at]);
  return end === -1 ? some.length : end;
}

function instructionLines(
  { where, why, lines }: Instruction,
  remove: boolean,
  { style, home }: How,
): readonly string[] {
  const what = remove ? 'take this out of' : 'put this into';
  return [
    `${style.paint('warning', '▲')} Left as it is, since ${plain(why)}`,
    `${style.paint('dim', '↳')} By hand, ${what} ${homePath(where, home)}`,
    ...lines.map((line) => `    ${plain(line)}`),
  ];
}

function findingLines(
  { message, lines = [], hint }: Finding,
  kind: 'refusal' | 'detail' | 'remark',
  { style }: How,
): readonly string[] {
  const sign = { refusal: style.paint('failure', '✗'), detail: ' ', remark: style.paint('dim', '○') }[kind];
  return [
    `${sign} ${kind === 'detail' ? '  ' : ''}${plain(message)}`,
    ...lines.map((line) => `    | ${plain(line)}`),
    ...(hint === undefined ? [] : [`${style.paint('dim', '↳')} ${plain(hint)}`]),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
