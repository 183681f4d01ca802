/** When `kg watch` shows something: timed from outside, through a pseudo-terminal, as the person in front of it would. */
import { stripVTControlCharacters } from 'node:util';
import { openTerminal } from '../test/helpers/terminal.ts';

export type FirstPaint = {
  /** Milliseconds from the start of the program, one a round. */
  readonly bare: readonly number[];
  /** To the first frame that says anything. */
  readonly frame: readonly number[];
  /** To the whole table, surveyed anew. */
  readonly table: readonly number[];
};

export type FirstPaintOptions = {
  readonly node: string;
  readonly kg: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly warmUps: number;
};

/** Starts bare Node and `kg watch` in turn, each in a new terminal. What they showed before is remembered from round to round. */
export async function raceToPaint(options: FirstPaintOptions): Promise<FirstPaint> {
  const bare: number[] = [];
  const frame: number[] = [];
  const table: number[] = [];
  for (let round = -options.warmUps; round < options.rounds; round += 1) {
    const [end] = await times(options, ['-e', '0'], [], 0);
    // As a person does the first few times: long enough for kg to keep what was compiled.
    const stay = round < 0 ? 3000 : 0;
    const [first, whole] = await times(options, [options.kg, 'watch'], [/\S/u, /○ \d+ worktrees/u], stay);
    if (round < 0) continue;
    bare.push(end ?? Number.NaN);
    frame.push(first ?? Number.NaN);
    table.push(whole ?? Number.NaN);
  }
  return { bare, frame, table };
}

/** Milliseconds after which a program that shows nothing is ended. */
const longest = 30_000;

/** When the program had written what each pattern asks for, then, `stay` milliseconds later, `q` is typed; without patterns, when it had ended. */
async function times(
  { node, cwd, env }: FirstPaintOptions,
  args: readonly string[],
  patterns: readonly RegExp[],
  stay: number,
): Promise<readonly number[]> {
  const started = performance.now();
  const now = () => performance.now() - started;
  const terminal = openTerminal({ file: node, args, cwd, env: { ...env, TERM: 'xterm-256color' }, onWritten: look });
  const found: number[] = [];
  function look(raw: string): void {
    for (let pattern = patterns[found.length]; pattern !== undefined; pattern = patterns[found.length]) {
      if (!pattern.test(stripVTControlCharacters(raw))) return;
      found.push(now());
      if (found.length === patterns.length) setTimeout(() => terminal.type('q'), stay);
    }
  }
  const limit = setTimeout(() => terminal.kill('SIGKILL'), longest);
  const ending = await terminal.ended;
  const ended = now();
  clearTimeout(limit);
  await terminal.close();
  if (found.length < patterns.length) throw new Error(`${args.join(' ')} ended too soon: ${JSON.stringify(ending)}`);
  return patterns.length === 0 ? [ended] : found;
}
