/** A background job, and the client's own list of sessions: the documented interface that kg must agree with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseObject, textField } from '../helpers/client/fields.ts';
import { readRecords } from '../helpers/client/registry.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { seenSessions } from '../helpers/client/seen.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

describeClient(current, () => {
  test('a background job is told while it works, when it is done, and when it is stopped', async () => {
    const listed = gate();
    const stage = await setStage(current, () => ({
      side: { job: { state: 'done', detail: 'Two files', tempo: 'idle', output: { result: 'Two files' } } },
      conversations: [
        {
          when: 'List the files',
          steps: [call('Bash', { command: 'ls', description: 'List' }), { ...say('Two files.'), gate: listed }],
        },
      ],
    }));
    const job = await stage.background('List the files', { args: ['--allowed-tools', 'Bash', '-n', 'lister'] });
    const read = () =>
      parseObject(readFileSync(join(stage.home.config, 'jobs', job, 'state.json'), 'utf8'), 'state.json');
    await listed.reached;

    const live = readRecords(stage.home.config).find(({ kind }) => kind === 'bg');
    expect(live).toMatchObject({ status: 'busy', cwd: stage.worktree, name: 'lister' });
    expect(textField(read(), 'sessionId')).toBe(live?.sessionId);
    expect(textField(read(), 'intent')).toBe('List the files');
    const seen = async () => (await seenSessions(stage.home)).get(live?.sessionId ?? '');
    const told = { kind: 'background', name: 'lister', cwd: stage.worktree };
    expect(await seen()).toMatchObject({ ...told, status: 'active', pid: live?.pid });

    const agents: unknown = JSON.parse((await stage.command('agents', '--json')).stdout);
    expect(agents).toMatchObject([
      { pid: live?.pid, sessionId: live?.sessionId, cwd: stage.worktree, kind: 'background', status: 'busy' },
    ]);

    listed.open();
    await expect.poll(() => textField(read(), 'state'), { timeout: 8000 }).toBe('done');
    await expect.poll(async () => (await seen())?.status, { timeout: 8000 }).toBe('idle'); // the record follows the job

    await stage.command('stop', job);
    await expect.poll(seen, { timeout: 8000 }).toMatchObject({ ...told, status: 'finished' });
    expect(stage.api.unscripted()).toEqual([]);
  });
});
