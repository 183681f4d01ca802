import type { Keyboard, Output } from './streams.ts';

/**
 * Asks a question that one key answers: `y` is yes, everything else is no, also Ctrl-C and Ctrl-D. `null` where nobody can be asked,
 * since not both streams are a terminal: nothing is read then.
 */
export async function ask(options: {
  readonly question: string;
  readonly stdin: Keyboard;
  readonly output: Output;
}): Promise<boolean | null> {
  const { question, stdin, output } = options;
  if (stdin.isTTY !== true || output.isTTY !== true) return null;
  output.write(`${question} [y/N] `);
  stdin.setRawMode?.(true);
  try {
    stdin.resume();
    const yes = await new Promise<boolean>((resolve) => {
      const hear = (bytes: Buffer): void => {
        stdin.off('data', hear);
        resolve(/^y/iu.test(bytes.toString('latin1')));
      };
      stdin.on('data', hear);
    });
    output.write(`${yes ? 'yes' : 'no'}\n`);
    return yes;
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
  }
}
