/** The plugin at work in the real client: what reaches the model, and what does not happen to anybody. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut } from '../../src/init/carry-out.ts';
import { gitHookPart } from '../../src/init/git-hook.ts';
import type { Part } from '../../src/init/part.ts';
import { openProject } from '../../src/kg.ts';
import { testGit } from '../helpers/budget.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { until } from '../helpers/until.ts';
import { cacheOf, packageRoot, pluginArgs, runKg, toldByKg } from '../helpers/client/plugin.ts';
import { untilQuiet } from '../helpers/client/quiet.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { readTranscript } from '../helpers/client/transcript.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('a session is told before it edits what another has changed, and goes on when that one is killed', async () => {
    const thinking = gate();
    const stage = await setStage(current, ({ repository, worktree }) => {
      const cart = join(repository, '../shop.cart');
      return {
        conversations: [
          {
            when: 'Count the users',
            steps: [
              edit(join(worktree, 'src/user.ts'), 'user = 1', 'user = 2'),
              edit(join(worktree, 'README.md'), '# shop', '# users'),
              { ...say('Never said.'), gate: thinking },
            ],
          },
          {
            when: 'Name the users',
            steps: [
              call('Read', { file_path: join(cart, 'src/user.ts') }),
              edit(join(cart, 'src/user.ts'), 'user = 1', "user = 'Ada'"),
              edit(join(cart, 'src/user.ts'), "user = 'Ada'", "user = 'Eve'"),
              call('Write', { file_path: join(cart, 'LICENSE'), content: 'mine\n' }),
              call('Bash', { command: "echo 'the shop' > README.md", description: 'Describe the shop' }),
              call('Bash', {
                command: 'git pull --quiet --ff-only . feature/prices',
                description: 'Take the prices in',
              }),
              call('Bash', { command: `git ${identity} commit --quiet --all --message Name`, description: 'Commit' }),
              say('Named.'),
            ],
          },
        ],
      };
    });
    const cart = join(stage.repository, '../shop.cart');
    execFileSync('git', ['-C', stage.repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart]);
    addPrices(stage);
    const args = pluginArgs(stage);
    const before = readOnlyProof([stage.repository, stage.worktree, cart]);
    const part = await gitHook(stage);
    expect(await carryOut({ part, remove: false, agree: async () => true })).toMatchObject({ outcome: 'done' });

    const first = await stage.start({ args: [...args, '--permission-mode', 'acceptEdits', '--name', 'users'] });
    const { sessionId } = await first.untilStatus('idle');
    await first.enter('Count the users');
    await thinking.reached;
    // The transcript comes a moment after the request; only it tells whose the edit was.
    await until({
      what: 'the edit in the transcript',
      read: () => readTranscript(stage.home.config, sessionId)?.records ?? [],
      accept: (records) => records.filter(({ values }) => 'toolUseResult' in values).length === 2,
    });
    await first.kill9();
    writeFileSync(join(stage.worktree, 'LICENSE'), 'theirs\n');
    writeFileSync(join(stage.worktree, 'src/price.ts'), 'export const price = 2;\n');

    const proof = readOnlyProof([stage.worktree]);
    const { code, stderr } = await stage.print('Name the users', {
      cwd: cart,
      args: [...args, '--allowed-tools', 'Bash'],
      env: { KG_HOOK_TIMEOUT: '1m' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(toldByKg(stage.api.requests(), 'Name the users', stage)).toMatchInlineSnapshot(`
      [
        "kg: src/user.ts is also being changed elsewhere:
      - feature/auth (<shop>.auth), session "users" (crashed): modified, line 1, not committed, just now. Not changed in this worktree so far. This edit meets those lines.",
        "kg: LICENSE is also being changed elsewhere:
      - feature/auth (<shop>.auth): added, line 1, not committed, just now. Not changed in this worktree so far.",
        "kg: README.md was changed by this command and is also being changed elsewhere:
      - feature/auth (<shop>.auth), session "users" (crashed): modified, line 1, not committed, just now. Merging both as they stand now, git stops with a conflict.
      To see both sides, run kg overlap @ feature/auth --diff",
        "kg: src/price.ts was changed by this command and is also being changed elsewhere:
      - feature/auth (<shop>.auth): added, line 1, not committed, just now. Merging both as they stand now, git stops with a conflict (add/add).
      To see both sides, run kg overlap @ feature/auth --diff",
      ]
    `);
    // The commit goes through, and says by name with whom it collides.
    const results =
      stage.api
        .requests()
        .at(-1)
        ?.messages.map(({ content }) => JSON.stringify(content)) ?? [];
    expect(results.findLast((text) => text.includes('tool_result'))).toMatch(
      /src\/user\.ts.*feature\/auth|feature\/auth.*src\/user\.ts/u,
    );
    const git = (...words: readonly string[]) => execFileSync('git', ['-C', cart, ...words], { encoding: 'utf8' });
    expect(git('log', '--format=%s')).toBe('Name\nPrices\nStart\n');
    expect(readFileSync(join(cart, 'src/user.ts'), 'utf8')).toBe("export const user = 'Eve';\n");
    expect(proof.differences()).toEqual([]);
    expect(sessionId).toMatch(/^[\da-f-]{36}$/u);
    expect(existsSync(join(cacheOf(stage), 'whisper/hooks.log'))).toBe(false);
    const saved = join(cart, '.keepgoing/checkpoint.md');
    await until({ what: 'the checkpoint of the session', read: () => existsSync(saved), accept: Boolean });
    await untilQuiet(stage);
    expect(await carryOut({ part, remove: true, agree: async () => true })).toMatchObject({ outcome: 'done' });
    runKg(stage, 'checkpoint', 'prune', '--all', '--yes');
    expect(git('fsck', '--unreachable')).toBe('');
    // All that is left in the repository and its worktrees is the work of the sessions, and what git notes of it.
    expect(lasting(stage, before.differences())).toMatchInlineSnapshot(`
      [
        "shop.auth/LICENSE",
        "shop.auth/README.md",
        "shop.auth/src/price.ts",
        "shop.auth/src/user.ts",
        "shop.cart/LICENSE",
        "shop.cart/README.md",
        "shop.cart/src/price.ts",
        "shop.cart/src/user.ts",
        "shop/.git/logs/refs/heads/feature/cart",
        "shop/.git/refs/heads/feature/cart",
        "shop/.git/worktrees/shop.cart/COMMIT_EDITMSG",
        "shop/.git/worktrees/shop.cart/FETCH_HEAD",
        "shop/.git/worktrees/shop.cart/index",
        "shop/.git/worktrees/shop.cart/logs/HEAD",
      ]
    `);
  });
});

/** Paths of what is new, gone, or of other bytes, without git's objects; that something came and went has moved a directory's time. */
function lasting({ home }: Stage, differences: readonly string[]): readonly string[] {
  return differences
    .filter((one) => !/^(?:inode, )?mtime changed|\/\.git\/objects/u.test(one))
    .map((one) => one.replace(/^.*?: /u, '').replace(`${home.root}/`, ''))
    .toSorted();
}

/** A commit on a branch of its own, which nobody has in a worktree. */
function addPrices({ repository }: Stage): void {
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', repository, ...identity.split(' '), ...args]);
  git('switch', '--quiet', '--create', 'feature/prices');
  writeFileSync(join(repository, 'src/price.ts'), 'export const price = 1;\n');
  git('add', '--all');
  git('commit', '--quiet', '--message=Prices');
  git('switch', '--quiet', 'main');
}

const identity = '-c user.name=Ada -c user.email=ada@example.invalid';

async function gitHook({ repository, home, api }: Stage): Promise<Part> {
  const git = testGit();
  const env = home.environment({ api: api.url });
  const where = { directory: repository, env, home: env['HOME'] ?? '', platform: process.platform };
  const launcher = { node: process.execPath, main: join(packageRoot, 'bin/run.js') };
  return gitHookPart({ kg: { git }, project: await openProject({ git, ...where }), launcher });
}

function edit(file: string, before: string, after: string) {
  return call('Edit', { file_path: file, old_string: before, new_string: after, replace_all: false });
}
