import type { Keyboard, Output } from '../streams.ts';
import { difference, enter, leave, type Frame } from './screen.ts';

/** The person's terminal, taken over until `close`. */
export type Terminal = {
  readonly draw: (lines: readonly string[]) => void;
  readonly close: () => void;
};

export type TerminalOptions = {
  readonly stdin: Keyboard;
  readonly stdout: Output;
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
  /** Registers what must happen however the process ends; answers how to take it back. */
  readonly onEnd: (restore: () => void) => () => void;
};

/** Switches to the alternate screen and to single keys. What was there before comes back with `close`, or at the end. */
export function openTerminal({ stdin, stdout, onKey, onResize, onEnd }: TerminalOptions): Terminal {
  let shown: Frame | null = null;
  let open = true;
  const keys = (bytes: Buffer) => onKey(bytes.toString('utf8'));
  const resize = () => {
    shown = null;
    onResize();
  };
  const restore = () => {
    if (!open) return;
    open = false;
    stdin.off('data', keys);
    stdout.off('resize', resize);
    stdin.setRawMode?.(false);
    stdin.pause();
    stdout.write(leave);
  };
  const forget = onEnd(restore);
  stdin.setRawMode?.(true);
  stdin.on('data', keys);
  stdin.resume();
  stdout.on('resize', resize);
  stdout.write(enter);
  return {
    draw: (lines) => {
      if (!open) return;
      const frame = { lines, rows: stdout.rows ?? 24 };
      stdout.write(difference(shown, frame));
      shown = frame;
    },
    close: () => {
      restore();
      forget();
    },
  };
}
