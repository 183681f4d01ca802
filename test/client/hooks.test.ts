/** The plugin at work in the real client: what reaches the model, and what does not happen to anybody. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readOnlyProof } from '../helpers/read-only.ts';
import { until } from '../helpers/until.ts';
import { cacheOf, packageRoot, pluginArgs, toldByKg } from '../helpers/client/plugin.ts';
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
              { ...say('Never said.'), gate: thinking },
            ],
          },
          {
            when: 'Name the users',
            steps: [
              call('Read', { file_path: join(cart, 'src/user.ts') }),
              edit(join(cart, 'src/user.ts'), 'user = 1', "user = 'Ada'"),
              edit(join(cart, 'src/user.ts'), "user = 'Ada'", "user = 'Eve'"),
              call('Bash', { command: "echo 'the shop' > README.md", description: 'Describe the shop' }),
              call('Bash', { command: `git ${identity} commit --quiet --all --message Name`, description: 'Commit' }),
              say('Named.'),
            ],
          },
        ],
      };
    });
    const cart = join(stage.repository, '../shop.cart');
    execFileSync('git', ['-C', stage.repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart]);
    const args = pluginArgs(stage);
    const hook = join(stage.repository, '.git/hooks/pre-commit');
    mkdirSync(dirname(hook), { recursive: true });
    const kg = `'${process.execPath}' '${join(packageRoot, 'bin/run.js')}'`;
    writeFileSync(hook, `#!/bin/sh\nKG_HOOK_TIMEOUT=1m exec ${kg} hook pre-commit\n`, { mode: 0o755 });

    const first = await stage.start({ args: [...args, '--permission-mode', 'acceptEdits', '--name', 'users'] });
    const { sessionId } = await first.untilStatus('idle');
    await first.enter('Count the users');
    await thinking.reached;
    // The transcript comes a moment after the request; only it tells whose the edit was.
    await until({
      what: 'the edit in the transcript',
      read: () => readTranscript(stage.home.config, sessionId)?.records ?? [],
      accept: (records) => records.some(({ values }) => 'toolUseResult' in values),
    });
    await first.kill9();

    const proof = readOnlyProof([stage.worktree]);
    const { code, stderr } = await stage.print('Name the users', {
      cwd: cart,
      args: [...args, '--allowed-tools', 'Bash'],
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(toldByKg(stage.api.requests(), 'Name the users', stage)).toMatchInlineSnapshot(`
      [
        "kg: src/user.ts is also being changed elsewhere:
      - feature/auth (<shop>.auth), session "users" (crashed): modified, line 1, not committed, just now. Not changed in this worktree so far. This edit meets those lines.",
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
    expect(execFileSync('git', ['-C', cart, 'log', '--format=%s'], { encoding: 'utf8' })).toBe('Name\nStart\n');
    expect(readFileSync(join(cart, 'src/user.ts'), 'utf8')).toBe("export const user = 'Eve';\n");
    expect(proof.differences()).toEqual([]);
    expect(sessionId).toMatch(/^[\da-f-]{36}$/u);
    expect(existsSync(join(cacheOf(stage), 'whisper/hooks.log'))).toBe(false);
    const saved = join(cart, '.keepgoing/checkpoint.md');
    await until({ what: 'the checkpoint of the session', read: () => existsSync(saved), accept: Boolean });
    await until({
      what: 'the servers of both sessions to end',
      read: () => readdirSync(join(cacheOf(stage), 'whisper/warm')).filter((name) => isRunning(Number(name))),
      accept: (clients) => clients.length === 0,
    });
  });
});

const identity = '-c user.name=Ada -c user.email=ada@example.invalid';

function edit(file: string, before: string, after: string) {
  return call('Edit', { file_path: file, old_string: before, new_string: after, replace_all: false });
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
