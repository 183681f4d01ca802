/** The plugin as the real client takes it: valid, installed by a pair of commands, and gone again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { claudePart } from '../../src/init/claude.ts';
import { cacheOf, packageRoot } from '../helpers/client/plugin.ts';
import { installClient } from '../helpers/client/install.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { until } from '../helpers/until.ts';
import { say } from '../helpers/client/script.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('the plugin is valid, set up as shown, used by a session, and taken away to the byte', async () => {
    const stage = await setStage(current, () => ({ conversations: [{ when: 'Say hello', steps: [say('Hello.')] }] }));
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

    // What any session leaves, with a plugin or without.
    const places = [stage.home.config, dirname(cache), stage.repository, stage.worktree];
    mkdirSync(dirname(cache), { recursive: true });
    const untouched = readOnlyProof(places);
    await stage.print('Say hello');
    const usual = new Set(changed(stage, untouched.differences()));
    const known = clientState(stage);

    const proof = readOnlyProof(places);
    await part.apply(await part.plan());
    expect(await part.check()).toEqual({ state: 'installed', faults: [], remarks: [] });
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ enabledPlugins: { 'kg@keepgoing': true } });

    const { code, stderr } = await stage.print('Say hello');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const asked = JSON.stringify(stage.api.requests().at(-1)?.messages);
    expect(asked).toContain('plugin:kg:kg');
    expect(asked).toContain('kg:other-sessions');
    const saved = join(stage.worktree, '.keepgoing/checkpoint.md');
    await until({ what: 'the checkpoint of the session', read: () => existsSync(saved), accept: Boolean });

    await part.apply(await part.remove());
    expect(await part.check()).toEqual({ state: 'absent', faults: [], remarks: [] });
    expect(readFileSync(settings, 'utf8')).toBe(written);
    expect(clientState(stage)).toEqual(known);
    // All that is left: a checkpoint is kept, the cache can go at any time, and the rest is the client's to tidy up.
    const others = changed(stage, proof.differences()).filter((path) => !usual.has(path));
    expect(others.filter((path) => !others.some((folder) => path.startsWith(`${folder}/`)))).toMatchInlineSnapshot(`
      [
        "shop/.git/info/exclude",
        "config/plugins/cache",
        "config/plugins/data",
        "config/plugins/installed_plugins.json",
        "config/plugins/known_marketplaces.json",
        "config/plugins/marketplaces",
        "config/session-env",
        "home/.cache/claude-cli-nodejs",
        "home/.cache/keepgoing",
        "shop.auth/.keepgoing",
        "shop/.git/keepgoing",
      ]
    `);
    expect(existsSync(join(cache, 'kg'))).toBe(false);
    expect(existsSync(join(cache, 'init/claude-settings.json'))).toBe(false);
  });
});

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

/** Paths of what is new, gone, or of other bytes or mode. */
function changed({ home }: Stage, differences: readonly string[]): readonly string[] {
  const paths = differences
    .filter((one) => !/^(?:inode, )?mtime changed/u.test(one))
    .map((one) =>
      one
        .replace(/^.*?: /u, '')
        .replace(`${home.root}/`, '')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gu, '<session>'),
    );
  return [...new Set(paths)];
}

/** What the client remembers for itself, but for when it wrote that. */
function clientState({ home }: Stage): unknown {
  return JSON.parse(readFileSync(join(home.config, '.claude.json'), 'utf8'), (key, value: unknown) =>
    key === 'lastUsedAt' ? 'a time' : value,
  );
}
