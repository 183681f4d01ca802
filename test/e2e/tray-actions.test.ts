import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { attentionOf } from '../../src/attention.ts';
import { act, type ActionsOptions, type OutwardClick } from '../../src/tray/actions.ts';
import { jump } from '../../src/tray/jump.ts';
import { openPrograms, type Programs } from '../../src/tray/programs.ts';
import { readConfig } from '../../src/config.ts';
import { auth, cart, home, now, project, session, shop, survey, worktree } from '../helpers/shop.ts';
import { until } from '../helpers/until.ts';

const directory = mkdtempSync(join(tmpdir(), 'kg-tray-actions-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What was started, and with which input; programs in `absent` are not there. */
const seen: { readonly argv: readonly string[]; readonly input?: string }[] = [];
let absent: readonly string[] = [];
let output = { exitCode: 0, stdout: 'feature/cart <b>' };
beforeEach(() => {
  seen.length = 0;
  absent = [];
  output = { exitCode: 0, stdout: 'feature/cart <b>' };
});

const programs: Programs = {
  start: async (argv) => {
    seen.push({ argv });
    return !absent.includes(argv[0] ?? '');
  },
  run: async (argv, { input } = {}) => {
    seen.push({ argv, ...(input === undefined ? {} : { input }) });
    return absent.includes(argv[0] ?? '') ? null : output;
  },
  converse: () => ({ say: () => {}, end: () => {}, ended: Promise.resolve(null) }),
};

const options: ActionsOptions = {
  env: {},
  home,
  platform: 'linux',
  programs,
  now: () => now,
  directory,
  self: ['/opt/node', '/opt/kg'],
};
const cartId = cart.sessions[0]?.id ?? '';

async function click(asked: OutwardClick, { picture = shop, env = {} } = {}) {
  const { config } = await readConfig({ mainWorktree: null, env, home, platform: 'linux' });
  return act(asked, { attention: attentionOf(picture), config }, options);
}

describe('what a click does', () => {
  test('without a checkpoint, a session opens what kg show says, as a page for its owner alone', async () => {
    expect(await click({ do: 'checkpoint', session: cartId })).toBeNull();
    const [shown, viewer] = seen;
    expect(shown?.argv).toEqual(['/opt/node', '/opt/kg', 'show', cartId, '-C', cart.path]);
    expect(viewer?.argv[0]).toBe('xdg-open');
    const page = viewer?.argv[1] ?? '';
    expect(statSync(page).mode & 0o777).toBe(0o600);
    expect(readFileSync(page, 'utf8')).toContain('<pre>feature/cart &lt;b&gt;</pre>');
  });

  test('where not even kg show answers, the page has what the tray knows', async () => {
    output = { exitCode: 2, stdout: '' };
    await click({ do: 'checkpoint', session: cartId });
    expect(readFileSync(seen.at(-1)?.argv[1] ?? '', 'utf8')).toContain(
      `<pre>session ${cartId}\nstatus waiting\nlast action Bash npm test</pre>`,
    );
  });

  test('the resume command goes to the clipboard by the first program that is there', async () => {
    absent = ['xclip'];
    const picture = survey([
      project([worktree('a', { sessions: [session({ id: 's', cwd: '/code/a b', status: 'finished' })] })]),
    ]);
    const command = "cd '/code/a b' && claude --resume s";
    expect(await click({ do: 'resume', session: 's' }, { picture })).toEqual({
      title: 'Resume command copied',
      body: command,
    });
    expect(seen).toEqual([
      { argv: ['xclip', '-selection', 'clipboard'], input: command },
      { argv: ['xsel', '--clipboard', '--input'], input: command },
    ]);
    absent = ['xclip', 'xsel', 'wl-copy'];
    expect(await click({ do: 'resume', session: 's' }, { picture })).toEqual({
      title: 'No program for the clipboard found (wl-copy, xclip, xsel)',
      body: command,
    });
  });

  test('a worktree opens with the configured program, else with that of the desktop', async () => {
    expect(await click({ do: 'open', session: cartId })).toBeNull();
    await click({ do: 'open', session: cartId }, { env: { KG_TRAY_OPEN: 'code:--new-window:{path}' } });
    expect(seen.map(({ argv }) => argv)).toEqual([
      ['xdg-open', cart.path],
      ['code', '--new-window', cart.path],
    ]);
    absent = ['xdg-open'];
    expect(await click({ do: 'open', session: cartId })).toMatchObject({ title: 'xdg-open could not be started' });
  });

  test('checkpoint now says what came of it', async () => {
    expect(await click({ do: 'save', session: cartId })).toEqual({
      title: 'Checkpoint saved',
      body: 'feature/cart <b>',
    });
    expect(seen[0]?.argv).toEqual(['/opt/node', '/opt/kg', 'checkpoint', '-C', cart.path]);
    output = { exitCode: 2, stdout: '' };
    expect(await click({ do: 'save', session: cartId })).toMatchObject({ title: 'No checkpoint could be saved' });
  });

  test('a conflict opens its lines', async () => {
    await click({ do: 'conflict', a: auth.path, b: cart.path });
    expect(seen[0]?.argv).toEqual(['/opt/node', '/opt/kg', 'overlap', auth.path, cart.path, '--diff', '-C', auth.path]);
  });

  test('a session that has gone, and one that no process runs, are said', async () => {
    expect(await click({ do: 'open', session: 'gone' })).toMatchObject({ body: 'That session is not there any more' });
    expect(await click({ do: 'jump', session: cartId })).toMatchObject({ body: 'No process runs that session' });
    expect(seen).toEqual([]);
  });
});

const tmux = ['/usr/bin/tmux', '-S', join(directory, 'tmux'), '-f', '/dev/null'] as const;

function hasTmux(): boolean {
  try {
    execFileSync(tmux[0], ['-V']);
    return true;
  } catch {
    console.log('Jumping to a pane is not tried: tmux is not installed');
    return false;
  }
}

test.skipIf(!hasTmux())(
  'a session in a pane of tmux is brought to the front, in the server that it runs in',
  async () => {
    const run = (...args: readonly string[]) =>
      execFileSync(tmux[0], [...tmux.slice(1), ...args], { encoding: 'utf8' }).trim();
    run('new-session', '-d', '-s', 'a', 'sleep 100');
    try {
      run('new-window', '-t', 'a', 'sleep 200');
      run('split-window', '-t', 'a', 'sleep 300');
      run('select-window', '-t', 'a:0');
      const pid = Number(run('list-panes', '-t', 'a:1', '-F', '#{pane_pid}').split('\n')[0]);
      const real = openPrograms({ env: { PATH: '/usr/bin:/bin' }, directory });
      const why = await until({
        what: 'the pane to be found',
        read: () => jump({ pid, path: '/', configured: [], platform: 'linux', programs: real }),
        accept: (reason) => reason === null,
        describe: String,
      });
      expect(why).toBeNull();
      expect(run('display-message', '-p', '-t', 'a', '#{window_index} #{pane_pid}')).toBe(`1 ${pid}`);
    } finally {
      run('kill-server');
    }
  },
);
