import { isAbsolute } from 'node:path';
import type { SessionEvent } from '../checkpoints/checkpoint.ts';
import { fieldsOf } from './known.ts';
import type { PendingEdit, TouchedFile } from './whisper.ts';

/** What Claude Code tells a hook, as far as kg has an answer to it. */
export type HookEvent = { readonly session: string | null; readonly directory: string } & (
  | { readonly kind: 'before edit'; readonly files: readonly TouchedFile[] }
  /** `null`: the client did not say which files the command changed. */
  | { readonly kind: 'after command'; readonly files: readonly TouchedFile[] | null }
  | { readonly kind: 'arrival' }
  /** `transcript`: the file that the client writes the session into; `null` when it does not say. */
  | { readonly kind: 'save'; readonly event: SessionEvent; readonly transcript: string | null }
);

/**
 * Reads the input of a hook. Answers in words why nothing can be made of it. Whatever is not as expected is not used; nothing in it
 * is trusted. Format: the hooks reference of Claude Code; seen in 2.1.197 to 2.1.330.
 */
export function parseHook(value: unknown): HookEvent | HookFault {
  const input = fieldsOf(value);
  const { hook_event_name: name, session_id: id, cwd } = input;
  if (typeof name !== 'string') return 'no event';
  if (typeof cwd !== 'string' || !isPath(cwd)) return 'no directory';
  const session = typeof id === 'string' && /^[\w-]{1,100}$/u.test(id) ? id : null;
  const from = { session, directory: cwd };
  if (name === 'PreToolUse') {
    const file = editOf(input);
    return file === null ? 'no file' : { ...from, kind: 'before edit', files: [file] };
  }
  if (name === 'PostToolUse') return { ...from, kind: 'after command', files: changedBy(input['tool_response']) };
  if (name === 'SessionStart') return { ...from, kind: 'arrival' };
  const { transcript_path: file } = input;
  const transcript = typeof file === 'string' && isPath(file) ? file : null;
  if (name === 'Stop' || name === 'PreCompact' || name === 'SessionEnd')
    return { ...from, kind: 'save', event: name, transcript };
  return 'unknown event';
}

export type HookFault = (typeof hookFaults)[number];

export const hookFaults = [
  'too large',
  'no JSON',
  'no event',
  'no directory',
  'no file',
  'unknown event',
  'no answer in time',
  'failed',
] as const;

function editOf({ tool_name: tool, tool_input: given }: Readonly<Record<string, unknown>>): TouchedFile | null {
  const input = fieldsOf(given);
  const path = [input['file_path'], input['notebook_path']].find((one) => typeof one === 'string' && isPath(one));
  if (typeof path !== 'string') return null;
  return { path, edit: pendingEdit(tool, input) };
}

function pendingEdit(tool: unknown, input: Readonly<Record<string, unknown>>): PendingEdit | null {
  const { old_string: before, new_string: after, replace_all: all } = input;
  if (tool === 'Write') return { kind: 'whole' };
  if (tool !== 'Edit' || typeof before !== 'string' || typeof after !== 'string') return null;
  return { kind: 'replace', before, after, all: all === true };
}

/** The client lists them only in some of its permission modes. */
function changedBy(response: unknown): readonly TouchedFile[] | null {
  const { bashEditDiff } = fieldsOf(response);
  const { changedFiles, files } = fieldsOf(bashEditDiff);
  if (!Array.isArray(changedFiles) && !Array.isArray(files)) return null;
  const named = [...listOf(changedFiles), ...listOf(files).map((file) => fieldsOf(file)['filePath'])];
  const paths = named.filter((path) => typeof path === 'string').filter(isPath);
  return [...new Set(paths)].slice(0, MOST).map((path) => ({ path, edit: null }));
}

const MOST = 200;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPath(text: string): boolean {
  return isAbsolute(text) && text.length <= 4096 && !text.includes('\0');
}
