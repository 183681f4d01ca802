/**
 * The example world on disk: the repository `shop` with six worktrees and three running sessions, as README tells of it. It is
 * noon on 22 November 2026.
 */
import { spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterFile } from './after-file.ts';
import { place, repo, type Checkout, type Repo } from './repo.ts';
import {
  answer,
  bash,
  claude,
  edit,
  metadata,
  prompt,
  tool,
  type BuiltClaude,
  type BuiltSession,
  type Event,
} from './sessions.ts';

export type ShopWorld = {
  readonly home: string;
  readonly shop: Repo;
  readonly auth: Checkout;
  readonly cart: Checkout;
  readonly receipt: Checkout;
  readonly claude: BuiltClaude;
  readonly now: Date;
  /** The person answers the session in `feature/cart`, and its turn ends. */
  readonly answerCart: () => void;
  /** The session in `feature/auth` is killed in the middle of its turn. */
  readonly killAuth: () => void;
};

/** A process that lives until the test file ends, and its start in the notation of the registry. */
function liveProcess(): { readonly pid: number; readonly procStart: string } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  afterFile(() => child.kill());
  const pid = child.pid ?? 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return { pid, procStart: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '' };
}

const lines = (count: number, text: string) =>
  Array.from({ length: count }, (_, line) => `${text} ${line + 1}\n`).join('');

/** Builds the world. */
export async function shopWorld(): Promise<ShopWorld> {
  const home = join(realpathSync(place('.')), 'home');
  const shop = await repo({
    path: join(home, 'code', 'shop'),
    files: {
      'README.md': '# Shop\n',
      'src/session.ts': lines(80, 'session'),
      'src/routes.ts': lines(100, 'route'),
      'src/price.ts': lines(40, 'price'),
    },
  });
  const beside = (name: string) => ({ path: join(home, 'code', `shop.${name}`) });
  const auth = shop.worktree('feature/auth', beside('auth'));
  const cart = shop.worktree('feature/cart', beside('cart'));
  const receipt = shop.worktree('fix/receipt-total', beside('receipt'));
  const readme = shop.worktree('docs/readme', beside('readme'));
  shop.worktree('spike/search', beside('search')).remove();

  auth.commit({ 'src/oauth.ts': lines(90, 'oauth') }, 'Add the OAuth client');
  auth.commit(
    { 'src/session.ts': lines(80, 'session').replace('session 41\n', 'cookie 41\n') },
    'Read the session from a cookie',
  );
  auth.edit({ 'test/oauth.test.ts': lines(28, 'test') });
  cart.commit({ 'src/price.ts': lines(52, 'price') }, 'Ask the server for prices');
  cart.edit({ 'src/session.ts': lines(80, 'session').replace('session 41\n', 'basket 41\n') });
  receipt.commit({ 'src/receipt.ts': lines(9, 'receipt') }, 'Round receipt totals once');
  readme.edit({ 'README.md': '# Shop\n\nSells things.\n' });

  const sessions = claude(home);
  const busy = begin(
    sessions,
    auth,
    '2026-11-22T11:57:40.000Z',
    { status: 'busy', since: '2026-11-22T11:58:00.000Z' },
    [
      prompt('Add OAuth login and session cookies'),
      metadata('ai-title', { aiTitle: 'Add OAuth login and session cookies' }),
      bash('npm test -- oauth'),
      edit('src/session.ts'),
      tool('Read', { file_path: join(auth.path, 'test/oauth.test.ts') }, { result: 'none' }),
    ],
  );
  const waiting = begin(
    sessions,
    cart,
    '2026-11-22T11:50:30.000Z',
    { status: 'waiting', waitingFor: 'permission prompt', since: '2026-11-22T11:51:00.000Z' },
    [
      prompt('Rework the cart so that prices come from the server'),
      metadata('ai-title', { aiTitle: 'Rework the cart so that prices come from the server' }),
      edit('src/price.ts'),
      edit('src/session.ts'),
      tool('Bash', { command: 'npm run migrate' }, { result: 'none' }),
    ],
  );
  begin(sessions, receipt, '2026-11-22T08:58:00.000Z', { status: 'idle', since: '2026-11-22T09:00:00.000Z' }, [
    prompt('Round receipt totals only once'),
    edit('src/receipt.ts'),
    answer(),
  ]);
  return {
    home,
    shop,
    auth,
    cart,
    receipt,
    claude: sessions,
    now: new Date('2026-11-22T12:00:00.000Z'),
    killAuth: () => void process.kill(busy.process.pid, 'SIGKILL'),
    answerCart: () => {
      waiting.session.transcript(answer()).live({ ...waiting.process, status: 'idle' });
    },
  };
}

function begin(
  sessions: BuiltClaude,
  where: Checkout,
  start: string,
  live: { readonly status: string; readonly since: string; readonly waitingFor?: string },
  events: readonly Event[],
): { readonly session: BuiltSession; readonly process: ReturnType<typeof liveProcess> } {
  const process = liveProcess();
  const session = sessions.session({ cwd: where.path, start }).transcript(...events);
  session.live({ ...live, ...process });
  return { session, process };
}
