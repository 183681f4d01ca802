/** One session in a terminal, from its start to its end: what the client writes at each step, and what kg makes of it. */
import { expect, test } from 'vitest';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import type { Edge } from '../helpers/client/registry.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { seenSessions } from '../helpers/client/seen.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current, older } from '../helpers/client/versions.ts';

const title = 'Note on the release';
const command = 'echo note > NOTES.md';

for (const version of [current, older]) {
  describeClient(version, () => {
    test('start, prompt, permission question, answer, /clear and exit are each told as they are', async () => {
      const asked = gate();
      const finishing = gate();
      const stage = await setStage(version, () => ({
        side: { title },
        conversations: [
          {
            when: 'Add a note on the release to NOTES.md',
            steps: [
              { ...call('Bash', { command, description: 'Write the note' }), gate: asked },
              { ...say('Noted.'), gate: finishing },
            ],
          },
        ],
      }));
      const client = await stage.start({ env: withTitles });

      const started = await client.untilStatus('idle');
      expect(started).toMatchObject({
        pid: client.pid,
        cwd: stage.worktree,
        kind: 'interactive',
        entrypoint: 'cli',
        version,
      });
      expect(await openProcesses({ platform: process.platform }).startOf(client.pid)).toEqual({
        state: 'running',
        start: started.procStart,
      });
      const { sessionId } = started;
      const unchanging = { id: sessionId, kind: 'interactive', cwd: stage.worktree, pid: client.pid };
      expect(await seen(stage, sessionId)).toEqual({ ...unchanging, status: 'idle' });

      await client.enter('Add a note on the release to NOTES.md');
      await asked.reached;
      await client.untilStatus('busy');
      const told = { ...unchanging, task: title };
      expect(await seen(stage, sessionId)).toMatchObject({ ...unchanging, status: 'active' });
      await soon(stage, sessionId).toEqual({ ...told, status: 'active' });

      asked.open();
      const waiting = await client.untilStatus('waiting');
      expect(waiting.waitingFor).toBe('permission prompt');
      await client.until(/Do you want to proceed/u);
      const acted = { ...told, lastAction: `Bash ${command}` };
      const question = { status: 'waiting', waitingFor: 'permission prompt' };
      expect(await seen(stage, sessionId)).toMatchObject(question);
      await soon(stage, sessionId).toEqual({ ...acted, ...question });

      await client.answer('1');
      await finishing.reached;
      await client.untilStatus('busy');
      expect(await seen(stage, sessionId)).toEqual({ ...acted, status: 'active' });

      finishing.open();
      await client.untilStatus('idle');
      expect(await seen(stage, sessionId)).toMatchObject({ ...unchanging, status: 'idle' });

      await client.enter('/clear');
      const cleared = await client.untilRecord('a new session', (record) => record.sessionId !== sessionId);
      expect(cleared).toMatchObject({ pid: client.pid, status: 'idle', cwd: stage.worktree });
      expect(await seen(stage, sessionId)).toMatchObject({ status: 'finished' });
      expect(await seen(stage, cleared.sessionId)).toMatchObject({ status: 'idle', pid: client.pid });

      expect(await client.exit()).toEqual({ code: 0, signal: null });
      expect(client.registry()).toBeNull();
      expect(await seen(stage, sessionId)).toMatchObject({ status: 'finished' });
      expect(client.edges().flatMap(inWords)).toEqual([
        'idle',
        'busy',
        'waiting for permission prompt',
        'busy',
        'idle',
        'idle',
        'gone',
      ]);
      expect(stage.api.unscripted()).toEqual([]);
    });

    test('kill -9 leaves a record that says busy, and kg says crashed', async () => {
      const stage = await setStage(version, () => ({
        side: { title: 'Think for long' }, // only the older version asks for one here
        conversations: [{ when: 'Think for long', steps: [{ ...say('Never said.'), gate: gate() }] }],
      }));
      const client = await stage.start();
      await client.untilStatus('idle');
      await client.enter('Think for long');
      const busy = await client.untilStatus('busy');
      expect(await seen(stage, busy.sessionId)).toMatchObject({ status: 'active' });
      await soon(stage, busy.sessionId).toMatchObject({ status: 'active', task: 'Think for long' });

      expect(await client.kill9()).toMatchObject({ signal: 9 });
      expect(client.registry()).toEqual(busy);
      expect(await openProcesses({ platform: process.platform }).startOf(client.pid)).toEqual({ state: 'gone' });
      const crashed = await seen(stage, busy.sessionId);
      expect(crashed).toMatchObject({ status: 'crashed', task: 'Think for long', cwd: stage.worktree });
      expect(crashed).not.toHaveProperty('pid');
    });
  });
}

/** Titles of sessions are one of the requests that the switch for needless traffic turns off. */
const withTitles = { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '' };

/** The transcript follows the live record by a tenth of a second, so what only it tells is looked for again. */
function soon(stage: Stage, id: string) {
  return expect.poll(() => seen(stage, id), { timeout: 5000, interval: 20 });
}

/** What kg says of a session, without what is null and what is not checked here. */
async function seen(stage: Stage, id: string): Promise<Record<string, unknown>> {
  const session = (await seenSessions(stage.home)).get(id);
  if (session === undefined) return { missing: id };
  const { kind, status, waitingFor, cwd, pid, task, lastAction } = session;
  const all = Object.entries({ id, kind, status, waitingFor, cwd, pid, task, lastAction });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

/** An edge in words; the moment before the first status has none. */
function inWords({ record }: Edge): string[] {
  if (record === null) return ['gone'];
  if (record.status === null) return [];
  return [record.waitingFor === null ? record.status : `${record.status} for ${record.waitingFor}`];
}
