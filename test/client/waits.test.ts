/** The ways in which a session stops without ending: a question, a shell left running, an error of the API. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, gate, say } from '../helpers/client/script.ts';
import { seenSessions } from '../helpers/client/seen.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('a question, an error of the API and a background shell are told apart from work', async () => {
    const failing = gate();
    const stage = await setStage(current, ({ worktree }) => ({
      conversations: [
        { when: 'Ask me', steps: [call('AskUserQuestion', question), say('Tabs.')] },
        { when: 'Break down', steps: [{ error: refused, gate: failing }] },
        { when: 'Serve it', steps: [call('Bash', server(worktree)), say('Serving.')] },
        { when: 'task-notification', steps: [{ ...say('It ended.'), gate: gate() }] },
      ],
    }));
    const client = await stage.start({ args: ['--allowed-tools', 'Bash'] });
    const { sessionId } = await client.untilStatus('idle');
    const seen = async () => (await seenSessions(stage.home)).get(sessionId);

    await client.enter('Ask me');
    const asking = await client.untilStatus('waiting');
    expect(asking.waitingFor).toBe('input needed');
    expect(await seen()).toMatchObject({ status: 'waiting', waitingFor: 'input needed' });
    await client.answer('1');
    await client.untilStatus('idle');

    await client.enter('Break down');
    await failing.reached;
    await client.untilStatus('busy');
    failing.open();
    await client.untilStatus('idle');
    expect(await seen()).toMatchObject({ status: 'idle' });

    await client.enter('Serve it');
    await client.untilStatus('shell');
    expect(await seen()).toMatchObject({ status: 'idle', note: expect.stringContaining('shell') });
    await writeFile(join(stage.worktree, 'enough'), '');
    // Its end starts a turn by itself.
    await client.untilStatus('busy');
    expect(await seen()).toMatchObject({ status: 'active' });
  });
});

const question = {
  questions: [
    {
      question: 'Tabs or spaces?',
      header: 'Indent',
      multiSelect: false,
      options: [
        { label: 'Tabs', description: 'One character' },
        { label: 'Spaces', description: 'Two of them' },
      ],
    },
  ],
};

const refused = { status: 400, type: 'invalid_request_error', message: 'scripted' };

/** Runs until the test has seen it. */
function server(worktree: string) {
  const command = `until [ -e '${join(worktree, 'enough')}' ]; do sleep 0.1; done`;
  return { command, description: 'Serve', run_in_background: true };
}
