/** What a session reads: through the client's own tool, the file under an edit, a shell command, and a file that a prompt names. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions } from '../../src/sessions/read.ts';
import { call, say } from '../helpers/client/script.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current, older } from '../helpers/client/versions.ts';

for (const version of [current, older]) {
  describeClient(version, () => {
    test('what the client records of reading is understood, with the content that was seen', async () => {
      const stage = await setStage(version, ({ worktree }) => ({
        conversations: [
          {
            when: 'Look around',
            steps: [
              call('Read', { file_path: join(worktree, 'src/user.ts') }),
              call('Edit', {
                file_path: join(worktree, 'src/user.ts'),
                old_string: 'user = 1',
                new_string: 'user = 2',
              }),
              call('Bash', { command: 'cat README.md', description: 'Look' }),
              call('Read', { file_path: join(worktree, 'src/gone.ts') }),
              say('Seen.'),
            ],
          },
        ],
      }));
      const { worktree, home } = stage;
      await stage.print('Look around');
      const { sessions } = await readSessions({
        directories: [home.config],
        processes: openProcesses({ platform: process.platform }),
        now: new Date(),
        cacheDirectory: null,
        writesSince: '',
        reads: true,
      });
      const [session] = sessions;
      const reads = session?.reads?.map(({ path, grade, oid }) => [
        path.slice(worktree.length + 1),
        grade,
        oid ?? null,
      ]);
      expect(reads?.toSorted()).toEqual([
        ['README.md', 'likely', null],
        ['src/user.ts', 'certain', 'c43e1015e998260d9b370fcd2f89d9720862d903'],
      ]);
      expect(session?.writes.map(({ path }) => path)).toEqual([join(worktree, 'src/user.ts')]);
      expect(session?.beganIn).toBe(worktree);
      expect(stage.api.unscripted()).toEqual([]);
    });
  });
}
