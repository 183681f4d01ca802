import { age } from '../render/age.ts';
import type { Style } from '../render/style.ts';
import { fit, plain } from '../render/text.ts';
import type { Model, Past } from './model.ts';
import { statusLine } from './status-line.ts';

/** Before a row, where the cursor stands once there is one. */
const margin = '  ';

/** Before the first survey: the table as it was, all of it dim, with its age. Nothing of it can be chosen yet. */
export function pastLines(model: Model, options: { readonly style: Style; readonly now: Date }): readonly string[] {
  const { past, height } = model;
  const { style, now } = options;
  const width = style.columns ?? 80;
  const below = statusLine(model, options);
  const reading = 'eading worktrees and sessions…';
  if (past === null) return filled({ above: [fit(`○ R${reading}`, width)], below: [below], height });
  const above = past.lines.map((line) => style.paint('dim', fit(`${margin}${plain(line)}`, width)));
  return filled({ above, below: [fit(`○ ${when(past, now)}; r${reading}`, width), below], height });
}

/** As many lines as the terminal has: what stands above is cut, and the last line of what stands below stays. */
function filled(asked: {
  readonly above: readonly string[];
  readonly below: readonly string[];
  readonly height: number;
}): readonly string[] {
  const below = asked.below.slice(-Math.max(1, asked.height - 1));
  const room = Math.max(0, asked.height - below.length);
  const gap = Array.from({ length: Math.max(0, room - asked.above.length) }, () => '');
  return [...asked.above.slice(0, room), ...gap, ...below];
}

function when({ takenAt }: Past, now: Date): string {
  const old = age(takenAt, now);
  return old === 'now' || old === '' ? 'As of a moment ago' : `As of ${old} ago`;
}
