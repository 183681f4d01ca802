import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Problem } from '../../errors.ts';
import { newestFirst } from '../compare.ts';
import { errorCode, isMissing } from '../directories.ts';
import { linesForward } from '../transcript/lines-forward.ts';
import { parseRecord } from '../transcript/record.ts';
import type { Session } from '../session.ts';
import type { Story, StoryCall } from './story.ts';
import { callOf } from './calls.ts';
import { beginStory, type GatheredStory } from './gathered.ts';
import { takeLine } from './line.ts';
import { readTasks } from './tasks.ts';
import { readSubagents } from '../subagents.ts';
import { fileState, problem } from '../transcript/files.ts';

/** Of very many subagents, the commands of the newest are told. */
const mostSubagents = 50;

/**
 * Reads what a session's transcript tells for whoever carries on, in one pass from its start, with the commands of its
 * subagents that work where it does. `null` when there is no transcript, or it cannot be read: then a problem says why.
 */
export async function readStory(
  session: Pick<Session, 'id' | 'kind' | 'configDirectory' | 'transcript'>,
  problems: Problem[],
): Promise<Story | null> {
  const { transcript, configDirectory, kind } = session;
  if (transcript === null) return null;
  const story = beginStory();
  const [read, tasks] = await Promise.all([
    readLines(transcript, (bytes) => takeLine(story, bytes, 'session'), problems),
    kind === 'subagent' ? null : readTasks(configDirectory, session.id),
  ]);
  if (!read) return null;
  if (kind !== 'subagent') await readHands(transcript, story, problems);
  const { title, generatedTitle, firstPrompt, lastPrompt, plan, failure } = story;
  return {
    title,
    generatedTitle,
    firstPrompt,
    lastPrompt,
    tasks: tasks ?? [...story.tasks.values()],
    plan,
    commands: [...story.commands.values()].toSorted((a, b) => newestFirst(b.from, a.from)),
    failure,
    lastCall: lastCallOf(story),
  };
}

async function readLines(path: string, take: (bytes: Buffer) => void, problems: Problem[]): Promise<boolean> {
  try {
    const handle = await open(path, 'r');
    try {
      const { rest } = await linesForward({ handle, size: (await handle.stat()).size }, take);
      // Whether it is whole is found out by whoever parses it.
      if (rest !== null) take(rest);
      return true;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(path, errorCode(error)));
    return false;
  }
}

/** A subagent without a worktree of its own is a hand of its session: what it ran was run here. */
async function readHands(transcript: string, story: GatheredStory, problems: Problem[]): Promise<void> {
  const state = await fileState(transcript, problems);
  if (state === null) return;
  const id = basename(transcript, '.jsonl');
  const subagents = await readSubagents({ ...state, sessionId: id, hasFolder: true }, []);
  const hands = subagents.filter(({ worktreePath }) => worktreePath === null);
  for (const { file } of hands.toSorted((a, b) => b.file.modified - a.file.modified).slice(0, mostSubagents))
    await readLines(file.path, (bytes) => takeLine(story, bytes, 'hand'), problems);
}

function lastCallOf({ open: calls, lastCall }: GatheredStory): StoryCall | null {
  const [id, line] = [...calls].at(-1) ?? [null, lastCall];
  const record = line === null ? null : parseRecord(line.toString('utf8'));
  return record === null ? null : callOf(record, id);
}
