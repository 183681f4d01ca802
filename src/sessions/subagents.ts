import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { errorCode, isMissing } from './directories.ts';
import { each } from './each.ts';
import { oneLine } from './one-line.ts';
import { parseRecord, pathIn, stringIn } from './transcript/record.ts';
import { concurrency, fileState, list, problem, type FileState, type TranscriptFile } from './transcript/files.ts';

/** A subagent of a session: `<session id>/subagents/agent-<id>.jsonl` with `agent-<id>.meta.json` beside the transcript. */
export type Subagent = {
  /** `agent-<id>`. */
  readonly id: string;
  /** The worktree that was made for it; `null` when it works where its parent does. */
  readonly worktreePath: string | null;
  readonly description: string | null;
  /** Older clients never say so. */
  readonly finished: boolean;
  readonly file: FileState;
};

/** Looks at the subagents of one session. */
export async function readSubagents(transcript: TranscriptFile, problems: Problem[]): Promise<readonly Subagent[]> {
  if (!transcript.hasFolder) return [];
  const folder = join(transcript.path.slice(0, -'.jsonl'.length), 'subagents');
  const names = (await list(folder, problems)).flatMap((entry) =>
    entry.isFile() && /^agent-[\w-]{1,100}\.jsonl$/u.test(entry.name) ? [entry.name.slice(0, -'.jsonl'.length)] : [],
  );
  const found = await each(names.toSorted(), concurrency, async (id) => {
    const [file, meta] = await Promise.all([
      fileState(join(folder, `${id}.jsonl`), problems),
      readMeta(join(folder, `${id}.meta.json`), problems),
    ]);
    return file === null ? null : { id, ...meta, file };
  });
  return found.filter((subagent) => subagent !== null);
}

type Meta = Pick<Subagent, 'worktreePath' | 'description' | 'finished'>;

async function readMeta(path: string, problems: Problem[]): Promise<Meta> {
  try {
    const parsed = parseRecord(await readFile(path, 'utf8')) ?? {};
    return {
      worktreePath: pathIn(parsed, 'worktreePath'),
      description: oneLine(stringIn(parsed, 'description') ?? ''),
      finished: parsed['finished'] === true,
    };
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(path, errorCode(error)));
    return { worktreePath: null, description: null, finished: false };
  }
}
