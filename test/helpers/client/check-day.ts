import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { askCheck } from '../../../src/check/ask-check.ts';
import Checkpoint from '../../../src/commands/checkpoint.ts';
import { openKg } from '../../../src/kg.ts';
import { runCommand } from '../command.ts';
import { until } from '../until.ts';
import { held } from './held-session.ts';
import { call, type Conversation, type Reply } from './script.ts';
import { openStage } from './stage.ts';
import { current } from './versions.ts';

export type CheckDay = Awaited<ReturnType<typeof checkDay>>;

const steps = Array.from({ length: 20 }, (_, line) => `// step ${line + 1}\n`).join('');

/** What is in the files of the repository at first. */
export const login = `${steps}export const lifetime = 3600;\n`;
const pay = 'export function charge(user: string, cents: number): void {\n  console.log(user, cents);\n}\n';
export const user = "export const user = 'ada';\n";

/** A repository with two linked worktrees, and the sessions that will work there. */
export async function checkDay() {
  const plans: Conversation[] = [];
  const stage = await openStage({ version: current, script: () => ({ conversations: plans }) });
  const { repository, worktree: auth, home, api } = stage;
  const cart = `${repository}.cart`;
  const plan = (options: Parameters<typeof held>[0]) => {
    const session = held(options);
    plans.push(session.conversation);
    return {
      ...session,
      goOn: () => session.goOn(stage),
      end: () => session.end(stage),
      kill: () => session.kill(stage),
    };
  };
  const edit = (path: string, from: string, to: string) =>
    call('Edit', { file_path: join(auth, path), old_string: from, new_string: to });
  const read = (path: string) => call('Read', { file_path: join(auth, path) });
  const bash = (command: string) => call('Bash', { command, description: 'Run git' });

  const refactor = plan({
    prompt: 'Shorten the login',
    cwd: auth,
    stretches: [
      [
        both(read('src/login.ts'), read('src/pay.ts'), read('src/user.ts')),
        both(
          edit('src/login.ts', '3600', '900'),
          edit('src/pay.ts', 'user: string, cents: number', 'request: [string, number]'),
          edit('src/pay.ts', 'user, cents', 'request'),
        ),
      ],
      [read('src/user.ts')],
      [bash('git switch --quiet --detach && git commit --quiet --all --message=Shorter')],
      [bash('git switch --quiet -C feature/auth && git revert --no-commit HEAD')],
      [read('src/login.ts')],
      [call('Write', { file_path: join(cart, 'src/stray.ts'), content: 'export const stray = 1;\n' })],
    ],
  });
  const helper = plan({
    prompt: 'Tidy the steps',
    cwd: auth,
    stretches: [[read('src/login.ts'), edit('src/login.ts', 'step 5\n', 'step five\n')]],
  });
  const resumed = plan({ prompt: 'Go on over there', cwd: repository, resumes: helper.id, stretches: [[]] });
  const again = plan({ prompt: 'Once more', cwd: repository, resumes: helper.id, stretches: [] });

  const write = (directory: string, path: string, text: string) => writeFileSync(join(directory, path), text);
  for (const [path, text] of Object.entries({ login, pay, user })) write(repository, `src/${path}.ts`, text);
  git(repository, 'config', 'user.name', 'Ada');
  git(repository, 'config', 'user.email', 'ada@example.invalid');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message=A shop');
  git(auth, 'merge', '--quiet', 'main');
  git(repository, 'worktree', 'add', '--quiet', '-b', 'feature/cart', cart);

  let passed = 0;
  const env = home.environment({ api: api.url });
  const now = () => new Date(Date.now() + passed);
  const where = { env, home: join(home.root, 'home') };
  return {
    stage,
    repository,
    auth,
    cart,
    refactor,
    helper,
    resumed,
    again,
    write,
    /** The folder of the transcripts of sessions that began in a worktree. */
    transcripts: (path: string) => join(home.config, 'projects', path.replaceAll(/[^a-zA-Z0-9]/gu, '-')),
    pass: (minutes: number) => {
      passed += minutes * 60_000;
    },
    save: async (directory: string) => {
      const outcome = await runCommand(Checkpoint, [], { ...where, directory, now: now() });
      expect(outcome).toMatchObject({ exitCode: 0 });
    },
    check: async (directory: string) => {
      const kg = await openKg({
        ...where,
        directory,
        now,
        platform: process.platform,
        concurrency: 4,
        needs: 'project',
      });
      const { verdict, reasons } = await askCheck(kg, '@');
      return [verdict, ...reasons.map(({ code }) => code)];
    },
  };
}

/** Several calls in one answer. */
function both(...replies: readonly Reply[]): Reply {
  return { calls: replies.flatMap(({ calls = [] }) => calls) };
}

export function git(directory: string, ...args: readonly string[]): void {
  execFileSync('git', ['-C', directory, ...args]);
}

/** Until the last move of HEAD, which `gitLater` dates ahead, is over: a session that began before would have seen it. */
export async function untilMoved(directory: string): Promise<void> {
  const last = execFileSync('git', ['-C', directory, 'reflog', '-1', '--date=unix', '--format=%gd'], {
    encoding: 'utf8',
  });
  const moved = Number(/\{(\d+)\}/u.exec(last)?.[1]) * 1000;
  await until({ what: 'the move of HEAD to be over', read: () => Date.now(), accept: (time) => time > moved + 1000 });
}

/** A reflog counts whole seconds, so what happens within two of a session's own commands is not told from them. */
export function gitLater(directory: string, ...args: readonly string[]): void {
  const env = { ...process.env, GIT_COMMITTER_DATE: new Date(Date.now() + 4000).toISOString() };
  execFileSync('git', ['-C', directory, ...args], { env });
}
