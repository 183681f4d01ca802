/** `claude.ask: conflict` in the real client: an edit of a file in conflict waits for a person. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pluginArgs } from '../helpers/client/plugin.ts';
import { call, say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('an edit of a file in conflict is held back until a person has answered', async () => {
    const stage = await setStage(current, ({ worktree }) => ({
      conversations: [
        {
          when: 'Name the user',
          steps: [
            call('Edit', {
              file_path: join(worktree, 'src/user.ts'),
              old_string: 'user = 3',
              new_string: "user = 'Ada'",
              replace_all: false,
            }),
            say('Named.'),
          ],
        },
      ],
    }));
    const { repository, worktree } = stage;
    const cart = `${repository}.cart`;
    execFileSync('git', ['-C', repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart]);
    writeFileSync(join(repository, '.keepgoingrc'), 'claude: { ask: conflict }\n');
    writeFileSync(join(cart, 'src/user.ts'), 'export const user = 2;\n');
    writeFileSync(join(worktree, 'src/user.ts'), 'export const user = 3;\n');
    const client = await stage.start({ args: [...pluginArgs(stage), '--permission-mode', 'acceptEdits'] });
    await client.untilStatus('idle');
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
