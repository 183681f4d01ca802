import type { Session } from '../../sessions/session.ts';
import type { Story, Told } from '../../sessions/story/story.ts';
import type { Statement } from '../checkpoint.ts';

/** What the session is for: its name, the title that was made for it, and the first thing that a person asked of it. */
export function goalOf(session: Session | null, story: Story | null): readonly Statement[] {
  if (session === null) return [];
  const name = story?.title ?? session.name;
  const title = story?.generatedTitle ?? null;
  const first = story?.firstPrompt ?? null;
  const known = name !== null || title !== null || first !== null;
  return [
    ...(name === null ? [] : [{ text: name, source: 'session name' } as const]),
    ...(title === null ? [] : [{ text: title, source: 'session title' } as const]),
    ...(first === null ? [] : [said(first, 'first prompt')]),
    // A background job names its task before it has a transcript.
    ...(known || session.task === null || session.jobId === undefined
      ? []
      : [{ text: session.task, source: 'job' } as const]),
  ];
}

/** The last thing that a person asked, where it is not the first one too. */
export function lastAskOf(story: Story | null): Statement | null {
  const last = story?.lastPrompt ?? null;
  const first = story?.firstPrompt ?? null;
  return last === null || (last.text === first?.text && last.at === first.at) ? null : said(last, 'last prompt');
}

export function said({ text, cut, at }: Told, source: Statement['source']): Statement {
  return { text: cut ? `${text}…` : text, source, ...(at === null ? {} : { at }) };
}
