import { availableParallelism, homedir } from 'node:os';
import { openLife } from './ending.ts';
import { openKg, type Kg } from './kg.ts';
import { saveLastList } from './last-list.ts';
import { listJson, toJson } from './render/json.ts';
import { overlapJson } from './render/overlap/json.ts';
import { askOverlaps } from './survey/overlap-question.ts';
import { survey } from './survey.ts';

/**
 * `kg list --json` and `kg overlap --json` without oclif, for the scripts and status bars that ask every few seconds: the same
 * survey, the same bytes. Answers false when anything fails; the full program then asks again, and tells what is wrong.
 */
export async function quickAnswer(process: NodeJS.Process, question: 'list' | 'overlap'): Promise<boolean> {
  const { env, platform } = process;
  const home = homedir();
  const now = () => new Date();
  try {
    const directory = process.cwd();
    const concurrency = Math.max(2, availableParallelism());
    const life = openLife(process);
    const kg = await openKg({ env, home, platform, directory, now, concurrency, life, needs: 'project' });
    await (question === 'list' ? list(kg, process.stdout) : overlap(kg, process.stdout));
    return true;
  } catch {
    return false;
  }
}

type Answer = Pick<NodeJS.WriteStream, 'write'>;

async function list(kg: Kg, stdout: Answer): Promise<void> {
  const picture = await survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: false, overlaps: {} });
  stdout.write(toJson(listJson(picture)));
  await saveLastList(kg, picture);
}

async function overlap(kg: Kg, stdout: Answer): Promise<void> {
  const { picture } = await askOverlaps(kg, { selectors: [], staged: false, diff: false });
  stdout.write(toJson(overlapJson(picture)));
}
