import type { Problem } from '../../errors.ts';
import { readStory } from '../../sessions/story/read.ts';
import type { Story } from '../../sessions/story/story.ts';
import type { Session } from '../../sessions/session.ts';

/** What a transcript tells, and what of it could not be read. */
export type ToldStory = { readonly story: Story | null; readonly problems: readonly Problem[] };

/** Reads the story of a session. */
export type Stories = (session: Session) => Promise<ToldStory>;

/**
 * Reads each transcript once, however often it is asked for. So whoever guesses early which one will be wanted can have it read
 * while git works, and a wrong guess costs time and nothing else.
 */
export function openStories(): Stories {
  const told = new Map<string, Promise<ToldStory>>();
  return (session) => {
    const key = JSON.stringify([session.id, session.transcript]);
    const known = told.get(key);
    if (known !== undefined) return known;
    const reading = read(session);
    // Whoever waits for it hears of a failure; a guess may have nobody who does.
    reading.catch(() => {});
    told.set(key, reading);
    return reading;
  };
}

async function read(session: Session): Promise<ToldStory> {
  const problems: Problem[] = [];
  return { story: await readStory(session, problems), problems };
}
