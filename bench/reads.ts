/**
 * What a survey would cost that also read what sessions read, and one that looked for drift, as ratios to the one that `kg list`
 * takes: `node bench/reads.ts [--worktrees 10] [--files 2000] [--transcripts 30] [--bytes 360000000]`. In one process, text and JSON
 * made of it included, so that the start of Node hides nothing.
 */
import { rmSync } from 'node:fs';
import { readDrift } from '../src/drift/read-drift.ts';
import { openKg } from '../src/kg.ts';
import { listJson } from '../src/render/json.ts';
import { renderList } from '../src/render/list/list.ts';
import { openStyle } from '../src/render/style.ts';
import { survey } from '../src/survey.ts';
import { buildFixture, fixtureFlags, type Fixture } from './fixture.ts';
import { median } from './timing.ts';

const depths = ['list', 'with reads', 'with drift'] as const;
type Depth = (typeof depths)[number];
type Spent = { readonly wall: number; readonly cpu: number; readonly git: number };

const options = fixtureFlags(process.argv.slice(2), {
  worktrees: 10,
  files: 2000,
  transcripts: 30,
  bytes: 30 * 12e6,
  live: 8,
  seed: 1,
});
const fixture = buildFixture(options);
try {
  const size = (fixture.bytes / 2 ** 20).toFixed(0);
  console.log(`${options.worktrees} worktrees, ${options.transcripts} transcripts of ${size} MiB`);
  for (const form of ['text', 'json'] as const) {
    await race(form, fixture, { title: 'warm', rounds: 15, forget: false });
    await race(form, fixture, { title: 'nothing remembered', rounds: 3, forget: true });
  }
} finally {
  fixture.remove();
}

async function race(
  form: 'text' | 'json',
  { main, env }: Fixture,
  { title, rounds, forget }: { readonly title: string; readonly rounds: number; readonly forget: boolean },
): Promise<void> {
  const spent = new Map(depths.map((depth) => [depth, new Array<Spent>()]));
  for (const depth of depths) await answer(form, depth, { main, env });
  for (let round = 0; round < rounds; round += 1) {
    for (const depth of round % 2 === 0 ? depths : depths.toReversed()) {
      if (forget) rmSync(env['XDG_CACHE_HOME'] ?? '', { recursive: true, force: true });
      spent.get(depth)?.push(await timed(() => answer(form, depth, { main, env })));
    }
  }
  const middle = (depth: Depth, of: keyof Spent): number => median(spent.get(depth)?.map((one) => one[of]) ?? []);
  for (const depth of depths) {
    const [wall, cpu] = (['wall', 'cpu'] as const).map((of) => (middle(depth, of) / middle('list', of)).toFixed(2));
    const shown = `${middle(depth, 'wall').toFixed(0)} ms, ${wall}×, own CPU ${cpu}×, ${middle(depth, 'git')} git processes`;
    console.log(`  ${form}, ${title.padEnd(19)} ${depth.padEnd(11)} ${shown}`);
  }
}

async function timed(run: () => Promise<number>): Promise<Spent> {
  const [before, began] = [process.cpuUsage(), performance.now()];
  const git = await run();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - began, cpu: (user + system) / 1000, git };
}

/** Makes one answer as `kg list` does, and tells how many git processes that took. */
async function answer(form: 'text' | 'json', depth: Depth, { main, env }: Pick<Fixture, 'main' | 'env'>) {
  const home = env['HOME'] ?? '';
  const now = () => new Date();
  const { platform } = process;
  const kg = await openKg({ env, home, platform, now, directory: main, concurrency: 4, needs: 'project' });
  const reads = depth === 'list' ? {} : ({ reads: 'recent' } as const);
  const how = { scope: 'project', sort: kg.config.list.sort, finished: false, overlaps: {}, ...reads } as const;
  const taken = await survey(kg, how);
  const [project] = taken.projects;
  if (depth === 'with drift' && project !== undefined) await readDrift(kg, taken, project);
  if (form === 'json') JSON.stringify(listJson(taken));
  else renderList({ survey: taken, style: openStyle({ isTTY: true, env: {}, columns: 120 }), now: now(), home });
  return kg.git.started();
}
