import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from './git/path.ts';
import type { Git, GitCall } from './git/run.ts';
import { readWhole, saveWhole } from './save-whole.ts';
import { settingsDigest, type SettingsPlaces } from './worktrees/settings.ts';
import type { Store } from './worktrees/store/store.ts';

/** A door to git that knows what git said about objects before. */
export type RememberedGit = {
  readonly git: Git;
  /** Saves what was asked since, for the next run. A cache that cannot be written costs that one its speed and nothing else. */
  readonly save: () => Promise<void>;
};

/**
 * Answers from the last run what git was asked about objects by their ids alone: what commits differ by, what they reach, what they
 * hold. That stays true as long as git's settings do, and replaced objects, grafts and the border of a shallow clone with them.
 * Whatever names a ref, a file or nothing is asked anew, and so is what failed.
 */
export function rememberGit(options: {
  readonly git: Git;
  /** Where answers are kept: they go with the objects that they are about. */
  readonly store: Store;
  /** From `answersStamp`. */
  readonly stamp: string;
}): RememberedGit {
  const { git, store } = options;
  const file = join(store.directory, 'answers.json');
  const of = options.stamp;
  const known = read(file, of);
  const used = new Map<string, Answer>();
  let learned = false;
  return {
    git: {
      started: git.started,
      identity: git.identity,
      run: async (call) => {
        if (!isAboutObjects(call)) return git.run(call);
        const key = keyOf(call);
        const [exitCode, text] = used.get(key) ?? known.get(key) ?? [null, ''];
        if (exitCode !== null) {
          used.set(key, [exitCode, text]);
          return { exitCode, stdout: Buffer.from(text, 'latin1'), stderr: '' };
        }
        const answer = await git.run(call);
        const told = answer.stdout.length > LONGEST ? null : answer.stdout.toString('latin1');
        // An object that is not here today may be fetched tomorrow.
        if (told !== null && answer.exitCode <= 1 && !/^[0-9a-f]{40,64} missing$/mu.test(told)) {
          used.set(key, [answer.exitCode, told]);
          learned = true;
        }
        return answer;
      },
    },
    save: async () => {
      if (learned) await saveWhole(file, { of, answers: bounded([...used, ...known]) }).catch(() => {});
    },
  };
}

/** Exit code, and the bytes of standard output as Latin-1. */
type Answer = readonly [exitCode: number, stdout: string];

/** Another number makes kg forget what an older one remembers. */
const FORMAT = 1;
/** Bytes of one answer, and characters of all: more takes longer to read than git takes to answer. */
const LONGEST = 128 * 1024;
const MOST = 512 * 1024;

/** These commands look at nothing but objects when every name that they are given is an id, or a path in what an id names. */
const commands = new Set(['rev-list', 'diff-tree', 'merge-base', 'cat-file', 'log']);

/** Options by which they look at refs, at the clock or at files all the same. */
const others =
  /^(?:-g$|--(?:all|branches|tags|remotes|glob|exclude|reflog|walk-reflogs|since|until|filters|textconv|batch-all-objects))/u;

function isAboutObjects({ args, input = '' }: GitCall): boolean {
  const [command = '', ...words] = args;
  const end = words.indexOf('--');
  const names = words.slice(0, end === -1 ? words.length : end).filter((word) => !word.startsWith('-'));
  const records = input.toString('latin1').split(/[\n\0]/u);
  const asked = [...names, ...records.filter((record) => record !== '')];
  if (!commands.has(command) || words.some((word) => others.test(word))) return false;
  return asked.length > 0 && asked.every((name) => /^\^?[0-9a-f]{40,64}(?:[ :]|$)/u.test(name));
}

function keyOf({ cwd, args, input = '', env = {} }: GitCall): string {
  return hash('sha256', JSON.stringify([cwd, args, input.toString('latin1'), env]), 'base64').slice(0, 32);
}

/** Stands for all that decides about answers beside the objects that they are about; `git gc` may take objects away. */
export function answersStamp(settings: SettingsPlaces): string {
  return [FORMAT, settingsDigest(settings), timeOf(join(settings.commonDirectory, 'objects/pack'))].join(' ');
}

function timeOf(path: string): string {
  try {
    return String(statSync(encodePath(path), { bigint: true }).mtimeNs);
  } catch {
    return '-';
  }
}

/** Nothing when it is missing, damaged, or of other settings. */
function read(file: string, of: string): ReadonlyMap<string, Answer> {
  const value = readWhole(file);
  return isKept(value) && value.of === of ? new Map(value.answers) : new Map();
}

/** The file is kg's own, in a directory that only the person can write. */
function isKept(
  value: unknown,
): value is { readonly of: string; readonly answers: readonly (readonly [string, Answer])[] } {
  return (
    typeof value === 'object' && value !== null && 'of' in value && 'answers' in value && Array.isArray(value.answers)
  );
}

/** Those that were used now come first, and as many of the others as fit. */
function bounded(answers: readonly (readonly [string, Answer])[]): readonly (readonly [string, Answer])[] {
  const kept = new Map<string, Answer>();
  let room = MOST;
  for (const [key, answer] of answers) {
    if (kept.has(key) || answer[1].length > room) continue;
    room -= answer[1].length + 64;
    kept.set(key, answer);
  }
  return [...kept];
}
