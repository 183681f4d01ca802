import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';

/** One step that HEAD took. Commits by object id; `before` is all zeros where there was none. */
export type HeadStep = {
  readonly before: string;
  readonly after: string;
  /** ISO time, in whole seconds. */
  readonly at: string;
  /** What git was doing: `commit: …`, `checkout: moving from a to b`, `merge main: Fast-forward`. */
  readonly did: string;
};

/** Reads the steps of HEAD that a worktree's reflog tells of, the oldest first; none where it keeps no reflog as a file. */
export async function readReflog(gitDirectory: string): Promise<readonly HeadStep[]> {
  const text = await readFile(encodePath(join(gitDirectory, 'logs', 'HEAD')), 'utf8').catch(() => '');
  return parseReflog(text.slice(-longest));
}

/** The end of a reflog: hundreds of steps. */
const longest = 256 * 1024;

/** Reads `<old> <new> <who> <seconds> <zone>`, a tab and what was done. Format: git-reflog(1); a damaged line is passed over. */
export function parseReflog(text: string): readonly HeadStep[] {
  return Array.from(
    text.matchAll(/^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) .*? (\d{1,12}) [+-]\d{4}\t(.*)$/gmu),
    ([, before = '', after = '', time, did = '']) => ({
      before,
      after,
      at: new Date(Number(time) * 1000).toISOString(),
      did,
    }),
  );
}
