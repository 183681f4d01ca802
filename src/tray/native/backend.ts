import type { Backend, BackendOptions } from '../backend.ts';
import type { Conversation, Programs } from '../programs.ts';
import { macosArgv } from './macos.ts';
import { line, noticeLine, openClicks, parseAnswer, showLine } from './protocol.ts';
import { windowsArgv } from './windows.ts';

export type NativeOptions = BackendOptions & {
  readonly platform: 'darwin' | 'win32';
  readonly programs: Pick<Programs, 'converse'>;
  /** Milliseconds until a native icon that ended is started again. */
  readonly patience?: number;
};

/** The icon of macOS or Windows: a small program of the system's own scripting, which draws what it is told. */
export function openNativeBackend(options: NativeOptions): Backend {
  const { platform, programs, fresh, onClick, say, patience = 10_000 } = options;
  const clicks = openClicks();
  let model = options.first;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let conversation: Conversation | null = null;

  const hear = (text: string): void => {
    const answer = parseAnswer(text);
    if (answer === null) return;
    if ('click' in answer) {
      const click = clicks.click(answer.click);
      if (click !== undefined) onClick(click);
    } else if ('open' in answer) show(fresh());
    else if ('ready' in answer) say('The icon is in the tray');
    else say(`The icon could not be shown: ${answer.failed}`);
  };
  const start = (): void => {
    conversation = programs.converse(platform === 'darwin' ? macosArgv() : windowsArgv(), hear);
    conversation.say(showLine(model, clicks));
    void again(conversation.ended);
  };
  const again = async (ended: Promise<string | null>): Promise<void> => {
    const why = await ended;
    conversation = null;
    if (closed) return;
    say(`The icon is gone${why === null ? '' : ` (${why})`}; kg tray starts it again`);
    retry = setTimeout(start, patience);
  };
  const show = (next: typeof model): void => {
    model = next;
    conversation?.say(showLine(next, clicks));
  };
  start();
  return {
    show,
    notify: async (notice) => conversation?.say(noticeLine(notice, clicks)),
    withdraw: async (slot) => conversation?.say(line({ withdraw: slot })),
    close: () => {
      closed = true;
      clearTimeout(retry);
      conversation?.say(line({ quit: true }));
      conversation?.end();
    },
  };
}
