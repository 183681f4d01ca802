import { join } from 'node:path';
import type { StorySession, StoryStep } from './story-types.ts';

export type RecordsOptions = {
  readonly id: string;
  readonly cwd: string;
  readonly session: StorySession;
  readonly now: Date;
};

/** The lines of a transcript as Claude Code 2.1.330 writes them, as far as anybody reads them. */
export function transcriptLines({ id, cwd, session, now }: RecordsOptions): readonly string[] {
  let count = 0;
  const record = (fields: Readonly<Record<string, unknown>>, ago: number): string => {
    count += 1;
    return JSON.stringify({
      isSidechain: false,
      ...fields,
      uuid: `${id.slice(-8)}-0000-4000-8000-${String(count).padStart(12, '0')}`,
      timestamp: minutesBefore(now, ago),
      cwd,
      userType: 'external',
      entrypoint: 'cli',
      sessionId: id,
      version: '2.1.330',
      gitBranch: 'main',
    });
  };
  const asked = record(
    {
      type: 'user',
      message: { role: 'user', content: session.prompt },
      origin: { kind: 'human' },
      promptSource: 'typed',
    },
    session.began,
  );
  const steps = session.steps.flatMap((step, index) =>
    stepRecords(step, {
      cwd,
      call: `toolu_demo${index}`,
      open: session.ends === 'killed' && index === session.steps.length - 1,
    }).map((fields) => record(fields, step.ago)),
  );
  const over = session.ends === 'idle' || session.ends === 'ended';
  const done = over ? [record(assistant({ type: 'text', text: 'Done.' }, 'end_turn'), session.since)] : [];
  const title = JSON.stringify({ type: 'ai-title', aiTitle: session.title, sessionId: id });
  return [asked, title, ...steps, ...done];
}

/** ISO time, some minutes before another. */
export function minutesBefore(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

type Place = { readonly cwd: string; readonly call: string; readonly open: boolean };

function stepRecords(step: StoryStep, { cwd, call, open }: Place): readonly Readonly<Record<string, unknown>>[] {
  const { name, input, result } = toolOf(step, cwd);
  const asked = assistant({ type: 'tool_use', id: call, name, input }, 'tool_use');
  if (step.does === 'asks' || open) return [asked];
  const failed = step.does === 'run' && (step.exit ?? 0) !== 0;
  const content = { tool_use_id: call, type: 'tool_result', content: failed ? `Exit code ${step.exit}` : 'ok' };
  const block = failed ? { ...content, is_error: true } : content;
  return [asked, { type: 'user', message: { role: 'user', content: [block] }, toolUseResult: result }];
}

function toolOf(step: StoryStep, cwd: string) {
  if (step.does === 'run' || step.does === 'asks') {
    const failed = step.does === 'run' && (step.exit ?? 0) !== 0;
    const result = failed ? `Error: Exit code ${step.exit}` : { stdout: '', stderr: '', interrupted: false };
    return { name: 'Bash', input: { command: step.command }, result };
  }
  const path = join(cwd, step.path);
  if (step.does === 'read') {
    return { name: 'Read', input: { file_path: path }, result: { type: 'text', file: { filePath: path } } };
  }
  if (step.does === 'write') {
    return {
      name: 'Write',
      input: { file_path: path, content: '' },
      result: { type: 'create', filePath: path, structuredPatch: [] },
    };
  }
  return {
    name: 'Edit',
    input: { file_path: path, old_string: '', new_string: '' },
    result: { filePath: path, oldString: '', newString: '', structuredPatch: [] },
  };
}

function assistant(block: Readonly<Record<string, unknown>>, stop: string): Readonly<Record<string, unknown>> {
  const message = { type: 'message', role: 'assistant', model: 'claude-opus-5-5', content: [block], stop_reason: stop };
  return { type: 'assistant', message: { id: 'msg_demo', ...message } };
}
