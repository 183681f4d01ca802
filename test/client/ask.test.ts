/** `claude.ask: conflict` in the real client: an edit of a file in conflict waits for a person. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pluginArgs, toldByKg } from '../helpers/client/plugin.ts';
import { call, say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('an edit of a file in conflict is held back until a person has answered, and only where that is set', async () => {
    const stage = await setStage(current, ({ worktree }) => {
      const name = call('Edit', {
        file_path: join(worktree, 'src/user.ts'),
        old_string: 'user = 3',
        new_string: "user = 'Ada'",
        replace_all: false,
      });
      return {
        conversations: [
          { when: 'Name without asking', steps: [name, say('Named.')] },
          { when: 'Name the user', steps: [name, say('Named.')] },
        ],
      };
    });
    const { repository, worktree } = stage;
    const cart = `${repository}.cart`;
    execFileSync('git', ['-C', repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart]);
    writeFileSync(join(cart, 'src/user.ts'), 'export const user = 2;\n');
    writeFileSync(join(worktree, 'src/user.ts'), 'export const user = 3;\n');
    const client = await stage.start({ args: [...pluginArgs(stage), '--permission-mode', 'acceptEdits'] });
    const { sessionId } = await client.untilStatus('idle');

    // Without the setting the same edit, in the same client, is told of and made, and nobody is asked.
    await client.enter('Name without asking');
    await client.untilStatus('busy');
    await client.untilStatus('idle');
    expect(client.edges().some(({ record }) => record?.status === 'waiting')).toBe(false);
    expect(toldByKg(stage.api.requests(), 'Name without asking', stage).join('\n')).toContain(
      'git stops with a conflict',
    );
    expect(readFileSync(join(worktree, 'src/user.ts'), 'utf8')).toBe("export const user = 'Ada';\n");

    // A new session in it has heard nothing yet.
    await client.enter('/clear');
    await client.untilRecord('a new session', (record) => record.sessionId !== sessionId);
    writeFileSync(join(worktree, 'src/user.ts'), 'export const user = 3;\n');
    writeFileSync(join(repository, '.keepgoingrc'), 'claude: { ask: conflict }\n');
    await client.enter('Name the user');
    await client.untilStatus('waiting');
    // In this mode the client makes edits by itself; its dialog does not show the reason that a hook gives.
    await client.until(/Do you want to make this edit/u);
    expect(readFileSync(join(worktree, 'src/user.ts'), 'utf8')).toBe('export const user = 3;\n');
    await client.answer('1');
    await client.untilStatus('idle');
    expect(readFileSync(join(worktree, 'src/user.ts'), 'utf8')).toBe("export const user = 'Ada';\n");
  });
});
