import { KgError } from '../errors.ts';
import type { Keyboard, Output } from '../streams.ts';

/** Shows lines and asks for a yes. Throws USAGE where nobody can be asked. */
export function confirm(
  lines: readonly string[],
  { stdin, stderr }: { readonly stdin: Keyboard; readonly stderr: Output },
): Promise<boolean> {
  stderr.write(lines.map((line) => `${line}\n`).join(''));
  if (stdin.isTTY !== true) {
    throw new KgError('USAGE', { message: 'Nobody can be asked here; --yes answers for a person' });
  }
  stderr.write('Do it? [y/N] ');
  return new Promise((resolve) => {
    const hear = (bytes: Buffer) => {
      stdin.off('data', hear);
      stdin.pause();
      resolve(/^y(?:es)?\s*$/iu.test(bytes.toString('utf8')));
    };
    stdin.on('data', hear);
    stdin.resume();
  });
}
