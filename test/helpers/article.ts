/**
 * The scene that kg was made for, on disk: one session refactors the login on a branch, another writes tests in a worktree of
 * its own, a third mends a bug of production on main. It is noon on 22 November 2026.
 */
import { spawn } from 'node:child_process';
import { readFileSync, realpathSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterFile } from './after-file.ts';
import { place, repo, type Checkout, type Repo } from './repo.ts';
import {
  answer,
  claude,
  edit,
  metadata,
  prompt,
  read,
  type BuiltClaude,
  type BuiltSession,
  type Event,
} from './sessions.ts';

export type ArticleScene = {
  readonly home: string;
  readonly shop: Repo;
  readonly auth: Checkout;
  readonly tests: Checkout;
  readonly claude: BuiltClaude;
  readonly now: Date;
  readonly sessions: Readonly<Record<'auth' | 'tests' | 'fix', BuiltSession>>;
  /** A session of a live process, in a worktree. */
  readonly begin: (where: Checkout, options: Begin) => BuiltSession;
  /** Its process, for another record of it. */
  readonly processOf: (session: BuiltSession) => LiveProcess;
};

export type LiveProcess = { readonly pid: number; readonly procStart: string };

export type Begin = {
  readonly start: string;
  readonly task: string;
  readonly status?: string;
  readonly events: readonly Event[];
};

export const user = `export class User {
  id: number;
  name: string;
}

export function findUser(id: number): User {
  return load(id);
}
`;

export const pay = `import type { User } from './models/user.ts';

export function charge(user: User, cents: number): void {
  send({ user: user.id, cents });
}
`;

const session = `${Array.from({ length: 20 }, (_, line) => `// step ${line + 1}\n`).join('')}export const lifetime = 3600;\n`;

/** Builds the scene. */
export async function articleScene(): Promise<ArticleScene> {
  const home = join(realpathSync(place('.')), 'home');
  const shop = await repo({
    path: join(home, 'code', 'shop'),
    start: '2026-11-22T11:36:00.000Z',
    files: { 'README.md': '# Shop\n', 'src/models/user.ts': user, 'src/pay.ts': pay, 'src/session.ts': session },
  });
  const beside = (name: string) => ({ path: join(home, 'code', `shop.${name}`) });
  const auth = shop.worktree('feature/auth', beside('auth'));
  const tests = shop.worktree('test/checkout', beside('tests'));
  const built = claude(home);
  const running = new Map<string, LiveProcess>();
  const begin = (where: Checkout, { start, task, status = 'busy', events }: Begin): BuiltSession => {
    const title = metadata('ai-title', { aiTitle: task });
    const begun = built.session({ cwd: where.path, start }).transcript(prompt(task), title, ...events);
    const process = liveProcess();
    running.set(begun.id, process);
    begun.live({ status, since: start, ...process });
    return begun;
  };

  auth.commit(
    { 'src/models/user.ts': user.replace('id: number;', 'id: string;').replaceAll('id: number)', 'id: string)') },
    'Give users ids that are text',
  );
  auth.edit({
    'src/pay.ts': pay
      .replace('charge(user: User, cents: number)', 'charge(request: Charge)')
      .replace('user: user.id, cents', '...request'),
  });
  auth.edit({ 'src/session.ts': session.replace('3600', '900') });
  tests.edit({ 'test/pay.test.ts': "import { charge } from '../src/pay.ts';\n\ncharge(ada, 100);\n" });
  shop.commit({ 'src/session.ts': session.replace('3600', '7200') }, 'Keep people logged in for two hours');
  // Where files were written later than a session read them, kg looks twice.
  for (const { path } of [shop, auth, tests])
    for (const file of ['src/models/user.ts', 'src/pay.ts', 'src/session.ts'])
      utimesSync(join(path, file), morning, morning);

  const sessions = {
    auth: begin(auth, {
      start: '2026-11-22T11:36:30.000Z',
      task: 'Refactor the login',
      events: [
        read('src/models/user.ts', user),
        edit('src/models/user.ts'),
        edit('src/pay.ts'),
        edit('src/session.ts'),
      ],
    }),
    tests: begin(tests, {
      start: '2026-11-22T11:36:10.000Z',
      task: 'Write tests for the checkout',
      events: [read('src/models/user.ts', user), read('src/pay.ts', pay), edit('test/pay.test.ts')],
    }),
    fix: begin(shop, {
      start: '2026-11-22T11:37:30.000Z',
      task: 'People are logged out too early',
      status: 'idle',
      events: [read('src/session.ts', session), edit('src/session.ts'), answer()],
    }),
  };
  const processOf = ({ id }: BuiltSession): LiveProcess => running.get(id) ?? { pid: 0, procStart: '' };
  return {
    home,
    shop,
    auth,
    tests,
    claude: built,
    now: new Date('2026-11-22T12:00:00.000Z'),
    sessions,
    begin,
    processOf,
  };
}

const morning = new Date('2026-11-22T08:00:00.000Z');

/** A process that lives until the test file ends, and its start in the notation of the registry. */
function liveProcess(): LiveProcess {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  afterFile(() => child.kill());
  const pid = child.pid ?? 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return { pid, procStart: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '' };
}
