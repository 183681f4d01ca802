/** Where a session works: in a worktree that it entered, through a subagent with its own, or resumed somewhere else. */
import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Session } from '../../src/sessions/session.ts';
import { textField } from '../helpers/client/fields.ts';
import { readRecords } from '../helpers/client/registry.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { seenSessions } from '../helpers/client/seen.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { current, older } from '../helpers/client/versions.ts';

for (const version of [current, older]) {
  describeClient(version, () => {
    test('a session that enters a worktree is found there, with the place that it came from', async () => {
      const inside = gate();
      const stage = await setStage(version, () => ({
        conversations: [
          {
            when: 'Work apart',
            steps: [
              call('ToolSearch', { query: 'select:EnterWorktree' }), // the tool is offered only to who asks for it
              call('EnterWorktree', { name: 'spike' }),
              { ...say('Inside.'), gate: inside },
            ],
          },
        ],
      }));
      const { repository, home } = stage;
      const spike = join(repository, '.claude/worktrees/spike');

      const working = stage.print('Work apart', { cwd: repository, args: ['--allowed-tools', 'EnterWorktree'] });
      await inside.reached;
      const [live] = readRecords(home.config);
      expect(live?.cwd).toBe(spike);
      expect(lockOf(repository, spike)).toBe(
        version === older ? null : `claude session spike (pid ${live?.pid} start ${live?.procStart})`,
      );
      const places = { cwd: spike, originalCwd: repository };
      await soon(stage, live?.sessionId).toMatchObject({ status: 'active', ...places });

      inside.open();
      await working;
      const session = await seen(stage, live?.sessionId);
      expect(session).toMatchObject(places);
      // The current version moves the transcript to the folder of the worktree.
      const folder = version === older ? repository : spike;
      expect(basename(dirname(session?.transcript ?? ''))).toBe(folder.replaceAll(/[^a-zA-Z0-9]/gu, '-'));
      expect(stage.api.unscripted()).toEqual([]);
    });

    test('a subagent at work in its own worktree is a session of its own, and a resumed session moves', async () => {
      const surveyed = gate();
      const stage = await setStage(version, () => ({
        conversations: [
          { when: 'Use a helper', steps: [call('Agent', helper), say('Helped.')] },
          {
            when: helper.prompt,
            steps: [call('Bash', { command: 'pwd', description: 'Where' }), { ...say('Surveyed.'), gate: surveyed }],
          },
          { when: 'Go on here', steps: [say('Gone on.')] },
        ],
      }));
      const { repository, worktree, home } = stage;

      const working = stage.print('Use a helper', { args: ['--allowed-tools', 'Bash,Agent'] });
      await surveyed.reached;
      const id = readRecords(home.config)[0]?.sessionId ?? '';
      await expect
        .poll(() => subagentOf(stage, id), { timeout: 5000, interval: 20 })
        .toMatchObject({
          kind: 'subagent',
          status: 'active',
          task: helper.description,
          lastAction: 'Bash pwd',
          cwd: expect.stringMatching(/\/\.claude\/worktrees\/agent-\w+$/u),
        });
      expect(await seen(stage, id)).toMatchObject({ status: 'active', cwd: worktree });
      surveyed.open();
      expect(textField((await working).output, 'session_id')).toBe(id);
      expect((await seen(stage, id))?.cwd).toBe(worktree);

      const resumed = await stage.print('Go on here', { cwd: repository, args: ['--resume', id] });
      expect(textField(resumed.output, 'session_id')).toBe(id);
      expect(await seen(stage, id)).toMatchObject({ cwd: repository, task: 'Go on here' });
      expect(stage.api.unscripted()).toEqual([]);
    });
  });
}

const helper = {
  description: 'Survey the sources',
  prompt: 'Look through all of the sources',
  subagent_type: 'general-purpose',
  isolation: 'worktree',
  run_in_background: false,
};

async function seen(stage: Stage, id: string | undefined): Promise<Session | undefined> {
  return (await seenSessions(stage.home)).get(id ?? '');
}

function soon(stage: Stage, id: string | undefined) {
  return expect.poll(() => seen(stage, id), { timeout: 5000, interval: 20 });
}

async function subagentOf(stage: Stage, id: string): Promise<Session | undefined> {
  return [...(await seenSessions(stage.home)).values()].find((session) => session.id.startsWith(`${id}/agent-`));
}

/** The reason that git holds for the lock of a worktree; `null` when it is not locked. */
function lockOf(repository: string, worktree: string): string | null {
  const listed = execFileSync('git', ['-C', repository, 'worktree', 'list', '--porcelain'], { encoding: 'utf8' });
  const entry = listed.split('\n\n').find((one) => one.startsWith(`worktree ${worktree}\n`));
  return entry === undefined ? null : (/^locked (?<reason>.*)$/mu.exec(entry)?.groups?.['reason'] ?? null);
}
