import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { openGit, type Git } from '../git/run.ts';
import { projectFolder } from '../sessions/project-folder.ts';
import type { ProcessTable } from '../sessions/processes/processes.ts';
import { minutesBefore, transcriptLines } from './records.ts';
import { beginning, worktrees } from './story.ts';
import type { Files, StoryCommit, StorySession, StoryWorktree } from './story-types.ts';

export type DemoOptions = {
  /** An empty directory that is ours. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly processes: ProcessTable;
  /** Starts a process that lives as long as the demo, for a session that is to be alive; answers its id. */
  readonly live: () => Promise<number>;
  /** A process id that nothing has any more. */
  readonly gone: () => Promise<number>;
  /** How kg is started here: Node and the file. */
  readonly kg: { readonly node: string; readonly self: string };
};

/** A made-up world on disk, and the environment in which programs take it for the person's own. */
export type Demo = {
  readonly home: string;
  /** Where a person would stand: the worktree that is being refactored. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
};

/** Builds the story below a directory: a repository with its worktrees, and what Claude Code would have left there. */
export async function buildDemo(options: DemoOptions): Promise<Demo> {
  const { root } = options;
  const home = join(root, 'home');
  const code = join(home, 'code');
  const main = join(code, 'shop');
  const env = demoEnvironment(options, home);
  await writeFiles(home, { '.gitconfig': gitConfig, '.zshrc': "PROMPT='%~ $ '\n", '.bashrc': "PS1='\\w $ '\n" });
  await writeProgram(join(root, 'bin', 'kg'), options.kg);
  const git = openGit({ env, concurrency: 2, timeoutMs: 60_000 });
  await mkdir(main, { recursive: true });
  await git.run({ cwd: main, args: ['init', '-q', '--template=', '--initial-branch=main'] });
  await commit(git, main, beginning, options.now);
  for (const [number, worktree] of worktrees.entries()) {
    const path = worktree.folder === null ? main : join(code, worktree.folder);
    await buildWorktree({ git, main, path, worktree, now: options.now });
    if (worktree.session === undefined) continue;
    await buildSession({ ...options, home, cwd: path, session: worktree.session, id: sessionId(number + 1) });
  }
  return { home, directory: join(code, 'shop.auth'), env };
}

async function buildWorktree({
  git,
  main,
  path,
  worktree,
  now,
}: {
  readonly git: Git;
  readonly main: string;
  readonly path: string;
  readonly worktree: StoryWorktree;
  readonly now: Date;
}): Promise<void> {
  if (path !== main) await git.run({ cwd: main, args: ['worktree', 'add', '-q', '-b', worktree.branch, path] });
  for (const one of worktree.commits) await commit(git, path, one, now);
  await writeFiles(path, worktree.edits);
}

async function commit(git: Git, cwd: string, { files, message, ago }: StoryCommit, now: Date): Promise<void> {
  await writeFiles(cwd, files);
  const date = minutesBefore(now, ago);
  await git.run({ cwd, args: ['add', '--', ...Object.keys(files)] });
  await git.run({
    cwd,
    args: ['commit', '-q', '-m', message],
    env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

async function buildSession(
  options: DemoOptions & {
    readonly home: string;
    readonly cwd: string;
    readonly session: StorySession;
    readonly id: string;
  },
): Promise<void> {
  const { home, cwd, session, id, now, processes, live, gone } = options;
  const claude = join(home, '.claude');
  await writeFiles(join(claude, 'projects', projectFolder(cwd)), {
    [`${id}.jsonl`]: transcriptLines({ id, cwd, session, now })
      .map((line) => `${line}\n`)
      .join(''),
  });
  if (session.ends === 'ended') return;
  const pid = await (session.ends === 'killed' ? gone() : live());
  const start = await processes.startOf(pid);
  const since = Date.parse(minutesBefore(now, session.since));
  const record = {
    pid,
    sessionId: id,
    cwd,
    startedAt: Date.parse(minutesBefore(now, session.began)),
    procStart: start.state === 'running' ? start.start : '1',
    version: '2.1.330',
    kind: 'interactive',
    entrypoint: 'cli',
    name: `shop-${pid.toString(16).slice(-2)}`,
    nameSource: 'derived',
    status: session.ends === 'killed' ? 'busy' : session.ends,
    ...(session.ends === 'waiting' ? { waitingFor: 'permission prompt' } : {}),
    updatedAt: since,
    statusUpdatedAt: since,
  };
  await writeFiles(join(claude, 'sessions'), { [`${pid}.json`]: JSON.stringify(record) });
}

/** The person's own environment, in which the home is the demo's, and `kg` is the one that made it. */
function demoEnvironment({ root, env }: DemoOptions, home: string): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    value === undefined || /^(?:GIT_|KG_|XDG_|CLAUDE)/u.test(name) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    PATH: [join(root, 'bin'), env['PATH'] ?? ''].join(delimiter),
    // Of a plain sh; bash and zsh have files of their own.
    PS1: '$PWD $ ',
  };
}

const gitConfig = '[user]\n\tname = Ada\n\temail = ada@example.com\n[commit]\n\tgpgSign = false\n';

async function writeProgram(path: string, { node, self }: DemoOptions['kg']): Promise<void> {
  const quoted = [node, self].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  await writeFiles(dirname(path), { kg: `#!/bin/sh\nexec ${quoted} "$@"\n` });
  await chmod(path, 0o755);
}

async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/** Ids that look like those of sessions, and are the same in every demo. */
function sessionId(number: number): string {
  return `${String(number).repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
