import type { Output } from '../streams.ts';
import type { Style } from './style.ts';
import { fit, plain } from './text.ts';

type Task = {
  readonly title: string;
  /** The work, already begun: the progress only watches. A failure is the caller's to handle. */
  readonly work: Promise<unknown>;
};

export type ProgressOptions = {
  readonly tasks: readonly Task[];
  /** Standard error; nothing is written unless it is a terminal. */
  readonly stream: Output;
  /** Milliseconds until something is shown. */
  readonly after: number;
};

/** Shows a list of tasks, each with its outcome, while they run; the list is gone when all have ended. */
export async function showProgress({ tasks, stream, after }: ProgressOptions): Promise<void> {
  const all = Promise.allSettled(tasks.map(({ work }) => work));
  if (!isTerminal(stream) || (await endsWithin(all, after))) {
    await all;
    return;
  }
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  // listr2 looks at standard output to find out whether there is a terminal, and falls back when it is a pipe; so the
  // fallback is the same renderer. Its logger writes to standard output unless it is given another stream.
  const options = {
    clearOutput: true,
    formatOutput: 'truncate' as const,
    logger: new ListrLogger({ processOutput: new ProcessOutput(stream, stream) }),
  };
  const list = new Listr(
    tasks.map(({ title, work }) => ({ title: plain(title), task: () => work })),
    {
      concurrent: true,
      exitOnError: false,
      renderer: 'default',
      rendererOptions: options,
      fallbackRenderer: 'default',
      fallbackRendererOptions: options,
      registerSignalListeners: false,
    },
  );
  await list.run();
}

export type StatusOptions<T> = {
  /** "Reading 6 worktrees…" */
  readonly text: string;
  readonly work: Promise<T>;
  readonly stream: Pick<NodeJS.WriteStream, 'write'>;
  /** Style of that stream. */
  readonly style: Style;
  /** Milliseconds until something is shown. */
  readonly after: number;
};

/** Shows one line on a terminal while the work runs, and takes it away when it has ended. */
export async function withStatus<T>({ text, work, stream, style, after }: StatusOptions<T>): Promise<T> {
  if (style.columns === null || (await endsWithin(work, after))) return work;
  stream.write(style.paint('dim', fit(`○ ${plain(text)}`, style.columns - 1)));
  try {
    return await work;
  } finally {
    // Back to the first column, and erase the line (ECMA-48 CR, EL 2).
    stream.write('\r\u001B[2K');
  }
}

function isTerminal(stream: Output): stream is Output & NodeJS.WriteStream {
  return stream.isTTY === true;
}

async function endsWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const waiting = Promise.withResolvers<false>();
  const timer = setTimeout(() => waiting.resolve(false), milliseconds);
  const ended = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([ended, waiting.promise]);
  } finally {
    clearTimeout(timer);
  }
}
