import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { each } from '../each.ts';
import { parseRecord, stringIn } from '../transcript/record.ts';
import type { StoryTask } from './story.ts';
import { shortText } from './gathered.ts';

const mostTasks = 200;

/**
 * Reads the task list that the client keeps beside the transcripts, `<config>/tasks/<session id>/<number>.json` (2.1.330): it is
 * the newest state, whoever changed it. `null` when there is none, or it cannot be read.
 */
export async function readTasks(configDirectory: string, sessionId: string): Promise<readonly StoryTask[] | null> {
  const folder = join(configDirectory, 'tasks', sessionId);
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const numbered = names
    .filter((name) => /^\d{1,9}\.json$/u.test(name))
    .toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b));
  if (numbered.length === 0) return null;
  const tasks = await each(numbered.slice(0, mostTasks), 16, async (name) => {
    const parsed = parseRecord(await readFile(join(folder, name), 'utf8').catch(() => ''));
    const subject = parsed === null ? null : stringIn(parsed, 'subject');
    if (parsed === null || subject === null) return null;
    const status = stringIn(parsed, 'status') ?? 'pending';
    return status === 'deleted' ? null : { id: name.slice(0, -'.json'.length), subject: shortText(subject), status };
  });
  return tasks.filter((task) => task !== null);
}
