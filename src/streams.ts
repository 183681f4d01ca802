/** What kg needs of the process's streams, so that a test can hand in its own. */

/** A stream to write to; a terminal tells its size and when that changes. */
export type Output = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly write: (text: string) => boolean;
  readonly on: (event: 'resize', listener: () => void) => unknown;
  readonly off: (event: 'resize', listener: () => void) => unknown;
};

/** What a command has to say: the answer, and beside it the story of how it was found. */
export type Printed = { readonly lines: readonly string[]; readonly notes: readonly string[] };

/** Writes the answer to one stream and the story to the other, each line ended. */
export function print(
  { stdout, stderr }: Readonly<Record<'stdout' | 'stderr', Pick<Output, 'write'>>>,
  { lines, notes }: Printed,
): void {
  stdout.write(lines.map((line) => `${line}\n`).join(''));
  stderr.write(notes.map((line) => `${line}\n`).join(''));
}

/** The stream that keys come from. */
export type Keyboard = {
  readonly isTTY?: boolean;
  readonly setRawMode?: (raw: boolean) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
  readonly on: (event: 'data', listener: (bytes: Buffer) => void) => unknown;
  readonly off: (event: 'data', listener: (bytes: Buffer) => void) => unknown;
};
