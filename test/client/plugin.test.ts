/** The plugin as the real client takes it: valid, installed by a pair of commands, and gone again. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { claudePart } from '../../src/init/claude.ts';
import { cacheOf, packageRoot } from '../helpers/client/plugin.ts';
import { installClient } from '../helpers/client/install.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { until } from '../helpers/until.ts';
import { say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('the plugin is valid, set up as shown, used by a session, and taken away again', async () => {
    const stage = await setStage(current, () => ({ conversations: [{ when: 'Say hello', steps: [say('Hello.')] }] }));
    const settings = join(stage.home.config, 'settings.json');
    const environment = stage.home.environment({ api: stage.api.url });
    const cache = cacheOf(stage);
    const program = await installClient(current);
    const part = claudePart({
      env: { ...environment, PATH: `${dirname(program)}:${environment['PATH']}` },
      home: environment['HOME'] ?? '',
      platform: process.platform,
      cache,
      launcher: { node: process.execPath, main: join(packageRoot, 'bin/run.js') },
    });
    const valid = await Promise.all(
      [packageRoot, join(packageRoot, 'plugin')].map((path) => stage.command('plugin', 'validate', path)),
    );
    expect(valid.map(({ code }) => code)).toEqual([0, 0]);

    const proof = readOnlyProof([stage.repository, stage.worktree]);
    await part.apply(await part.plan());
    expect(await part.check()).toEqual({ state: 'installed', faults: [], remarks: [] });
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ enabledPlugins: { 'kg@keepgoing': true } });

    const { code, stderr } = await stage.print('Say hello');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const asked = JSON.stringify(stage.api.requests()[0]?.messages);
    expect(asked).toContain('plugin:kg:kg');
    expect(asked).toContain('kg:other-sessions');

    const saved = join(stage.worktree, '.keepgoing/checkpoint.md');
    await until({ what: 'the checkpoint of the session', read: () => existsSync(saved), accept: Boolean });

    await part.apply(await part.remove());
    expect(await part.check()).toEqual({ state: 'absent', faults: [], remarks: [] });
    // What is left is the client's own: two lists, empty as before there were any.
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toEqual({ enabledPlugins: {}, extraKnownMarketplaces: {} });
    expect(existsSync(join(cache, 'kg'))).toBe(false);
    // A checkpoint is kept, and what lies in a directory beside it gives that a new time.
    const others = proof.differences().filter((one) => !/keepgoing|\/info(?:\/exclude)?$|^mtime changed/u.test(one));
    expect(others).toEqual([]);
  });
});
