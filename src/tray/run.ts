import { attentionOf, type Attention } from '../attention.ts';
import type { Kg } from '../kg.ts';
import type { Survey } from '../survey/surveyed.ts';
import { watch, type Pace } from '../watch.ts';
import { act, type ActionsOptions } from './actions.ts';
import type { Backend, BackendOptions } from './backend.ts';
import { haveMoved, lostDirectories, noPlaces } from './claude-places.ts';
import type { Click } from './click.ts';
import { keepMemory, toggled, type TrayMemory } from './memory.ts';
import { trayModel, type TrayModel } from './model.ts';
import { noticesOf } from './notifier.ts';
import { restatePicture, takePicture } from './picture.ts';
import { openPulse } from './pulse.ts';
import { reading, troubleOf, type Trouble } from './trouble.ts';

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
  const { actions, end, pace } = options;
  const { current, remember } = keepMemory(options.memory, options.save);
  let opened: Kg | null = null;
  let seen: { readonly survey: Survey; readonly kg: Kg } | null = null;
  let trouble: Trouble | null = reading;
  let places = noPlaces;
  let wake = () => {};

  const attention = (): Attention => attentionOf(seen?.survey ?? nothing, { muted: new Set(current().muted) });
  const model = (): TrayModel => {
    const { now, home } = actions;
    return trayModel({ attention: attention(), now: now(), home, silent: current().silent, trouble });
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
        remember({ silent: !current().silent });
        break;
      case 'mute':
        remember({ muted: toggled(current().muted, click.session) });
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
    const { told, silent } = current();
    const { tray } = kg.config;
    const blind = trouble?.blind ?? false;
    const notices = noticesOf({ attention: attention(), told, now: actions.now(), silent, blind, tray });
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
        const picture = await takePicture(kg, places);
        opened = kg;
        places = picture.claude;
        if (picture.again) wake();
        return picture.taken;
      },
      restate: async (survey) => (opened === null ? survey : restatePicture(opened, survey)),
      isAlive: options.isAlive,
      signal: end.signal,
      onOpen: (now) => {
        wake = now;
        const every = pace?.pulse ?? pulse;
        openPulse({ every, now: actions.now, look: () => haveMoved(places), wake: () => wake(), signal: end.signal });
      },
      ...(pace === undefined ? {} : { pace }),
      onPicture: ({ survey, whole }) => {
        if (opened === null) return;
        seen = { survey, kg: opened };
        trouble = troubleOf(survey, { lost: lostDirectories(places), home: actions.home });
        backend.show(model());
        void notify(opened);
        if (whole) options.onRest?.();
      },
      onError: (error) => {
        trouble = { sentence: `Not up to date: ${options.errorLine(error)}`, blind: seen === null };
        backend.show(model());
      },
    });
  } finally {
    backend.close();
  }
}

/** Milliseconds between two looks at what no file tells. */
const pulse = 2000;

const nothing: Survey = {
  takenAt: new Date(0).toISOString(),
  foldedBefore: null,
  projects: [],
  elsewhere: [],
  sessions: [],
  problems: [],
};

/** Waits for a promise, but not beyond the end. */
function orEnd(promise: Promise<unknown> | undefined, signal: AbortSignal): Promise<unknown> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve());
  return Promise.race([promise, ended]);
}
