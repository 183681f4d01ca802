import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import Check from '../../src/commands/check.ts';
import Drift from '../../src/commands/drift.ts';
import Glance from '../../src/commands/glance.ts';
import PreCommit from '../../src/commands/hook/pre-commit.ts';
import List from '../../src/commands/list.ts';
import Overlap from '../../src/commands/overlap.ts';
import Show from '../../src/commands/show.ts';
import Who from '../../src/commands/who.ts';
import { articleScene, type ArticleScene } from '../helpers/article.ts';
import { runCommand } from '../helpers/command.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

const readme = readFileSync('README.md', 'utf8');
const commands = { list: List, overlap: Overlap, show: Show, who: Who, drift: Drift, check: Check, glance: Glance };

/** Commands that README tells as one story, in a world of its own. */
const story: ReadonlySet<string> = new Set(['who', 'drift', 'check']);

type Worlds = { readonly shop: ShopWorld; readonly article: ArticleScene };

/** What a command says in the example world, at 80 columns; ids of processes are those of nobody. */
async function output(line: string, { shop, article }: Worlds): Promise<string> {
  if (line.startsWith('git commit ')) return commitOutput(shop);
  const [kg, name = '', ...argv] = line.split(' ');
  if (kg !== 'kg' || !(name in commands)) throw new Error(`README shows a command that no test runs: ${line}`);
  const command = Object.entries(commands).find(([key]) => key === name)?.[1] ?? List;
  const { home } = story.has(name) ? article : shop;
  const where = story.has(name) ? whereIn(article, article.tests.path) : whereIn(shop, shop.auth.path);
  const { stdout, stderr } = await runCommand(command, argv, where);
  return `${stdout}${stderr}`
    .replaceAll(home, '~')
    .replaceAll(home.replaceAll(/[^\dA-Za-z]/gu, '-'), '-home-ada')
    .replaceAll(/(?<=process )\d+/gu, '4711')
    .replaceAll(/\n{2,}/gu, '\n\n');
}

function whereIn({ home, now }: { readonly home: string; readonly now: Date }, directory: string) {
  return { directory, home, now, columns: 80, env: { NO_COLOR: '1' } };
}

/** What the hook says of a commit on a line that others changed too; the worktree is as before then. */
async function commitOutput(world: ShopWorld): Promise<string> {
  const { auth, home } = world;
  const session = readFileSync(join(auth.path, 'src/session.ts'), 'utf8');
  auth.stage({ 'src/session.ts': session.replace('cookie 41', 'cookie for a month') });
  const where = whereIn(world, auth.path);
  const { stderr } = await runCommand(PreCommit, [], { ...where, env: { ...where.env, KG_HOOK_TIMEOUT: '1m' } });
  auth.stage({ 'src/session.ts': session });
  return stderr.replaceAll(home, '~');
}

test('what README shows is what the commands print, and its config is the example', async () => {
  const [shop, article] = await Promise.all([shopWorld(), articleScene()]);
  const worlds = { shop, article };
  let told = readme.replace(
    /```yaml\n[^]*?```/u,
    () => `\`\`\`yaml\n${readFileSync('.keepgoingrc.example', 'utf8')}\`\`\``,
  );
  for (const [block, line = ''] of readme.matchAll(/```console\n\$ (.+)\n[^]*?```/gu)) {
    const said = await output(line, worlds);
    told = told.replace(block, () => `\`\`\`console\n$ ${line}\n${said}\`\`\``);
  }
  await expect(told).toMatchFileSnapshot(resolve('README.md'));
});

test('README tells of every command', () => {
  for (const file of readdirSync('src/commands')) expect(readme).toContain(`kg ${file.replace(/\.ts$/u, '')}`);
});
