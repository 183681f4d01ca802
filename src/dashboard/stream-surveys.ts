import { listJson, toJsonLine } from '../render/json.ts';
import type { Output } from '../streams.ts';
import type { Event } from './update.ts';
import { follow, type Follow } from './follow.ts';

export type StreamOptions = Follow & {
  readonly stdout: Pick<Output, 'write'>;
  readonly stderr: Pick<Output, 'write'>;
};

/** One survey a line, as `kg list --json` has it, whenever something moved. Runs until the process ends. */
export async function streamSurveys(options: StreamOptions): Promise<void> {
  const { stdout, stderr } = options;
  await follow(options, new AbortController().signal, (event: Event) => {
    if (event.is === 'survey') stdout.write(toJsonLine(listJson(event.survey)));
    if (event.is === 'trouble') stderr.write(event.lines.map((line) => `${line}\n`).join(''));
  });
}
