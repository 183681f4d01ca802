/**
 * Builds repositories for tests, with real git and few processes; what takes several is started by a small shell, which is
 * cheaper to fork than a process that has loaded the tests. Everything lies under one temporary directory a test file, which is
 * removed after it. Dates are fixed, so object ids are constants.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterFile } from './after-file.ts';

/** What a path is to hold: text or bytes, a link, a program, or nothing (`null`: it is deleted). */
export type Content = string | Buffer | { readonly link: string } | { readonly program: string } | null;
export type Files = Readonly<Record<string, Content>>;

/** A directory with files of a repository in it. */
export type Checkout = {
  readonly path: string;
  /** Writes the files into the working tree, uncommitted. */
  readonly edit: (files: Files) => void;
  /** Writes the files and stages them; without files, stages everything. */
  readonly stage: (files?: Files) => void;
  /** Writes, stages and commits the files; answers the new commit's object id. */
  readonly commit: (files?: Files, message?: string) => string;
  /** Runs git here and answers what it printed, without the last newline. Throws when git fails. */
  readonly git: (...args: readonly string[]) => string;
  /** The same, for a command that is meant to stop halfway. */
  readonly gitFails: (...args: readonly string[]) => void;
};

export type Repo = Checkout & {
  /** Adds a linked worktree on a new branch of that name, beside the repository unless `path` says where. */
  readonly worktree: (name: string, options?: WorktreeOptions) => Checkout & { readonly remove: () => void };
  /** Clones it; the clone's branch has this repository's as upstream. */
  readonly clone: (name: string, ...args: readonly string[]) => Repo;
};

export type WorktreeOptions = {
  readonly path?: string;
  /** The reason, or `true` for a lock without one. */
  readonly lock?: string | true;
  readonly detach?: boolean;
  /** Where it starts; default: HEAD. */
  readonly from?: string;
};

export type RepoOptions = {
  readonly name?: string;
  /** Where it is to lie; default: a new place of its own. */
  readonly path?: string;
  readonly bare?: boolean;
  readonly objectFormat?: 'sha1' | 'sha256';
  /** What is committed first. `null` leaves the branch unborn. */
  readonly files?: Files | null;
  /** ISO time of the first commit, where it matters; each later one is a minute younger. */
  readonly start?: string;
};

let root: string | null = null;

/** A new path under the temporary directory of this test file. */
export function place(name: string): string {
  root ??= newRoot();
  return join(mkdtempSync(join(root, 'r')), name);
}

function newRoot(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'kg-')));
  afterFile(() => {
    rmSync(made, { recursive: true, force: true });
    root = null;
  });
  return made;
}

/** A repository with one commit on `main`. A bare one has no commit. */
export async function repo(options: RepoOptions = {}): Promise<Repo> {
  const { name = 'shop', bare = false, objectFormat = 'sha1', files = { 'README.md': 'shop\n' } } = options;
  const path = options.path ?? place(name);
  mkdirSync(path, { recursive: true });
  const minute = options.start === undefined ? 0 : (Date.parse(options.start) / 1000 - epoch) / 60 - 1;
  const where = { path, clock: { minute } };
  const init = ['init', '-q', '--template=', `--object-format=${objectFormat}`];
  if (bare || files === null) start(where, 'git', ...init, ...(bare ? ['--bare'] : []));
  else {
    writeAll(path, files);
    where.clock.minute += 1;
    shell(where, `git ${init.join(' ')}; ${addAndCommit}`, 'first', ...Object.keys(files));
  }
  return repoAt(path, where.clock.minute);
}

/** Lines of a shell: commits the paths that follow its first argument, the message. */
const addAndCommit = 'message=$1; shift; git add -A -- "$@"; git commit -q --allow-empty -m "$message"';

function repoAt(path: string, minute = 0): Repo {
  const clock = { minute };
  const checkout = checkoutAt(path, clock);
  return {
    ...checkout,
    worktree: (name, options = {}) => {
      const where = options.path ?? `${path}.${name.replaceAll('/', '-')}`;
      const { lock, detach = false, from } = options;
      const kind = detach ? ['--detach'] : ['-b', name];
      checkout.git('worktree', 'add', '-q', ...kind, where, ...(from === undefined ? [] : [from]));
      if (lock !== undefined) checkout.git('worktree', 'lock', ...(lock === true ? [] : ['--reason', lock]), where);
      return { ...checkoutAt(where, clock), remove: () => rmSync(where, { recursive: true }) };
    },
    clone: (name, ...args) => {
      const where = join(dirname(path), name);
      checkout.git('clone', '-q', '--template=', ...args, path, where);
      return repoAt(where);
    },
  };
}

/** Midnight before the first day of 2026, in seconds. */
const epoch = 1_767_225_600;

type Clock = { minute: number };

function checkoutAt(path: string, clock: Clock): Checkout {
  const git = (...args: readonly string[]): string => start({ path, clock }, 'git', ...args).replace(/\n$/u, '');
  const edit = (files: Files): void => writeAll(path, files);
  const stage = (files?: Files): void => {
    edit(files ?? {});
    git('add', '-A', '--', ...(files === undefined ? ['.'] : Object.keys(files)));
  };
  return {
    path,
    edit,
    stage,
    git,
    gitFails: (...args) => {
      let failed = false;
      try {
        git(...args);
      } catch {
        failed = true;
      }
      if (!failed) throw new Error(`git ${args.join(' ')} was expected to stop`);
    },
    commit: (files, message = 'work') => {
      clock.minute += 1;
      if (files === undefined) git('commit', '-q', '--allow-empty', '-m', message);
      else {
        writeAll(path, files);
        shell({ path, clock }, addAndCommit, message, ...Object.keys(files));
      }
      return headOf(path) ?? git('rev-parse', 'HEAD').trim();
    },
  };
}

type Where = { readonly path: string; readonly clock: Clock };

function start({ path, clock }: Where, file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { cwd: path, env: environment(clock), stdio: 'pipe', encoding: 'utf8' });
}

/** Runs lines of a shell; the first that fails ends them, and throws. */
function shell(where: Where, script: string, ...args: readonly string[]): void {
  start(where, 'sh', '-ec', script, 'sh', ...args);
}

/**
 * The commit that was just made: its branch is a file of its own then, and no process is needed to read it. `null` where refs are
 * no files.
 */
function headOf(path: string): string | null {
  const dotGit = join(path, '.git');
  const text = (...parts: readonly string[]): string => readFileSync(join(...parts), 'utf8').trim();
  const own = lstatSync(dotGit).isDirectory() ? dotGit : resolve(path, text(dotGit).replace('gitdir: ', ''));
  const head = text(own, 'HEAD');
  if (!head.startsWith('ref: ')) return head;
  // What a reftable has in the place of a branch, so that an older git sees that it cannot read it.
  if (head === 'ref: refs/heads/.invalid') return null;
  const shared = join(own, 'commondir');
  return text(existsSync(shared) ? resolve(own, text(shared)) : own, head.slice('ref: '.length));
}

function writeAll(path: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) write(join(path, name), content);
}

/** Writes one path, in place of whatever was there. */
export function write(path: string, content: Content): void {
  const plain = typeof content === 'string' || Buffer.isBuffer(content);
  if (!plain || lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    rmSync(path, { recursive: true, force: true });
  }
  if (content === null) return;
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(path, content);
  else if ('link' in content) symlinkSync(content.link, path);
  else {
    writeFileSync(path, content.program);
    chmodSync(path, 0o755);
  }
}

const config: Readonly<Record<string, string>> = {
  'init.defaultBranch': 'main',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'protocol.file.allow': 'always',
  'core.editor': 'true',
  'advice.detachedHead': 'false',
};

function environment(clock: Clock): NodeJS.ProcessEnv {
  const date = `${epoch + clock.minute * 60} +0000`;
  const entries = Object.entries(config);
  return {
    ...process.env,
    GIT_LITERAL_PATHSPECS: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_COMMITTER_DATE: date,
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
