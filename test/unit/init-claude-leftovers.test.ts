/** What Claude Code leaves of the plugin in its folder of all plugins, and what kg takes away of that. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { planLeftovers } from '../../src/init/claude/leftovers.ts';
import { readPluginFolder } from '../../src/init/claude/plugin-folder.ts';
import { readPluginMemory, rememberPluginFolder } from '../../src/init/claude/plugin-memory.ts';
import { putBack, removeFolder } from '../../src/init/claude/tidy.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place } from '../helpers/repo.ts';

const other = { 'lint@tools': [{ scope: 'user', installPath: '/elsewhere/cache/tools/lint/1.0.0' }] };
const tools = { tools: { source: { source: 'directory', path: '/tools' } } };

test('where there was nothing, nothing is left', async () => {
  const { files, run } = await scene();
  expect(await run({ remembered: true, between: () => files({ 'data/kg-keepgoing/': '' }) })).toMatchInlineSnapshot(`
    {
      "differences": [],
      "plan": [
        "restore installed_plugins.json",
        "restore known_marketplaces.json",
        "folder cache/keepgoing/kg/0.1.0 (copy)",
        "folder data/kg-keepgoing (nothing)",
        "folder cache/keepgoing/kg (nothing)",
        "folder cache/keepgoing (nothing)",
        "folder marketplaces (nothing)",
        "folder data (nothing)",
        "folder cache (nothing)",
        "folder . (nothing)",
      ],
      "stays": [],
    }
  `);
});

test('what was there before is there to the byte, an orphaned copy of another day too', async () => {
  const { files, run } = await scene();
  files({
    'installed_plugins.json': `{"plugins":${JSON.stringify(other)},  "version":2}`,
    'known_marketplaces.json': `${JSON.stringify(tools, null, 4)}\n`,
    'cache/tools/lint/1.0.0/a.txt': 'a\n',
    'cache/keepgoing/kg/0.0.9/.claude-plugin/plugin.json': '{"name":"kg"}',
    'cache/keepgoing/kg/0.0.9/kg.sh': '',
    'data/': '',
  });
  expect(await run({ remembered: true })).toMatchInlineSnapshot(`
    {
      "differences": [],
      "plan": [
        "restore installed_plugins.json",
        "restore known_marketplaces.json",
        "folder cache/keepgoing/kg/0.1.0 (copy)",
        "folder marketplaces (nothing)",
      ],
      "stays": [],
    }
  `);
});

test('what has come to it since stays, and is named', async () => {
  const { files, lists, run } = await scene();
  const between = () => {
    lists(other, tools);
    files({ 'cache/tools/lint/1.0.0/a.txt': 'a\n', 'data/lint-tools/notes.txt': 'n\n' });
  };
  expect(await run({ remembered: true, between })).toMatchObject({
    stays: ['installed_plugins.json', 'known_marketplaces.json'],
    differences: [
      'new: plugins',
      'new: plugins/cache',
      'new: plugins/cache/tools',
      'new: plugins/cache/tools/lint',
      'new: plugins/cache/tools/lint/1.0.0',
      'new: plugins/cache/tools/lint/1.0.0/a.txt',
      'new: plugins/data',
      'new: plugins/data/lint-tools',
      'new: plugins/data/lint-tools/notes.txt',
      'new: plugins/installed_plugins.json',
      'new: plugins/known_marketplaces.json',
    ],
  });
});

test('a copy that a project has installed for itself stays with it', async () => {
  const { path, lists, run } = await scene();
  const copy = 'cache/keepgoing/kg/0.1.0';
  const project = (name: string) => ({ [name]: [{ scope: 'project', installPath: join(path, copy) }] });
  for (const [installed, kept] of [
    [project('kg@keepgoing'), true],
    [project('renamed@elsewhere'), true],
    [other, false],
  ] as const) {
    const { stays } = await run({ remembered: true, between: () => lists(installed, {}) });
    expect(stays.includes(copy)).toBe(kept);
  }
});

test('where nobody knows what was before, only what bears the name of kg goes, and never a plugin of that name', async () => {
  const { path, files, run } = await scene();
  files({ 'cache/keepgoing/kg/9.9.9/.claude-plugin/plugin.json': '{"name":"kg"}' });
  expect(await run({ remembered: false })).toMatchInlineSnapshot(`
    {
      "differences": [
        "new: plugins/data",
        "new: plugins/installed_plugins.json",
        "new: plugins/known_marketplaces.json",
        "new: plugins/marketplaces",
      ],
      "plan": [
        "folder cache/keepgoing/kg/0.1.0 (copy)",
      ],
      "stays": [],
    }
  `);
  expect(readFileSync(join(path, 'installed_plugins.json'), 'utf8')).toBe('{"version":2,"plugins":{}}');
});

test('nothing is looked for behind a link, and no list is put back over one', async () => {
  const { path, files, run } = await scene();
  files({ '../elsewhere/keepgoing/kg/0.1.0/kg.sh': '', '../elsewhere/list.json': '{}' });
  mkdirSync(path, { recursive: true });
  symlinkSync('../elsewhere', join(path, 'cache'));
  const { plan, differences } = await run({
    remembered: true,
    between: () => {
      rmSync(join(path, 'known_marketplaces.json'));
      symlinkSync('../elsewhere/list.json', join(path, 'known_marketplaces.json'));
    },
  });
  expect(plan.filter((line) => line.includes('cache'))).toEqual([]);
  expect(differences).toContain('new: plugins/known_marketplaces.json');
  expect(readFileSync(join(path, 'known_marketplaces.json'), 'utf8')).toBe('{}');
});

/** A config directory, in which Claude Code installs the plugin and takes it away again, as 2.1.330 does it. */
async function scene() {
  const config = place('claude');
  const path = join(config, 'plugins');
  mkdirSync(config, { recursive: true });
  const files = (texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts)) {
      const file = join(path, name);
      mkdirSync(name.endsWith('/') ? file : dirname(file), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(file, text);
    }
  };
  const lists = (plugins: object, marketplaces: object) =>
    files({
      'installed_plugins.json': JSON.stringify({ version: 2, plugins }),
      'known_marketplaces.json': JSON.stringify(marketplaces),
    });
  const listed = (name: string): object => {
    try {
      const value: unknown = JSON.parse(readFileSync(join(path, name), 'utf8'));
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  };
  const run = async ({ remembered, between }: { readonly remembered: boolean; readonly between?: () => void }) => {
    const where = { env: { CLAUDE_CONFIG_DIR: config }, home: dirname(config), cache: place('cache') };
    const proof = readOnlyProof([config]);
    const [installed, known] = [listed('installed_plugins.json'), listed('known_marketplaces.json')];
    const others = 'plugins' in installed && typeof installed.plugins === 'object' ? { ...installed.plugins } : {};
    if (remembered) await rememberPluginFolder(where);

    lists({ ...others, 'kg@keepgoing': [{ installPath: join(path, 'cache/keepgoing/kg/0.1.0') }] }, known);
    files({
      'cache/keepgoing/kg/0.1.0/.claude-plugin/plugin.json': '{"name":"kg"}',
      'cache/keepgoing/kg/0.1.0/kg.sh': '',
      'data/': '',
      'marketplaces/': '',
    });
    lists(others, known);
    files({ 'cache/keepgoing/kg/0.1.0/.orphaned_at': '1' });
    between?.();

    const folder = await readPluginFolder(where);
    const before = await readPluginMemory(where.cache, folder.path);
    const plan = planLeftovers(folder, { before, installed: false });
    const stays: string[] = [];
    const below = (one: string) => one.slice(path.length + 1) || '.';
    for (const change of plan) {
      const gone =
        change.kind === 'restore'
          ? await putBack(where, change)
          : change.kind === 'folder' && (await removeFolder(where, change));
      if (!gone && 'path' in change) stays.push(below(change.path));
    }
    return {
      plan: plan.map((one) =>
        one.kind === 'run' ? '' : `${one.kind} ${below(one.path)}${one.kind === 'folder' ? ` (${one.holds})` : ''}`,
      ),
      stays,
      differences: proof
        .differences()
        .filter((one) => !/^(?:inode, )?mtime changed/u.test(one))
        .map((one) => one.replace(`${config}/`, '')),
    };
  };
  return { path, files, lists, run };
}
