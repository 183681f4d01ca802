import { attentionOf, type Attention } from '../attention.ts';
import type { Kg } from '../kg.ts';
import type { Survey } from '../survey/surveyed.ts';
import { watch, type Pace } from '../watch.ts';
import { act, type ActionsOptions } from './actions.ts';
import type { Backend, BackendOptions } from './backend.ts';
import type { Click } from './click.ts';
import type { TrayMemory } from './memory.ts';
import { trayModel, type TrayModel } from './model.ts';
import { noticesOf } from './notifier.ts';
import { restatePicture, takePicture } from './picture.ts';

export type RunOptions = {
  /** Opens kg anew for every survey, so that projects and config that came since are seen. */
  readonly open: () => Promise<Kg>;
  readonly openBackend: (options: BackendOptions) => Backend;
  readonly actions: ActionsOptions;
  readonly memory: TrayMemory;
  readonly save: (memory: TrayMemory) => Promise<void>;
  readonly isAlive: (pid: number) => boolean;
  readonly say: (sentence: string) => void;
  /** One sentence about an error, for people. */
  readonly errorLine: (error: unknown) => string;
  /** Ends the tray. */
  readonly end: AbortController;
  /** Awaited before the first survey. */
  readonly prepare?: () => Promise<unknown>;
  /** Called when a whole survey has been shown, and nothing is to be done until something moves. */
  readonly onRest?: () => void;
  readonly pace?: Pace;
};

/** Shows the tray until it is ended. */
export async function runTray(options: RunOptions): Promise<void> {
  const { actions, end, save } = options;
  let { memory } = options;
  let opened: Kg | null = null;
  let seen: { readonly survey: Survey; readonly kg: Kg } | null = null;
  let trouble: string | undefined;
  let wake = () => {};

  const attention = (): Attention => attentionOf(seen?.survey ?? nothing, { muted: new Set(memory.muted) });
  const model = (): TrayModel => {
    const { now, home } = actions;
    const whatIsWrong = seen === null ? (trouble ?? 'Reading worktrees and sessions…') : trouble;
    const told = whatIsWrong === undefined ? {} : { trouble: whatIsWrong };
    return trayModel({ attention: attention(), now: now(), home, silent: memory.silent, ...told });
  };
  const remember = (next: Partial<TrayMemory>): void => {
    const before = memory;
    memory = { ...memory, ...next };
    if (keysOf(before) !== keysOf(memory)) void save(memory);
  };

  const onClick = (click: Click): void => {
    switch (click.do) {
      case 'quit':
        end.abort();
        return;
      case 'again':
        wake();
        break;
      case 'silence':
        remember({ silent: !memory.silent });
        break;
      case 'mute':
        remember({ muted: toggled(memory.muted, click.session) });
        break;
      case 'checkpoint':
      case 'conflict':
      case 'jump':
      case 'open':
      case 'resume':
      case 'save':
        void outward(click);
    }
    backend.show(model());
  };
  const outward = async (click: Parameters<typeof act>[0]): Promise<void> => {
    if (seen === null) return;
    const said = await act(click, { attention: attention(), config: seen.kg.config }, actions).catch(
      (error: unknown) => ({
        title: 'kg tray',
        body: options.errorLine(error),
      }),
    );
    if (said !== null) await backend.notify({ slot: 'said', ...said, urgent: false, actions: [] });
  };
  const notify = async (kg: Kg): Promise<void> => {
    const { told, silent } = memory;
    const notices = noticesOf({ attention: attention(), told, now: actions.now(), silent, tray: kg.config.tray });
    remember({ told: notices.told });
    for (const slot of notices.withdraw) await backend.withdraw(slot);
    for (const notice of notices.show) await backend.notify(notice);
  };

  const backend = options.openBackend({ first: model(), fresh: model, onClick, say: options.say });
  try {
    await orEnd(options.prepare?.(), end.signal);
    await watch({
      take: async () => {
        const kg = await options.open();
        const taken = await takePicture(kg);
        opened = kg;
        return taken;
      },
      restate: async (survey) => (opened === null ? survey : restatePicture(opened, survey)),
      isAlive: options.isAlive,
      signal: end.signal,
      onOpen: (now) => {
        wake = now;
      },
      ...(options.pace === undefined ? {} : { pace: options.pace }),
      onPicture: ({ survey, whole }) => {
        if (opened === null) return;
        seen = { survey, kg: opened };
        trouble = survey.problems.length === 0 ? undefined : problemLine(survey);
        backend.show(model());
        void notify(opened);
        if (whole) options.onRest?.();
      },
      onError: (error) => {
        trouble = `Not up to date: ${options.errorLine(error)}`;
        backend.show(model());
      },
    });
  } finally {
    backend.close();
  }
}

const nothing: Survey = {
  takenAt: new Date(0).toISOString(),
  foldedBefore: null,
  projects: [],
  elsewhere: [],
  sessions: [],
  problems: [],
};

function problemLine({ problems }: Survey): string {
  const [first, ...others] = problems;
  return `${first?.message ?? ''}${others.length === 0 ? '' : `, and ${others.length} more: kg list --all`}`;
}

/** Waits for a promise, but not beyond the end. */
function orEnd(promise: Promise<unknown> | undefined, signal: AbortSignal): Promise<unknown> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve());
  return Promise.race([promise, ended]);
}

function toggled(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

/** What is worth a write: the times in `told` move with every look. */
function keysOf({ told, muted, silent }: TrayMemory): string {
  return JSON.stringify([told === null ? null : Object.keys(told).toSorted(), muted, silent]);
}
