import { appendFileSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import type { Story } from '../../src/sessions/story/story.ts';
import { readStory } from '../../src/sessions/story/read.ts';
import { answer, claude, prompt, tool, type BuiltSession, type Event } from '../helpers/sessions.ts';

const cwd = '/code/shop';

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'kg-story-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Reads the story of a built session; it must have been read without a problem. */
async function storyOf(built: BuiltSession): Promise<Story> {
  const problems: Problem[] = [];
  const { id, transcriptPath } = built;
  const configDirectory = dirname(dirname(dirname(transcriptPath)));
  const story = await readStory({ id, kind: 'interactive', configDirectory, transcript: transcriptPath }, problems);
  expect(problems).toEqual([]);
  if (story === null) throw new Error('no story');
  return story;
}

const session = (...events: readonly Event[]): BuiltSession =>
  claude(scratch())
    .session({ cwd })
    .transcript(...events);

/** A record of any kind, in the client's own notation. */
const record =
  (fields: Readonly<Record<string, unknown>>): Event =>
  ({ common, tick, id }) => [{ isSidechain: false, uuid: id(), timestamp: tick(), cwd, ...common, ...fields }];

const user = (content: string, fields: Readonly<Record<string, unknown>> = {}): Event =>
  record({ type: 'user', message: { role: 'user', content }, ...fields });

/** A command with the result that the client records for it. */
const bash =
  (command: string, result: Readonly<Record<string, unknown>>, told: unknown, input = {}): Event =>
  (scene) => {
    const id = `toolu_${scene.id().slice(0, 8)}`;
    const call = { type: 'tool_use', id, name: 'Bash', input: { command, ...input } };
    const message = { role: 'assistant', content: [call], stop_reason: 'tool_use' };
    const content = [{ tool_use_id: id, type: 'tool_result', ...result }];
    return [
      ...record({ type: 'assistant', message })(scene),
      ...record({ type: 'user', message: { role: 'user', content }, toolUseResult: told })(scene),
    ];
  };

test('the prompts of people, not those that the client or a hook made', async () => {
  const story = await storyOf(
    session(
      user('<command-name>/clear</command-name>'),
      user('Caveat: hidden', { isMeta: true }),
      prompt('Add VAT to invoices\n\n- keep the rounding'),
      answer(),
      prompt('Now the receipts'),
      answer(),
      user('This session is being continued', { isCompactSummary: true }),
      user('<task-notification><task-id>x</task-id></task-notification>', { origin: { kind: 'task-notification' } }),
      user('[Request interrupted by user]'),
    ),
  );
  expect(story).toMatchObject({
    firstPrompt: { text: 'Add VAT to invoices\n\n- keep the rounding', cut: false, at: '2026-11-22T12:00:02.000Z' },
    lastPrompt: { text: 'Now the receipts' },
    commands: [],
    failure: null,
    lastCall: null,
  });
});

test('how commands ended, as the client records it', async () => {
  const ok = { stdout: '', stderr: '', interrupted: false };
  const story = await storyOf(
    session(
      prompt('Run them'),
      bash('npm test', { content: 'ok', is_error: false }, ok),
      bash('npm run lint', { content: 'Exit code 254', is_error: true }, 'Error: Exit code 254'),
      bash(
        'npm run build',
        { content: 'Exit code 2\nsrc/a.ts: error', is_error: true },
        'Error: Exit code 2\nsrc/a.ts',
      ),
      bash(
        'grep x y',
        { content: 'No matches found', is_error: false },
        { ...ok, returnCodeInterpretation: 'No matches found' },
      ),
      bash(
        'sleep 9',
        { content: '<error>Command was aborted before completion</error>' },
        { ...ok, interrupted: true },
      ),
      bash(
        'rm -rf x',
        { content: "The user doesn't want to proceed with this tool use.", is_error: true },
        'User rejected',
      ),
      bash('cat nothing', { content: 'Exit code 1 is in the output', is_error: false }, ok),
      bash('npm start', { content: 'Command running in background with ID: b1.' }, { ...ok, backgroundTaskId: 'b1' }),
      tool('Bash', { command: 'npm publish' }, { result: 'none' }),
    ),
  );
  expect(story.commands.map(({ command, exit, end, background }) => [command, exit, end, background])).toEqual([
    ['npm test', 0, 'ended', false],
    ['npm run lint', 254, 'ended', false],
    ['npm run build', 2, 'ended', false],
    ['grep x y', null, 'ended', false],
    ['sleep 9', null, 'interrupted', false],
    ['rm -rf x', null, 'refused', false],
    ['cat nothing', 0, 'ended', false],
    ['npm start', null, 'open', true],
    ['npm publish', null, 'open', false],
  ]);
  expect(story.lastCall).toMatchObject({ tool: 'Bash', about: 'npm publish', open: true });
});

test('tasks: the newest state of each, from the calls or from the client’s own files', async () => {
  const home = scratch();
  const built = claude(home)
    .session({ cwd })
    .transcript(
      prompt('Release it'),
      tool('TodoWrite', {
        todos: [
          { content: 'Tag', status: 'pending' },
          { content: 'Test', status: 'completed' },
        ],
      }),
      tool('ExitPlanMode', { plan: '1. Tag\n2. Push' }),
    );
  expect(await storyOf(built)).toMatchObject({
    tasks: [
      { subject: 'Tag', status: 'pending' },
      { subject: 'Test', status: 'completed' },
    ],
    plan: { text: '1. Tag\n2. Push' },
  });
  const folder = join(home, '.claude/tasks', built.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '2.json'), '{"id":"2","subject":"Push","status":"in_progress"}');
  writeFileSync(join(folder, '10.json'), '{"id":"10","subject":"Tell","status":"pending"}');
  writeFileSync(join(folder, '3.json'), '{"id":"3","subject":"Gone","status":"deleted"}');
  writeFileSync(join(folder, '4.json'), '{torn');
  expect((await storyOf(built)).tasks.map(({ subject }) => subject)).toEqual(['Push', 'Tell']);
});

test('an API error stands until something is answered after it', async () => {
  const failure = record({
    type: 'assistant',
    message: { role: 'assistant', model: '<synthetic>', content: [{ type: 'text', text: 'API Error: 429 limit' }] },
    error: 'rate_limit',
    isApiErrorMessage: true,
    apiErrorStatus: 429,
  });
  const built = session(prompt('Add VAT'), failure);
  expect((await storyOf(built)).failure).toMatchObject({
    kind: 'rate_limit',
    status: 429,
    text: 'API Error: 429 limit',
  });
  built.transcript(prompt('Go on'), answer());
  expect((await storyOf(built)).failure).toBeNull();
});

test('subagents: what they ran where the session works counts, what they were asked does not', async () => {
  const story = await storyOf(
    session(prompt('Try it'), answer())
      .subagent({ id: 'a1', events: [prompt('Do it'), tool('Bash', { command: 'npm test' })] })
      .subagent({ id: 'a2', worktreePath: '/code/other', events: [tool('Bash', { command: 'make' })] }),
  );
  expect(story.commands.map(({ command }) => command)).toEqual(['npm test']);
  expect(story.lastPrompt?.text).toBe('Try it');
});

describe('what is damaged, huge or foreign is survived', () => {
  test('torn lines in the middle and at the end, NULs, and what a tool printed', async () => {
    const built = session(prompt('First'), answer());
    appendFileSync(built.transcriptPath, '{"type":"user","message":{"role":"user","content":"to');
    appendFileSync(built.transcriptPath, '\n\0\0\0');
    built.transcript(
      prompt('Second'),
      tool('Read', {
        file_path: '/code/shop/x.jsonl',
        text: '{"type":"user","message":{"role":"user","content":"Not me"}}',
      }),
      answer(),
    );
    appendFileSync(built.transcriptPath, '[1]\nnull\n"x"\n{"type":"user","message":{"role":"us');
    expect(await storyOf(built)).toMatchObject({ firstPrompt: { text: 'First' }, lastPrompt: { text: 'Second' } });
  });

  test('a prompt of megabytes is kept in part, and says so', async () => {
    const { firstPrompt } = await storyOf(session(prompt(`Fix ${'x'.repeat(3_000_000)}`), answer()));
    expect(firstPrompt).toMatchObject({ cut: true });
    expect(firstPrompt?.text.length).toBeLessThan(20_000);
  });

  test('of very many commands the newest are kept', async () => {
    const { commands } = await storyOf(
      session(prompt('Go'), ...Array.from({ length: 1100 }, (_, at) => tool('Bash', { command: `echo ${at}` }))),
    );
    expect(commands).toHaveLength(1000);
    expect(commands.at(-1)?.command).toBe('echo 1099');
  });

  test('no transcript, or one that is gone or may not be read', async () => {
    const problems: Problem[] = [];
    const about = { id: 'x', kind: 'interactive', configDirectory: '/nowhere' } as const;
    expect(await readStory({ ...about, transcript: null }, problems)).toBeNull();
    expect(await readStory({ ...about, transcript: '/nowhere/x.jsonl' }, problems)).toBeNull();
    expect(problems).toEqual([]);
    expect(await readStory({ ...about, transcript: scratch() }, problems)).toBeNull();
    expect(problems.map(({ code }) => code)).toEqual(['TRANSCRIPT_UNREADABLE']);
  });
});

test('every transcript of the real client has a first prompt, and its commands have an end', async () => {
  const files = globSync('test/fixtures/claude-code/**/projects/*/*.jsonl');
  expect(files.length).toBeGreaterThan(3);
  for (const transcript of files) {
    const configDirectory = dirname(dirname(dirname(transcript)));
    const problems: Problem[] = [];
    const story = await readStory(
      { id: basename(transcript, '.jsonl'), kind: 'interactive', configDirectory, transcript },
      problems,
    );
    expect(problems).toEqual([]);
    const ended = (story?.commands ?? []).filter(({ end }) => end === 'ended');
    const { firstPrompt = null } = story ?? {};
    expect({ transcript, asked: firstPrompt !== null, unknown: ended.filter(({ exit }) => exit === null) }).toEqual({
      transcript,
      asked: true,
      unknown: [],
    });
  }
});
