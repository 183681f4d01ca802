/** A checkpoint of real sessions: what it tells of one that was killed, and what another one says of it. */
import { chmodSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { summarize } from '../../src/ai-summary.ts';
import Checkpoint from '../../src/commands/checkpoint.ts';
import { objectField, parseObject, textField } from '../helpers/client/fields.ts';
import { installClient } from '../helpers/client/install.ts';
import { run } from '../helpers/client/run.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import type { Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { readTranscript, toolCalls } from '../helpers/client/transcript.ts';
import { current, older } from '../helpers/client/versions.ts';
import { runCommand, type Outcome } from '../helpers/command.ts';
import { fullCheckpoint } from '../helpers/full-checkpoint.ts';
import { until } from '../helpers/until.ts';
import { plantedSecrets } from '../helpers/token-shapes.ts';
import { renderCheckpointMarkdown } from '../../src/render/checkpoint/markdown.ts';

const secret = plantedSecrets({ seed: 5, each: 1 }).find(({ kind }) => kind === 'GitHub personal')?.text ?? '';

describeClient(current, () => {
  test('killed in the middle of a turn: goal, done, in flight, tests, blocker, and the way back in', async () => {
    const thinking = gate();
    const stage = await setStage(current, ({ worktree }) => ({
      conversations: [
        {
          when: 'Add OAuth login',
          steps: [
            call('Write', { file_path: join(worktree, 'src/oauth.ts'), content: 'export const oauth = 1;\n' }),
            call('Bash', { command: 'node --test test/none.test.js', description: 'Run the tests' }),
            call('Bash', {
              command: `git add --all && git -c user.name=Ada -c user.email=ada@example.invalid commit -qm "Add OAuth ${secret}"`,
              description: 'Commit',
            }),
            call('Write', { file_path: join(worktree, 'src/refresh.ts'), content: 'export const refresh = 1;\n' }),
            { ...say('Never said.'), gate: thinking },
          ],
        },
        { when: 'Where were we', steps: [say('In the middle of the refresh.')] },
      ],
    }));
    const client = await stage.start({ args: ['--permission-mode', 'acceptEdits', '--allowedTools', 'Bash'] });
    const { sessionId } = await client.untilStatus('idle');
    await client.enter(`Add OAuth login with ${secret}`);
    await thinking.reached;
    // The client writes its transcript a moment after the request, and a kill would take that moment away.
    await until({
      what: 'the last edit in the transcript',
      read: () => readTranscript(stage.home.config, sessionId),
      accept: (transcript) => transcript !== null && toolCalls(transcript).length === 4,
      describe: () => 'fewer calls',
    });
    await client.kill9();

    const { stdout } = await saved(stage);
    const { values } = objectField(parseObject(stdout, 'kg checkpoint'), 'checkpoint');
    expect(values).toMatchObject({
      branch: 'feature/auth',
      session: { id: sessionId, status: 'crashed', lastAction: 'Write src/refresh.ts' },
      goal: [{ text: 'Add OAuth login with [secret removed: token]', source: 'first prompt' }],
      done: { sinceFork: { total: 1, commits: [{ subject: 'Add OAuth [secret removed: token]' }] } },
      inFlight: { total: 1, files: [{ path: 'src/refresh.ts', change: 'untracked', added: 1 }] },
      tests: { command: 'node --test test/none.test.js', exit: 1, outcome: 'failed', stale: true },
      blockers: [{ kind: 'crash', source: 'transcript' }],
    });
    const page = readFileSync(join(stage.worktree, '.keepgoing/checkpoint.md'), 'utf8');
    for (const text of [stdout, page, readFileSync(join(stage.worktree, '.keepgoing/checkpoint.json'), 'utf8')])
      expect(text).not.toContain(secret.slice(20, 36));

    const resume = resumeOf(stdout);
    expect(resume).toContain(`claude --resume ${sessionId}`);
    const answered = await inShell(stage, `${resume} --print 'Where were we'`);
    expect(answered).toContain('In the middle of the refresh.');
  });

  test('a refused or late answer of the model is a problem, and nothing else', async () => {
    const stage = await setStage(current, () => ({
      conversations: [
        {
          when: 'refused page',
          steps: [{ error: { status: 400, type: 'invalid_request_error', message: `no ${secret}` } }],
        },
        { when: 'late page', steps: [{ ...say('Too late.'), gate: gate() }] },
      ],
    }));
    const refused = await asked(stage, { page: 'refused page' });
    expect(refused).toMatchObject({ summary: null, reason: expect.stringMatching(/^claude: API Error: 400/u) });
    expect(refused.reason).not.toContain(secret.slice(20, 36));
    expect(await asked(stage, { page: 'late page', timeoutMs: 800 })).toEqual({
      summary: null,
      reason: 'claude: no answer within 0.8 s',
    });
    expect(await asked(stage, { page: 'x', env: { PATH: '/nowhere' } })).toEqual({
      summary: null,
      reason: 'claude is not on PATH',
    });
  });
});

for (const version of [current, older]) {
  describeClient(version, () => {
    test('a model sums a checkpoint up: without tools, without a session, its words through the filter', async () => {
      const stage = await setStage(version, () => ({
        conversations: [{ when: '# Checkpoint of', steps: [say(`OAuth is done.\n\nThe key is ${secret}.`)] }],
      }));
      const { summary } = await asked(stage, { page: renderCheckpointMarkdown(fullCheckpoint('Add OAuth login')) });
      expect(summary).toMatchObject({
        text: 'OAuth is done.\n\nThe key is [secret removed: token].',
        model: expect.stringMatching(/^claude-/u),
        cost: expect.any(Number),
      });
      const [request] = stage.api.requests();
      expect(stage.api.unscripted()).toEqual([]);
      expect(request?.tools ?? []).toEqual([]);
      expect(globSync(join(stage.home.config, 'projects/**/*.jsonl'))).toEqual([]);
    });
  });
}

/** `kg checkpoint --json` in the linked worktree. */
function saved(stage: Stage): Promise<Outcome> {
  const env = stage.home.environment({ api: stage.api.url });
  const home = env['HOME'] ?? '';
  return runCommand(Checkpoint, ['--json'], { directory: stage.worktree, home, env });
}

function resumeOf(stdout: string): string {
  const checkpoint = objectField(parseObject(stdout, 'kg checkpoint'), 'checkpoint');
  return textField(objectField(checkpoint, 'session'), 'resume');
}

/** Runs what was printed, in a shell where `claude` is the client of the test. */
async function inShell(stage: Stage, line: string): Promise<string> {
  const env = await withClaude(stage);
  const { stdout, stderr } = await run({ file: '/bin/sh', args: ['-c', line], cwd: '/', env });
  return stdout + stderr;
}

async function asked(
  stage: Stage,
  {
    page,
    timeoutMs,
    env,
  }: { readonly page: string; readonly timeoutMs?: number; readonly env?: Record<string, string> },
) {
  return summarize({
    page,
    env: { ...(await withClaude(stage)), ...env },
    platform: process.platform,
    directory: join(stage.home.root, 'cache'),
    now: () => new Date(),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

/** The environment of the client, with a `claude` on PATH. */
async function withClaude(stage: Stage): Promise<Record<string, string>> {
  const folder = join(stage.home.root, 'bin');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'claude');
  writeFileSync(program, `#!/bin/sh\nexec '${await installClient(stage.version)}' "$@"\n`);
  chmodSync(program, 0o755);
  const env = stage.home.environment({ api: stage.api.url });
  return { ...env, PATH: `${folder}:${env['PATH'] ?? ''}` };
}
