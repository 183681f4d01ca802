import type { Keyboard, Output } from '../streams.ts';
import { difference, enter, leave, mouseOff, mouseOn, type Frame } from './screen.ts';

/** The person's terminal, taken over until `close`. */
export type Terminal = {
  readonly draw: (lines: readonly string[]) => void;
  /** Draws every line anew with the next frame. */
  readonly forget: () => void;
  /** Puts text on the clipboard of whoever sits in front of it, where the terminal allows that. */
  readonly copy: (text: string) => void;
  readonly close: () => void;
};

export type TerminalOptions = {
  readonly stdin: Keyboard;
  readonly stdout: Output;
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
  /** Report clicks and the wheel, which takes them from the terminal's own selection. */
  readonly mouse?: boolean;
  /** Registers what must happen however the process ends; answers how to take it back. */
  readonly onEnd: (restore: () => void) => () => void;
};

/** Switches to the alternate screen and to single keys. What was there before comes back with `close`, or at the end. */
export function openTerminal({ stdin, stdout, onKey, onResize, onEnd, mouse = false }: TerminalOptions): Terminal {
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
    stdout.write(mouse ? `${mouseOff}${leave}` : leave);
  };
  const forget = onEnd(restore);
  stdin.setRawMode?.(true);
  stdin.on('data', keys);
  stdin.resume();
  stdout.on('resize', resize);
  stdout.write(mouse ? `${enter}${mouseOn}` : enter);
  return {
    draw: (lines) => {
      if (!open) return;
      const frame = { lines, rows: stdout.rows ?? 24 };
      stdout.write(difference(shown, frame));
      shown = frame;
    },
    forget: () => {
      shown = null;
    },
    // Format: xterm's ctlseqs, OSC 52. In base64 no text can end the sequence.
    copy: (text) => void stdout.write(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`),
    close: () => {
      restore();
      forget();
    },
  };
}
