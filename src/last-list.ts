import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Kg } from './kg.ts';
import { glance } from './glance.ts';
import { glanceLine } from './glance-line.ts';
import { glanceFile, glanceLineFile } from './places.ts';
import { readWhole, saveText, saveWhole } from './save-whole.ts';
import type { Survey } from './survey/surveyed.ts';

/** Remembers what was shown: the order of the rows, which row numbers refer to, and the counts, for `kg glance`. */
export async function saveLastList(kg: Kg, survey: Survey): Promise<void> {
  const brief = glance(survey);
  const saved = [saveWhole(glanceFile(kg.cache), brief), saveText(glanceLineFile(kg.cache), `${glanceLine(brief)}\n`)];
  const project = survey.projects.length === 1 ? survey.projects[0] : undefined;
  if (project !== undefined) {
    const paths = project.worktrees.map((worktree) => worktree.path);
    saved.push(saveWhole(lastListFile(kg.cache, project.commonDirectory), paths));
  }
  // The list was shown all the same when the cache cannot be written; only row numbers and the glance go without.
  await Promise.allSettled(saved);
}

/** Paths of the worktrees in the order in which they were last shown; `null` when none were, or the memory is damaged. */
export function readLastList(cache: string, commonDirectory: string): readonly string[] | null {
  const paths = readWhole(lastListFile(cache, commonDirectory));
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : null;
}

function lastListFile(cache: string, commonDirectory: string): string {
  const name = createHash('sha256').update(commonDirectory).digest('hex').slice(0, 16);
  return join(cache, 'lists', `${name}.json`);
}
