import type { Diagnosis } from '../doctor/diagnosis.ts';
import type { Rendered } from './list/list.ts';
import { counted } from './counted.ts';
import type { Role, Style } from './style.ts';
import { prose } from './text.ts';

export type DoctorOptions = {
  readonly diagnoses: readonly Diagnosis[];
  readonly style: Style;
  readonly notesStyle?: Style;
};

/** The answer of `kg doctor`: a line for each check, its evidence unless all is well, and how to mend it. */
export function renderDoctor({ diagnoses, style, notesStyle = style }: DoctorOptions): Rendered {
  const width = Math.max(0, ...diagnoses.map(({ subject }) => prose(subject).length));
  const having = (verdict: Diagnosis['verdict']): number => diagnoses.filter((one) => one.verdict === verdict).length;
  const sums = [
    counted(diagnoses.length, 'check'),
    ...(having('failure') > 0 ? [counted(having('failure'), 'failure')] : []),
    ...(having('warning') > 0 ? [counted(having('warning'), 'warning')] : []),
    ...(having('skipped') > 0 ? [`${having('skipped')} skipped`] : []),
    ...(having('failure') + having('warning') === 0 ? ['all well'] : []),
  ];
  const footer = notesStyle.paint('dim', `○ ${sums.join(', ')}`);
  return {
    lines: diagnoses.flatMap((diagnosis) => diagnosisLines(diagnosis, { width, style })),
    notes: style.columns === null ? [] : ['', footer],
  };
}

type LineOptions = { readonly width: number; readonly style: Style };

function diagnosisLines(
  { subject, verdict, says, evidence = [], mend }: Diagnosis,
  { width, style }: LineOptions,
): readonly string[] {
  const { sign, role } = verdicts[verdict];
  const shown = verdict === 'ok' ? [] : evidence;
  return [
    `${style.paint(role, sign)} ${prose(subject).padEnd(width)}  ${prose(says)}`,
    ...shown.map((line) => `    ${style.paint('dim', prose(line))}`),
    ...(mend === undefined || verdict === 'ok' ? [] : [`  ${style.paint('dim', '↳')} ${prose(mend)}`]),
  ];
}

const verdicts: Readonly<Record<Diagnosis['verdict'], { readonly sign: string; readonly role: Role }>> = {
  ok: { sign: '✓', role: 'success' },
  warning: { sign: '▲', role: 'warning' },
  failure: { sign: '✗', role: 'failure' },
  skipped: { sign: '○', role: 'dim' },
};
