import type { Kg } from '../../kg.ts';
import { claudeDirectories } from '../../sessions/directories.ts';
import type { Surroundings } from '../../places.ts';
import { whisper } from '../../whisper/ask.ts';
import type { HookEvent } from '../../whisper/hook-input.ts';
import { sessionsHere } from '../../whisper/sessions-here.ts';

export type HookWorld = Surroundings & {
  readonly cache: string;
  readonly now: () => Date;
  readonly node: string;
  readonly self: string;
  readonly isAlive: (pid: number) => boolean;
  readonly open: (directory: string) => Promise<Kg>;
  /** Milliseconds that may be spent on what the session waits for. */
  readonly patience: number;
};

/** Answers one event in the format of Claude Code; `null`: nothing to say. */
export async function answerHook(event: HookEvent, world: HookWorld): Promise<object | null> {
  const { cache, now, env, home, open, patience } = world;
  const { session, directory } = event;
  if (event.kind === 'save') {
    const { saveInBackground } = await import('./background.ts');
    await saveInBackground({ ...world, ...event, now: now() });
    return null;
  }
  if (event.kind === 'arrival') {
    const [{ arrival }, { renderArrival }, { arrivalAnswer }, kg] = await Promise.all([
      import('../../whisper/arrival.ts'),
      import('../../render/arrival.ts'),
      import('../../render/hook-answer.ts'),
      open(directory),
    ]);
    const found = await arrival({ kg, session });
    return arrivalAnswer(found === null ? null : renderArrival(found, now()));
  }
  // Which files a command changed only a process that stays could find out by itself.
  if (event.files === null) return null;
  const directories = claudeDirectories({ env, home, configured: [] });
  const here = sessionsHere({ directories, isAlive: world.isAlive });
  const { whispers, ask } = await whisper({ cache, session, files: event.files, patience, sessionsHere: here, open });
  if (whispers.length === 0) return null;
  // What puts words into lines takes as long to load as all the rest.
  const { whisperAnswer } = await import('../../render/hook-answer.ts');
  return whisperAnswer({ whispers, ask, when: event.kind, now: now() });
}
