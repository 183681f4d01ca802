/**
 * A program in a real pseudo-terminal, with the screen that a person would see: for what only a terminal proves (a redraw,
 * a key, the way out). `node-pty` runs the program, a headless xterm keeps the screen and answers the program's questions.
 */
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { until } from './until.ts';

export type TerminalOptions = {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. Leave out `CI` for programs that draw. */
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
  /** Called with all that was written so far, as soon as more has come. */
  readonly onWritten?: (raw: string) => void;
};

/** How the program ended: its exit code, and the signal number when one ended it. */
export type Ending = { readonly code: number; readonly signal: number | null };

export type Key = keyof typeof keys;

export type Terminal = {
  readonly pid: number;
  /** The visible lines, without trailing blanks. */
  readonly screen: () => string;
  /** `alternate` while a full-screen program draws. */
  readonly buffer: () => 'normal' | 'alternate';
  /** Everything the program wrote, escape sequences included. */
  readonly raw: () => string;
  readonly type: (text: string) => void;
  readonly press: (key: Key) => void;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Waits until the screen matches and gives it; the error shows the last screen. */
  readonly until: (pattern: RegExp, options?: { readonly within?: number }) => Promise<string>;
  /** The ending, or `null` while it runs. */
  readonly ending: () => Ending | null;
  readonly ended: Promise<Ending>;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL' | 'SIGHUP' | 'SIGINT') => void;
  /** Ends the program if it still runs, and frees the terminal. */
  readonly close: () => Promise<void>;
};

const keys = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  space: ' ',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
  'ctrl-u': '\x15',
  'ctrl-z': '\x1a',
  /** What a terminal sends when its window is no longer in front. */
  'focus-lost': '\x1b[O',
} as const;

/** Starts a program in a new pseudo-terminal. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { file, args, cwd, env, columns = 120, rows = 40, onWritten } = options;
  const display = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const program = pty.spawn(file, [...args], { name: 'xterm-256color', cols: columns, rows, cwd, env });
  const written: string[] = [];
  let ending: Ending | null = null;

  display.onData((answer) => {
    if (ending === null) program.write(answer);
  });
  program.onData((text) => {
    written.push(text);
    onWritten?.(written.join(''));
    display.write(text);
  });
  const ended = new Promise<Ending>((resolve) => {
    program.onExit(({ exitCode, signal }) => {
      ending = { code: exitCode, signal: signal === undefined || signal === 0 ? null : signal };
      resolve(ending);
    });
  });
  const send = (text: string) => {
    if (ending === null) program.write(text);
  };
  const screen = () => visibleText(display);

  return {
    pid: program.pid,
    screen,
    buffer: () => display.buffer.active.type,
    raw: () => written.join(''),
    type: send,
    press: (key) => send(keys[key]),
    resize: async (newColumns, newRows) => {
      program.resize(newColumns, newRows);
      display.resize(newColumns, newRows);
      await settled(display);
    },
    until: async (pattern, { within = 20_000 } = {}) => {
      const last = await until({
        what: `the screen to match ${pattern}`,
        within,
        read: async () => {
          const over = ending !== null;
          await settled(display);
          return { over, text: screen() };
        },
        accept: (seen) => seen.over || pattern.test(seen.text),
        describe: (seen) => seen.text,
      });
      if (pattern.test(last.text)) return last.text;
      throw new Error(
        `the program ended (${JSON.stringify(ending)}) before the screen matched ${pattern}:\n${last.text}`,
      );
    },
    ending: () => ending,
    ended,
    kill: (signal) => signalProcess(program.pid, signal),
    close: async () => {
      if (ending === null) signalProcess(program.pid, 'SIGKILL');
      await ended;
      display.dispose();
    },
  };
}

/** xterm parses what it is given in slices of its own; an empty write calls back when all before it is on the screen. */
function settled(display: xterm.Terminal): Promise<void> {
  return new Promise((resolve) => display.write('', resolve));
}

function visibleText(display: xterm.Terminal): string {
  const { active } = display.buffer;
  const lines = Array.from({ length: display.rows }, (_, row) =>
    (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
  );
  return lines.join('\n').trimEnd();
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime: that is what was wanted.
  }
}
