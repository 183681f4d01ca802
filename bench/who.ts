/**
 * What `kg who` costs over many transcripts, cold (nothing remembered) against warm, as a ratio:
 * `node bench/who.ts [--worktrees 8] [--files 500] [--transcripts 500] [--bytes 268435456]`.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildFixture, fixtureFlags } from './fixture.ts';
import { median, race, type Timing } from './timing.ts';

const options = fixtureFlags(process.argv.slice(2), {
  worktrees: 8,
  files: 500,
  transcripts: 500,
  bytes: 2 ** 28,
  live: 6,
  seed: 1,
});
const run = [process.execPath, fileURLToPath(new URL('../bin/run.js', import.meta.url))];
const fixture = buildFixture(options);
try {
  const { main: cwd, env } = fixture;
  const forget = () => rmSync(env['XDG_CACHE_HOME'] ?? '', { recursive: true, force: true });
  const who = { command: [...run, 'who', '*', '--json'], cwd, env };
  const list = { command: [...run, 'list', '--json'], cwd, env };
  const [coldWho, coldList] = race(
    [
      { name: 'kg who, nothing remembered', ...who, before: forget },
      { name: 'kg list, nothing remembered', ...list, before: forget },
    ],
    { rounds: 3, warmUps: 0 },
  );
  const [warmWho, warmList] = race(
    [
      { name: 'kg who', ...who },
      { name: 'kg list', ...list },
    ],
    { rounds: 5, warmUps: 1 },
  );
  console.log(
    `${options.transcripts} transcripts of ${(fixture.bytes / 2 ** 20).toFixed(0)} MiB, ${options.worktrees} worktrees`,
  );
  for (const timing of [coldWho, coldList, warmWho, warmList]) {
    if (timing !== undefined) console.log(`  ${timing.name.padEnd(30)} ${wall(timing).toFixed(0)} ms`);
  }
  console.log(
    `kg who, cold to warm: ${ratio(coldWho, warmWho)}×; warm kg who to warm kg list: ${ratio(warmWho, warmList)}×`,
  );
} finally {
  fixture.remove();
}

function wall(timing: Timing): number {
  return median(timing.runs.map((one) => one.wall));
}

function ratio(one: Timing | undefined, other: Timing | undefined): string {
  return one === undefined || other === undefined ? '?' : (wall(one) / wall(other)).toFixed(2);
}
