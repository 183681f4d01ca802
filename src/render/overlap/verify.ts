import type { Verification } from '../../verify/verify-merge.ts';
import { counted } from '../counted.ts';
import type { OverlapNames } from './names.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

/** What the person's own check says of the merge: the verdict, and the lines that are new there. */
export function renderVerification(
  verification: Verification,
  { names, style }: { readonly names: OverlapNames; readonly style: Style },
): { readonly lines: readonly string[]; readonly notes: readonly string[] } {
  const { command, verdict, fresh, linked, timedOut } = verification;
  const [a, b] = [names.name(verification.a), names.name(verification.b)];
  const [sign, role] = verdict === 'passes' ? (['✓', 'success'] as const) : (['▲', 'warning'] as const);
  const shown = fresh.slice(0, MOST);
  const rest = fresh.length - shown.length;
  const note = (text: string): string => `${style.paint('dim', '○')} ${style.paint('dim', text)}`;
  return {
    lines: [
      `${style.paint(role, sign)} ${style.paint('branch', a)} ↔ ${style.paint('branch', b)}  ${words(verification, a, b)}`,
      ...shown.map((line) => `    ${plain(line)}`),
      ...(rest > 0 ? [`    … and ${counted(rest, 'more line')} (all with --json)`] : []),
    ],
    notes: [
      ...(timedOut ? [note('A run took longer than ten minutes and was ended')] : []),
      ...(verdict === 'conflict' ? [] : [note(`Ran ${prose(command)} in a temporary copy, which is gone again`)]),
      ...(linked.length > 0 ? [note(`With ${linked.map((name) => plain(name)).join(', ')} of ${a}`)] : []),
    ],
  };
}

const MOST = 40;

function words({ verdict, exitCodes, fresh }: Verification, a: string, b: string): string {
  if (verdict === 'passes') return 'the merge passes';
  if (verdict === 'conflict') return 'conflict, so nothing was run';
  if (verdict === 'breaks') return `the merge fails (exit code ${code(exitCodes.merge)}), and both sides pass`;
  const failing = [...(exitCodes.a === 0 ? [] : [a]), ...(exitCodes.b === 0 ? [] : [b])].join(' and ');
  return `the merge fails, and so does ${failing}: ${fresh.length === 0 ? 'nothing is new' : 'these lines are new'}`;
}

function code(exitCode: number | null): string {
  return exitCode === null ? 'none' : String(exitCode);
}
