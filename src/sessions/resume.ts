import { basename, dirname, join } from 'node:path';
import { projectFolder } from './project-folder.ts';
import type { Session } from './session.ts';

export type ResumeOptions = {
  readonly session: Session;
  readonly home: string;
  /** The `CLAUDE_CONFIG_DIR` of the shell that the command is meant for; `null` when it is not set there. */
  readonly defaultDirectory: string | null;
};

/** How to get back into a session: one POSIX shell line, and what to know about it. */
export type Resume = { readonly command: string; readonly note: string | null };

/** The exact command to get back into a session. */
export function resumeCommand(options: ResumeOptions): string {
  return resumeOf(options).command;
}

/** A running session is joined or copied, never run twice; a subagent is reached through its session. */
export function resumeOf(options: ResumeOptions): Resume {
  const { session } = options;
  const id = session.id.split('/', 1)[0] ?? session.id;
  if (session.kind === 'subagent') {
    return {
      command: line(options, `claude --resume ${quote(id)}`),
      note: 'a subagent is reached through its session',
    };
  }
  const isJob = session.kind === 'background' && session.jobId !== undefined;
  if (isJob && (session.pid !== undefined || session.status === 'waiting')) {
    return {
      command: line(options, `claude attach ${quote(session.jobId ?? '')}`),
      note: 'a background job is opened where it runs',
    };
  }
  if (session.pid !== undefined) {
    return {
      command: line(options, `claude --resume ${quote(id)} --fork-session`),
      note: `the session runs in process ${session.pid}; this opens a copy of it`,
    };
  }
  return { command: line(options, `claude --resume ${quote(id)}`), note: null };
}

function line({ session, home, defaultDirectory }: ResumeOptions, claude: string): string {
  const usual = defaultDirectory ?? join(home, '.claude');
  const directory =
    trimmed(session.configDirectory) === trimmed(usual) ? '' : `CLAUDE_CONFIG_DIR=${quote(session.configDirectory)} `;
  const start = startDirectory(session);
  return `${start === null ? '' : `cd ${quote(start)} && `}${directory}${claude}`;
}

/**
 * Claude Code looks a session up from the directory that its transcript is filed under; the last step may have been taken in
 * a folder below it. The nearest directory that the folder's name fits is taken, else the last one itself.
 */
function startDirectory({ cwd, originalCwd, transcript, kind }: Session): string | null {
  const last = kind === 'subagent' ? (originalCwd ?? cwd) : cwd;
  if (transcript === null || kind === 'subagent') return last;
  const folder = basename(dirname(transcript));
  for (const candidate of [cwd, originalCwd]) {
    for (let path = candidate; path !== null; path = dirname(path) === path ? null : dirname(path)) {
      if (projectFolder(path) === folder) return path;
    }
  }
  return last;
}

function trimmed(path: string): string {
  return path.replace(/(?<=.)\/+$/u, '');
}

/** Quotes for any POSIX shell; a word of harmless characters stays as it is. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
