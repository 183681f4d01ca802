/** The escape sequences of a full-screen view, and the difference between two frames of it. Pure. */

/** Alternate screen on, cursor hidden, long lines cut at the right edge instead of wrapped, cleared. */
export const enter = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J\u001B[H';
/** What `enter` changed, put back. */
export const leave = '\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l';

/** Presses and the wheel are reported, in decimal (xterm's ctlseqs, 1000 and 1006). */
export const mouseOn = '\u001B[?1000h\u001B[?1006h';
export const mouseOff = '\u001B[?1006l\u001B[?1000l';

export type Frame = {
  readonly lines: readonly string[];
  readonly rows: number;
};

/**
 * What must be written to turn one frame into the next: only the lines that differ, inside a synchronised update so that a
 * terminal that knows it never shows half of one. Lines below the bottom are cut; the caller fits the width.
 */
export function difference(before: Frame | null, after: Frame): string {
  const repaint = before === null || before.rows !== after.rows;
  const count = Math.min(after.rows, Math.max(after.lines.length, before?.lines.length ?? 0));
  let changes = '';
  for (let row = 0; row < count; row += 1) {
    const line = after.lines[row] ?? '';
    if (!repaint && before.lines[row] === line) continue;
    changes += `\u001B[${row + 1};1H${line}\u001B[0m\u001B[K`;
  }
  if (repaint) changes = `\u001B[2J${changes}`;
  return changes === '' ? '' : `\u001B[?2026h${changes}\u001B[?2026l`;
}
