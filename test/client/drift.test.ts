/** One session reads what another changes: what kg makes of it at each step, until the first has seen the change. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCheck } from '../../src/check/ask-check.ts';
import { askDrift } from '../../src/drift/ask-drift.ts';
import { openKg } from '../../src/kg.ts';
import { textField } from '../helpers/client/fields.ts';
import type { InteractiveClient } from '../helpers/client/interactive.ts';
import { call, gate, say, type Gate } from '../helpers/client/script.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

const file = 'src/user.ts';

describeClient(current, () => {
  test('a change that a session works without is told until it has read the file again', async () => {
    const [seen, seenAgain] = [gate(), gate()];
    const stage = await setStage(current, ({ repository, worktree }) => {
      const read = call('Read', { file_path: join(besides(repository), file) });
      const there = join(worktree, file);
      const edits = [
        call('Read', { file_path: there }),
        call('Edit', { file_path: there, old_string: 'user = 1', new_string: 'user = 2' }),
      ];
      return {
        conversations: [
          { when: 'Look at the user', steps: [read, { ...say('Seen.'), gate: seen }] },
          { when: 'Change the user', steps: [...edits, say('Changed.')] },
          { when: 'Look once more', steps: [read, { ...say('Seen again.'), gate: seenAgain }] },
        ],
      };
    });
    const { repository, worktree: auth } = stage;
    const tests = besides(repository);
    git(repository, 'worktree', 'add', '--quiet', '-b', 'test/user', tests);

    // What a session lacks matters while it lives, so this one stays at its prompt.
    const client = await stage.start({ cwd: tests });
    const { sessionId: reader } = await client.untilStatus('idle');
    await take(client, 'Look at the user', seen);
    expect(await told(stage, tests)).toEqual({ drift: [], reasons: [] });

    const changed = await stage.print('Change the user');
    const writer = textField(changed.output, 'session_id');
    const both = { path: file, reader: [reader], writer: [writer] };
    // A transcript follows the client by a tenth of a second.
    const soon = async (outcome: string, reasons: readonly string[] = [outcome]) => {
      const expected = { drift: [{ ...both, outcome }], reasons };
      await expect.poll(() => told(stage, tests), { timeout: 5000, interval: 50 }).toEqual(expected);
    };
    await soon('uncommitted');

    git(auth, 'commit', '--quiet', '--all', '--message=Change the user');
    await soon('lacks');

    git(tests, 'merge', '--quiet', 'feature/auth');
    await soon('read-before');

    await take(client, 'Look once more', seenAgain);
    await soon('has', []);
    expect(stage.api.unscripted()).toEqual([]);
  });
});

/** One turn, from the prompt to the prompt. */
async function take(client: InteractiveClient, prompt: string, ending: Gate): Promise<void> {
  await client.enter(prompt);
  await ending.reached;
  await client.untilStatus('busy');
  ending.open();
  await client.untilStatus('idle');
}

function besides(repository: string): string {
  return `${repository}.tests`;
}

function git(directory: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid'];
  execFileSync('git', ['-C', directory, ...identity, ...args]);
}

/** What a worktree reads of others that changed, and the codes of what `kg check` finds there. */
async function told({ home, api }: Stage, directory: string) {
  const env = home.environment({ api: api.url });
  const { platform } = process;
  const world = { env, home: join(home.root, 'home'), platform, now: () => new Date(), directory };
  const open = () => openKg({ ...world, concurrency: 4, needs: 'project' });
  const { drift, problems } = await askDrift(await open(), [directory]);
  expect(problems).toEqual([]);
  const { reasons } = await askCheck(await open(), '@');
  const ids = (sessions: readonly { readonly id: string }[]) => sessions.map(({ id }) => id);
  return {
    drift: drift
      .filter(({ reader }) => reader.worktree === directory)
      .map(({ path, outcome, reader, writer }) => ({
        path,
        outcome,
        reader: ids(reader.sessions),
        writer: ids(writer.sessions),
      })),
    reasons: reasons.map(({ code }) => code),
  };
}
