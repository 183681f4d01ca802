import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import Glance from '../../src/commands/glance.ts';
import List from '../../src/commands/list.ts';
import Overlap from '../../src/commands/overlap.ts';
import Show from '../../src/commands/show.ts';
import { runCommand } from '../helpers/command.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

const readme = readFileSync('README.md', 'utf8');
const commands = { list: List, overlap: Overlap, show: Show, glance: Glance };

/** What a command says in the example world, at 80 columns; ids of processes are those of nobody. */
async function output(line: string, world: ShopWorld): Promise<string> {
  const [kg, name = '', ...argv] = line.split(' ');
  if (kg !== 'kg' || !(name in commands)) throw new Error(`README shows a command that no test runs: ${line}`);
  const command = Object.entries(commands).find(([key]) => key === name)?.[1] ?? List;
  const where = { directory: world.auth.path, home: world.home, now: world.now, columns: 80, env: { NO_COLOR: '1' } };
  const { stdout, stderr } = await runCommand(command, argv, where);
  return `${stdout}${stderr}`
    .replaceAll(world.home, '~')
    .replaceAll(world.home.replaceAll(/[^\dA-Za-z]/gu, '-'), '-home-ada')
    .replaceAll(/(?<=process )\d+/gu, '4711')
    .replaceAll(/\n{2,}/gu, '\n\n');
}

test('what README shows is what the commands print, and its config is the example', async () => {
  const world = await shopWorld();
  let told = readme.replace(
    /```yaml\n[^]*?```/u,
    () => `\`\`\`yaml\n${readFileSync('.keepgoingrc.example', 'utf8')}\`\`\``,
  );
  for (const [block, line = ''] of readme.matchAll(/```console\n\$ (.+)\n[^]*?```/gu)) {
    const said = await output(line, world);
    told = told.replace(block, () => `\`\`\`console\n$ ${line}\n${said}\`\`\``);
  }
  await expect(told).toMatchFileSnapshot(resolve('README.md'));
});

test('README tells of every command', () => {
  for (const file of readdirSync('src/commands')) expect(readme).toContain(`kg ${file.replace(/\.ts$/u, '')}`);
});
