/** The plugin as the real client takes it: valid, installed by a pair of commands, and gone again. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { claudePart } from '../../src/init/claude.ts';
import { cacheOf, packageRoot, runKg } from '../helpers/client/plugin.ts';
import { untilQuiet } from '../helpers/client/quiet.ts';
import { installClient } from '../helpers/client/install.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { until } from '../helpers/until.ts';
import { call, say, type Script } from '../helpers/client/script.ts';
import type { Places, Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('the plugin is valid, set up as shown, used by a session, and taken away to the byte', async () => {
    const stage = await setStage(current, withoutItsCopy);
    const settings = join(stage.home.config, 'settings.json');
    // As a person writes them: the client writes them anew in its own way when it notes a plugin.
    const written = '{\n\t"cleanupPeriodDays": 90, "env": { "LINES": "40" }\n}';
    writeFileSync(settings, written, { mode: 0o600 });
    const cache = cacheOf(stage);
    const part = await claude(stage);
    const valid = await Promise.all(
      [packageRoot, join(packageRoot, 'plugin')].map((path) => stage.command('plugin', 'validate', path)),
    );
    expect(valid.map(({ code }) => code)).toEqual([0, 0]);

    const control = await leftByAnyPlugin();
    const proof = proofOf(stage);
    await part.apply(await part.plan());
    expect(await part.check()).toEqual({ state: 'installed', faults: [], remarks: [] });
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ enabledPlugins: { 'kg@keepgoing': true } });

    const { code, stderr, output } = await nameShop(stage);
    expect({ code, stderr, said: output.values['result'] }).toEqual({ code: 0, stderr: '', said: 'Named.' });
    const asked = JSON.stringify(stage.api.requests().at(-1)?.messages);
    expect(asked).toContain('plugin:kg:kg');
    expect(asked).toContain('kg:other-sessions');
    expect(asked).not.toMatch(/is_error":true|hook (?:failed|error)/iu);
    const saved = join(stage.worktree, '.keepgoing/checkpoint.md');
    await until({ what: 'the checkpoint of the session', read: () => existsSync(saved), accept: Boolean });
    await untilQuiet(stage);

    expect(await part.apply(await part.remove())).toEqual([]);
    expect(await part.check()).toEqual({ state: 'absent', faults: [], remarks: [] });
    expect(readFileSync(settings, 'utf8')).toBe(written);
    expect(existsSync(join(cache, 'kg'))).toBe(false);
    expect(existsSync(join(cache, 'init/claude-settings.json'))).toBe(false);
    expect(existsSync(join(cache, 'init/claude-plugins.json'))).toBe(false);
    expect(runKg(stage, 'checkpoint', 'prune', '--all', '--yes')).toContain('shop.auth/.keepgoing');
    rmSync(cache, { recursive: true }); // it can go at any time
    expect(changed(stage, proof).filter((path) => !control.changed.includes(path))).toEqual([]);
    expect(clientState(stage)).toEqual(control.state);
  });
});

/**
 * What a session leaves that has a plugin of the same shape with nothing of kg in it: a hook, a server, and the same names. It is the
 * client's own.
 */
async function leftByAnyPlugin(): Promise<{ readonly changed: readonly string[]; readonly state: unknown }> {
  const stage = await setStage(current, withoutItsCopy);
  const plugin = join(stage.home.root, 'plugin');
  const hook = [{ hooks: [{ type: 'command', command: 'true' }] }];
  const files = {
    '.claude-plugin/plugin.json': { name: 'kg', version: '1.0.0', description: 'Does nothing' },
    'hooks/hooks.json': { hooks: { SessionStart: hook, Stop: hook, SessionEnd: hook } },
    '.mcp.json': { mcpServers: { kg: { command: 'true' } } },
  };
  for (const [name, value] of Object.entries(files)) {
    mkdirSync(dirname(join(plugin, name)), { recursive: true });
    writeFileSync(join(plugin, name), JSON.stringify(value));
  }
  const proof = proofOf(stage);
  expect(await nameShop(stage, '--plugin-dir', plugin)).toMatchObject({ code: 0 });
  // This plugin is still there, and so is its folder.
  const left = changed(stage, proof).filter((path) => !path.startsWith('config/plugins/data'));
  return { changed: left, state: clientState(stage) };
}

/** A session that edits a file while the client's copy of the plugin is gone, and has it as before in the end. */
function withoutItsCopy({ worktree }: Places): Script {
  const copy = '"$CLAUDE_CONFIG_DIR/plugins/cache/keepgoing"';
  const edit = (from: string, to: string) =>
    call('Edit', { file_path: join(worktree, 'README.md'), old_string: from, new_string: to, replace_all: false });
  const steps = [
    call('Read', { file_path: join(worktree, 'README.md') }),
    call('Bash', { command: `mv ${copy} ${copy}.away || true`, description: 'Take the copy away' }),
    edit('# shop', '# Shop'),
    call('Bash', { command: `mv ${copy}.away ${copy} || true`, description: 'Put it back' }),
    edit('# Shop', '# shop'),
    say('Named.'),
  ];
  return { conversations: [{ when: 'Name the shop', steps }] };
}

function nameShop(stage: Stage, ...args: readonly string[]): ReturnType<Stage['print']> {
  return stage.print('Name the shop', { args: [...args, '--allowed-tools', 'Bash'] });
}

type Proof = ReturnType<typeof readOnlyProof>;

function proofOf(stage: Stage): Proof {
  const ofUser = dirname(cacheOf(stage));
  mkdirSync(ofUser, { recursive: true });
  return readOnlyProof([stage.home.config, ofUser, stage.repository, stage.worktree]);
}

async function claude({ home, api }: Stage) {
  const environment = home.environment({ api: api.url });
  const program = await installClient(current);
  return claudePart({
    env: { ...environment, PATH: `${dirname(program)}:${environment['PATH']}` },
    home: environment['HOME'] ?? '',
    platform: process.platform,
    cache: join(environment['HOME'] ?? '', '.cache/keepgoing'),
    launcher: { node: process.execPath, main: join(packageRoot, 'bin/run.js') },
  });
}

/** Paths of what is new, gone, or of other bytes or mode, with what differs from stage to stage put in words. */
function changed({ home }: Stage, proof: Proof): readonly string[] {
  const paths = proof
    .differences()
    .filter((one) => !/^(?:inode, )?mtime changed/u.test(one))
    .map((one) =>
      one
        .replace(/^.*?: /u, '')
        .replace(`${home.root}/`, '')
        .replaceAll(home.root.replaceAll(/[^a-zA-Z0-9]/gu, '-'), '<root>')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, '<session>')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d-]+Z|\d{13}/gu, '<time>'),
    );
  return [...new Set(paths)];
}

/** What the client remembers for itself, but for when it wrote that, whose it is, and the plugin of the control. */
function clientState({ home }: Stage): unknown {
  const text = readFileSync(join(home.config, '.claude.json'), 'utf8').replaceAll(home.root, '<root>');
  return JSON.parse(text, (key, value: unknown) =>
    ['lastUsedAt', 'userID', 'machineID', 'firstStartTime'].includes(key)
      ? 'differs'
      : key === 'kg@inline'
        ? undefined
        : value,
  );
}
