/** A session with `-p`: what it writes while it runs and what it leaves, of its work and of its reading, as far as kg relies on it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import { objectField, textField, type Fields } from '../helpers/client/fields.ts';
import { readRecords } from '../helpers/client/registry.ts';
import { call, gate, say } from '../helpers/client/script.ts';
import { seenSessions } from '../helpers/client/seen.ts';
import type { Places, Stage } from '../helpers/client/stage.ts';
import { describeClient, setStage } from '../helpers/client/suite.ts';
import { blocks, countTypes, readTranscript, recordsOfType, toolCalls } from '../helpers/client/transcript.ts';
import { current, older } from '../helpers/client/versions.ts';
import { until } from '../helpers/until.ts';

for (const version of [current, older]) {
  describeClient(version, () => {
    test('print mode registers while it runs and leaves a transcript of prompt, reads, edits and end', async () => {
      const ending = gate();
      const stage = await setStage(version, (places) => ({
        conversations: [{ when: 'Tidy the README', steps: [...tidy(places), { ...say('Tidied.'), gate: ending }] }],
      }));
      const { worktree, home } = stage;
      const readme = join(worktree, 'README.md');
      const notes = join(worktree, 'NOTES.md');

      const printing = stage.print('Tidy the README');
      await ending.reached;
      const [live] = readRecords(home.config);
      expect(live).toMatchObject({ kind: 'interactive', entrypoint: 'sdk-cli', cwd: worktree, version });
      expect(live?.status).toBe(version === older ? null : 'busy');
      const id = live?.sessionId ?? '';
      const running = (await seenSessions(home)).get(id);
      expect(running).toMatchObject({ kind: 'print', status: 'active', cwd: worktree, pid: live?.pid });

      ending.open();
      const { code, output } = await printing;
      expect({ code, id: textField(output, 'session_id'), result: output.values['result'] }).toEqual({
        code: 0,
        id,
        result: 'Tidied.',
      });
      expect(readRecords(home.config)).toEqual([]);
      expect(readFileSync(readme, 'utf8')).toBe('# Shop\n');

      const transcript = await until({
        what: 'the transcript of the print run',
        read: () => readTranscript(home.config, id),
        accept: (found) => found !== null,
      });
      if (transcript === null) throw new Error('no transcript');
      expect(transcript.folder).toBe(worktree.replaceAll(/[^a-zA-Z0-9]/gu, '-'));
      expect(Object.keys(countTypes(transcript))).toEqual(
        expect.arrayContaining(['user', 'assistant', 'attachment', 'last-prompt']),
      );

      const [prompt, ...results] = recordsOfType(transcript, 'user');
      if (prompt === undefined) throw new Error('the transcript holds no prompt');
      expect(common(prompt)).toEqual({
        cwd: worktree,
        sessionId: id,
        version,
        entrypoint: 'sdk-cli',
        gitBranch: 'feature/auth',
      });
      expect(textField(objectField(prompt, 'message'), 'content')).toBe('Tidy the README');
      expect(textField(prompt, 'promptSource')).toBe('sdk');

      expect(toolCalls(transcript).map(({ name }) => name)).toEqual(['Read', 'Edit', 'Write', 'Bash', 'Bash', 'Read']);
      const [read, edit, write, bash] = results.slice(0, 4).map((result) => objectField(result, 'toolUseResult'));
      if (!read || !edit || !write || !bash) throw new Error('a tool has no result');
      expect(textField(objectField(read, 'file'), 'filePath')).toBe(readme);
      expect(textField(edit, 'filePath')).toBe(readme);
      expect(edit.values['structuredPatch']).toEqual([
        { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-# shop', '+# Shop'] },
      ]);
      expect(write.values).toMatchObject({ type: 'create', filePath: notes, structuredPatch: [], originalFile: null });
      expect(bash.values).toMatchObject({ stdout: 'NOTES.md\nREADME.md\nsrc', stderr: '', interrupted: false });
      expect(resultIds(results)).toEqual(callIds(recordsOfType(transcript, 'assistant')));

      // Its own tool tells the content that was seen, which the edit replaced; a command tells a path; what is not there was not read.
      const touched = await withReads(stage);
      expect(touched?.reads?.map(({ path, grade, oid }) => [path, grade, oid ?? null]).toSorted()).toEqual([
        [readme, 'certain', '310f3980a081a8b4db0c21b53c3994c75fb2e367'],
        [join(worktree, 'src/user.ts'), 'likely', null],
      ]);
      expect(touched?.writes.map(({ path }) => path)).toEqual([notes, readme]);
      expect(touched?.beganIn).toBe(worktree);

      // On a machine under load, the older version may end before its last answer is written: then nothing tells of it.
      if (version === older) return;
      const last = recordsOfType(transcript, 'assistant').at(-1);
      expect(last && textField(objectField(last, 'message'), 'stop_reason')).toBe('end_turn');

      const finished = (await seenSessions(home)).get(id);
      expect(finished).toMatchObject({
        status: 'finished',
        cwd: worktree,
        task: 'Tidy the README',
        lastAction: 'Read src/gone.ts',
      });
      expect(finished?.lastActivity).toBe(last && textField(last, 'timestamp'));
      expect(finished?.transcript).toBe(transcript.path);
      expect(stage.api.unscripted()).toEqual([]);
    });
  });
}

function tidy({ worktree }: Places) {
  const readme = join(worktree, 'README.md');
  return [
    call('Read', { file_path: readme }, 'Reading it first.'),
    call('Edit', { file_path: readme, old_string: '# shop', new_string: '# Shop' }),
    call('Write', { file_path: join(worktree, 'NOTES.md'), content: 'tidied\n' }),
    call('Bash', { command: 'ls', description: 'List' }),
    call('Bash', { command: 'cat src/user.ts', description: 'Look' }),
    call('Read', { file_path: join(worktree, 'src/gone.ts') }),
  ];
}

/** The one session of a home, with what it has read. */
async function withReads({ home }: Stage): Promise<Session | undefined> {
  const { sessions } = await readSessions({
    directories: [home.config],
    processes: openProcesses({ platform: process.platform }),
    now: new Date(),
    cacheDirectory: null,
    writesSince: '',
    reads: true,
  });
  return sessions[0];
}

/** The fields that every record of a conversation carries. */
function common(record: Fields): Record<string, string> {
  expect(new Date(textField(record, 'timestamp')).toISOString()).toBe(record.values['timestamp']);
  const names = ['cwd', 'sessionId', 'version', 'entrypoint', 'gitBranch'];
  return Object.fromEntries(names.map((name) => [name, textField(record, name)]));
}

function callIds(assistant: readonly Fields[]): string[] {
  return assistant
    .flatMap(blocks)
    .flatMap((block) => (block.values['type'] === 'tool_use' ? textField(block, 'id') : []));
}

function resultIds(results: readonly Fields[]): string[] {
  return results.flatMap(blocks).map((block) => textField(block, 'tool_use_id'));
}
