import type { Kg } from '../kg.ts';
import { whisper, type Later } from '../whisper/ask.ts';
import { findFile } from '../whisper/find-file.ts';
import { parseHook, type HookFault } from '../whisper/hook-input.ts';
import type { OwnFiles } from '../whisper/own-files.ts';
import type { FindSessionsHere } from '../whisper/sessions-here.ts';
import type { TouchedFile } from '../whisper/whisper.ts';
import { join } from 'node:path';

/** Answers the plugin's hooks from a process that stays: no start, and what was looked at is at hand. */
export type Touch = {
  /** By the parameters of the hook; answers what the hook is to answer, the empty string for nothing. */
  readonly answer: (given: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Remembers how the files of a worktree stand, so that what the first command changes is known. */
  readonly begin: (directory: string) => Promise<void>;
};

export type TouchOptions = {
  readonly cache: string;
  readonly now: () => Date;
  readonly open: (directory: string) => Promise<Kg>;
  readonly sessionsHere: FindSessionsHere;
  readonly fail: (fault: HookFault) => void;
};

const PATIENCE = 900;

export function openTouch(options: TouchOptions): Touch {
  const { cache, now, open, sessionsHere, fail } = options;
  const later = openLater();
  const own = new Map<string, OwnFiles>();

  const changedFiles = async (directory: string): Promise<readonly TouchedFile[]> => {
    const place = findFile(join(directory, 'any'));
    if (place === null) return [];
    const { worktree } = place;
    const [{ git }, { changedBetween, readOwnFiles }] = await Promise.all([
      open(worktree),
      import('../whisper/own-files.ts'),
    ]);
    const before = own.get(worktree);
    const after = await readOwnFiles(git, worktree);
    own.set(worktree, after);
    if (before === undefined) return [];
    const paths = await changedBetween(git, worktree, { before, after });
    return paths.slice(0, MOST).map((path) => ({ path: join(worktree, path), edit: null }));
  };

  return {
    begin: async (directory) => void (await changedFiles(directory).catch(() => [])),
    answer: async (given) => {
      try {
        const event = parseHook(hookInput(given));
        if (typeof event === 'string') {
          fail(event);
          return '';
        }
        if (event.kind !== 'before edit' && event.kind !== 'after command') return '';
        const { session, directory } = event;
        const files = event.files ?? (await changedFiles(directory));
        const said = await whisper({ cache, session, files, patience: PATIENCE, sessionsHere, open, later });
        if (said.whispers.length === 0) return '';
        const { whisperAnswer } = await import('../render/hook-answer.ts');
        const answer = whisperAnswer({ ...said, when: event.kind, now: now() });
        return answer === null ? '' : JSON.stringify(answer);
      } catch {
        fail('failed');
        return '';
      }
    },
  };
}

const MOST = 200;

/** The client fills in parameters as text: what is not there is empty, and lists and flags are JSON. */
function hookInput(given: Readonly<Record<string, unknown>>): unknown {
  const { event, session, cwd, tool, path, notebook, before, after, all, changed } = given;
  return {
    hook_event_name: event,
    session_id: session,
    cwd,
    tool_name: tool,
    tool_input: {
      ...(path === '' ? {} : { file_path: path }),
      ...(notebook === '' ? {} : { notebook_path: notebook }),
      old_string: before,
      new_string: after,
      replace_all: all === 'true',
    },
    tool_response: changed === '' ? {} : { bashEditDiff: { changedFiles: parsed(changed) } },
  };
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** One look at a time, a moment after the edit that it is for; a file that is edited again and again is looked at once. */
function openLater(): Later {
  type Look = Parameters<Later['plan']>[0];
  const found = new Map<string, Awaited<ReturnType<Look>>[number][1]>();
  let waiting: NodeJS.Timeout | undefined;
  let looking = false;
  const plan = (look: Look): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (looking) {
        plan(look);
        return;
      }
      looking = true;
      void look()
        .then(
          (results) => results.forEach(([key, one]) => found.set(key, one)),
          () => {},
        )
        .finally(() => (looking = false));
    }, A_MOMENT).unref();
  };
  return {
    take: (key) => {
      const one = found.get(key) ?? null;
      found.delete(key);
      return one;
    },
    plan,
  };
}

const A_MOMENT = 1000;
