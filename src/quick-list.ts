import { availableParallelism, homedir } from 'node:os';
import { openLife } from './ending.ts';
import { openKg } from './kg.ts';
import { saveLastList } from './last-list.ts';
import { listJson, toJson } from './render/json.ts';
import { survey } from './survey.ts';

/**
 * `kg list --json` without oclif, for the scripts and status bars that ask it every few seconds: the same survey, the same
 * bytes. Answers false when anything fails; the full program then asks again, and tells what is wrong.
 */
export async function quickList(process: NodeJS.Process): Promise<boolean> {
  const { env, platform } = process;
  const home = homedir();
  const now = () => new Date();
  try {
    const directory = process.cwd();
    const concurrency = Math.max(2, availableParallelism());
    const life = openLife(process);
    const kg = await openKg({ env, home, platform, directory, now, concurrency, life, needs: 'project' });
    const picture = await survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: false, overlaps: {} });
    process.stdout.write(toJson(listJson(picture)));
    await saveLastList(kg, picture);
    return true;
  } catch {
    return false;
  }
}
