import type { ErrorCode, KgError } from '../errors.ts';
import { configWords } from './config-words.ts';
import { counted } from './counted.ts';
import { readDetails } from './details.ts';
import type { ErrorWords } from './worded-error.ts';
import { homePath } from './path.ts';
import { shellPath, shellWord } from './shell.ts';
import { plain, prose } from './text.ts';

type Details = KgError['details'];

/** The words of each error that a person can act on. */
export function errorWords({ code, details }: KgError, home: string): ErrorWords {
  return { code, details, ...words[code](details, home) };
}

type Words = Omit<ErrorWords, 'code' | 'details'>;

const words: Readonly<Record<ErrorCode, (details: Details, home: string) => Words>> = {
  NOT_A_REPOSITORY: (details, home) => {
    const { text } = readDetails(details);
    const [place, repository] = [text('directory'), text('repository')];
    if (text('reason') === 'dubious-ownership' && repository !== undefined) return dubiousWords(repository, home);
    const where = place === undefined ? '' : `: ${homePath(place, home)}`;
    return { message: `Not inside a git repository${where}`, hint: 'To look elsewhere, run kg list -C <path>' };
  },
  GIT_MISSING: () => ({ message: 'git was not found: no program of that name can be started', hint: doctor }),
  GIT_TOO_OLD: (details) => {
    const { text } = readDetails(details);
    const needed = text('needed') ?? text('needs') ?? text('minimum');
    const needs = needed === undefined ? '' : `; kg needs ${prose(needed)} or later`;
    const found = text('version') ?? text('found');
    return { message: `git${found === undefined ? '' : ` ${prose(found)}`} is too old${needs}`, hint: doctor };
  },
  GIT_FAILED: gitWords,
  WORKTREE_UNKNOWN: (details, home) => {
    const { text, list } = readDetails(details);
    return unknownWords({ selector: text('selector') ?? '', near: list('near'), home });
  },
  WORKTREE_AMBIGUOUS: (details, home) => {
    const { text, list } = readDetails(details);
    const candidates = list('candidates');
    return {
      message: `${counted(candidates.length, 'worktree')} may be meant by ${plain(text('selector') ?? '')}`,
      more: candidates.map((path) => homePath(path, home)),
      hint: `To choose one, name its path, as in kg show ${shellPath(candidates[0] ?? '<path>', home)}`,
    };
  },
  PATH_UNKNOWN: (details) => {
    const { text, list } = readDetails(details);
    const near = list('near');
    return {
      message: `No file in any worktree, and none that a session touched, is meant by ${plain(text('path') ?? '')}`,
      ...(near.length === 0 ? {} : { hint: `Did you mean ${either(near.map(plain))}?` }),
    };
  },
  CONFIG_INVALID: configWords,
  INIT_FAILED: (details, home) => {
    const { text } = readDetails(details);
    const [path, hint] = [text('path'), text('hint')];
    const where = path === undefined ? '' : `: ${homePath(path, home)}`;
    return {
      message: `${prose(text('message') ?? 'This could not be set up')}${where}`,
      ...(hint ? { hint: prose(hint) } : {}),
    };
  },
  CHECKPOINT_UNKNOWN: (details) => {
    const id = readDetails(details).text('id');
    const which = id === undefined ? 'There is no checkpoint yet' : `No checkpoint has the id ${plain(id)}`;
    return { message: which, hint: id === undefined ? 'To save one, run kg checkpoint' : everyCheckpoint };
  },
  CHECKPOINT_AMBIGUOUS: (details) => {
    const { text, list } = readDetails(details);
    const candidates = list('candidates');
    return {
      message: `${counted(candidates.length, 'checkpoint')} may be meant by ${plain(text('id') ?? '')}`,
      more: candidates.map(plain).slice(0, 10),
      hint: everyCheckpoint,
    };
  },
  CHECKPOINT_UNREADABLE: (details, home) => {
    const { text } = readDetails(details);
    const message = `The checkpoint ${homePath(text('file') ?? '', home)} is ${prose(text('reason') ?? 'damaged')}`;
    return { message, hint: everyCheckpoint };
  },
  CHECKPOINT_NOT_SAVED: (details, home) => {
    const { text } = readDetails(details);
    const path = text('path');
    const where = path === undefined ? '' : ` to ${homePath(path, home)}`;
    return {
      message: `The checkpoint could not be saved${where}: ${prose(text('cause') ?? 'no reason known')}`,
      more: ['Earlier checkpoints are as they were'],
    };
  },
  RESTORE_FAILED: (details, home) => {
    const { text } = readDetails(details);
    const said = prose(text('cause') ?? '');
    return {
      message: `Nothing was restored to ${homePath(text('path') ?? '', home)}`,
      more: said === '' ? [] : [said],
      hint: prose(text('hint') ?? 'To see the commands for restoring by hand, leave out --to'),
    };
  },
  USAGE: (details) => {
    const { text } = readDetails(details);
    const hint = text('hint');
    return {
      message: prose(text('message') ?? 'These words do not fit together'),
      ...(hint ? { hint: prose(hint) } : {}),
    };
  },
  INTERNAL: (details) => ({
    message: `kg failed: ${prose(readDetails(details).text('message') ?? 'no reason known')}`,
  }),
};

const everyCheckpoint = 'To see all of them, run kg checkpoint list';
const doctor = 'To see what kg needs, run kg doctor';

/** git reads no repository of another owner unless it is listed, since its config may name programs. */
function dubiousWords(repository: string, home: string): Words {
  return {
    message: `git refuses to read ${homePath(repository, home)}, which belongs to another user`,
    hint: `To trust it, run git config --global --add safe.directory ${shellWord(repository)}`,
  };
}

type Unknown = { readonly selector: string; readonly near: readonly string[]; readonly home: string };

function unknownWords({ selector, near, home }: Unknown): Words {
  const all = 'To see all of them, run kg list';
  const meant = near.length === 0 ? all : `Did you mean ${either(near.map(plain))}? ${all}`;
  if (selector === '@') return { message: 'The current directory lies in no worktree', hint: all };
  if (selector === '^') return { message: 'This repository is bare: it has no main worktree', hint: all };
  if (/^\d{1,4}$/u.test(selector))
    return { message: `No worktree stands in row ${selector} of the last list`, hint: meant };
  if (/^[/\\]/u.test(selector)) return { message: `No worktree is at ${homePath(selector, home)}`, hint: meant };
  return { message: `No worktree has the branch, folder or session ${plain(selector)}`, hint: meant };
}

/** git's own words are shown as they are: they are in English, and name what a search for them will find. */
function gitWords(details: Details, home: string): Words {
  const { text, number, truth } = readDetails(details);
  const command = text('command');
  const cwd = text('cwd');
  const exitCode = number('exitCode');
  const end = truth('timedOut') ? ' did not answer in time' : ' failed';
  const call = `git${command === undefined ? '' : ` ${prose(command)}`}${end}`;
  const where = cwd === undefined ? '' : ` in ${homePath(cwd, home)}`;
  const status = exitCode === undefined || truth('timedOut') ? '' : ` (exit code ${exitCode})`;
  const said = (text('stderr') ?? '')
    .split('\n')
    .map(prose)
    .filter((line) => line !== '');
  return {
    message: `${call}${where}${status}`,
    more: said.slice(0, 6),
    hint: doctor,
  };
}

/** "a", "a or b", "a, b or c". */
function either(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
