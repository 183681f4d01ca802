import { listJson, toJsonLine } from '../render/json.ts';
import type { Output } from '../streams.ts';
import { follow, type Follow } from './follow.ts';

export type StreamOptions = Follow & {
  readonly errorLines: (error: unknown) => readonly string[];
  readonly stdout: Pick<Output, 'write'>;
  readonly stderr: Pick<Output, 'write'>;
};

/** One survey a line, as `kg list --json` has it, whenever something moved. Runs until the process ends. */
export async function streamSurveys(options: StreamOptions): Promise<void> {
  const { stdout, stderr, errorLines } = options;
  await follow(options, {
    signal: new AbortController().signal,
    onPicture: ({ survey }) => stdout.write(toJsonLine(listJson(survey))),
    onError: (error) => {
      stderr.write(
        errorLines(error)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
  });
}
