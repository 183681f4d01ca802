/**
 * The tray on a real desktop, in the hands of a real pointer: one desktop, one world and one tray, and each test does something
 * with another of its sessions.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLatestCheckpoint } from '../../src/checkpoints/history/read-latest.ts';
import { shapes } from '../../src/tray/shapes.ts';
import { labelOf, readMenu } from '../helpers/bus.ts';
import { missingPrograms, openDesktop, type Desktop } from '../helpers/desktop.ts';
import type { Point } from '../helpers/pixels.ts';
import { closeAll, historyOf, shownNow } from '../helpers/dunst.ts';
import { chooseInMenu } from '../helpers/panel-menu.ts';
import { asking, restate } from '../helpers/registry.ts';
import { place, type Checkout } from '../helpers/repo.ts';
import { sessionId } from '../helpers/sessions.ts';
import { until } from '../helpers/until.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

// A desktop takes seconds to start, so it is asked for: `npm run test:desktop`.
const missing = process.env['DESKTOP'] === '1' ? missingPrograms() : ['npm run test:desktop'];
if (missing.length > 0) console.log(`The tray on a real desktop is not tried here; it takes ${missing.join(', ')}`);

const panel = { x: 0, y: 0, width: 1000, height: 30 };
const entries = { auth: 'feature/auth', cart: 'feature/cart', receipt: 'fix/receipt-total' };
const ids = { cart: sessionId(2), receipt: sessionId(3) };
const sub = 'Jump, copy, open, mute';

/** A program that only notes what it is given: once for each time that it was started, the words apart by spaces. */
function noteProgram(name: string): { readonly file: string; readonly noted: () => readonly string[] } {
  const directory = place('bin');
  const [file, note] = [join(directory, name), join(directory, `${name}.noted`)];
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "$*" >> '${note}'\n`);
  chmodSync(file, 0o755);
  return { file, noted: () => (existsSync(note) ? readFileSync(note, 'utf8').trimEnd().split('\n') : []) };
}

type Stage = {
  readonly world: ShopWorld;
  readonly desktop: Desktop;
  /** Clicks an entry of the menu. */
  readonly choose: (...words: readonly string[]) => Promise<void>;
  /** Waits until the first entry of the menu begins so. */
  readonly says: (words: string) => Promise<unknown>;
  /** The pages that were to be shown, the worktrees to be opened, and the processes whose terminal was to come to the front. */
  readonly shown: () => readonly string[];
  readonly opened: () => readonly string[];
  readonly jumped: () => readonly string[];
  readonly close: () => Promise<void>;
};

async function setStage(): Promise<Stage> {
  const [world, desktop] = await Promise.all([shopWorld(), openDesktop()]);
  const [viewer, opener, jumper] = ['xdg-open', 'open-worktree', 'to-terminal'].map(noteProgram);
  if (viewer === undefined || opener === undefined || jumper === undefined) throw new Error('no programs');
  const env = {
    ...desktop.env,
    HOME: world.home,
    PATH: `${join(viewer.file, '..')}:${desktop.env['PATH']}`,
    KG_TRAY_OPEN: `${opener.file}:--new:{path}`,
    KG_TRAY_JUMP: `${jumper.file}:{pid}`,
  };
  const tray = spawn(process.execPath, [join(process.cwd(), 'bin/run.js'), 'tray'], { env, stdio: 'ignore' });
  const ended = once(tray, 'exit');
  const item = `org.kde.StatusNotifierItem-${tray.pid}-1`;
  return {
    world,
    desktop,
    choose: async (...words) => {
      const icon = await desktop.untilSeen(shapes.waiting.fill, panel);
      await chooseInMenu({ desktop, item, icon }, words);
    },
    says: (words) =>
      until({
        what: `the menu to say ${words}`,
        read: async () => (await readMenu(desktop.bus, item)).nodes.map(labelOf),
        accept: ([first = '']) => first.startsWith(words),
        describe: (labels) => labels.join('\n'),
      }),
    shown: viewer.noted,
    opened: opener.noted,
    jumped: jumper.noted,
    close: async () => {
      tray.kill();
      await ended;
      desktop.close();
    },
  };
}

/** Waits for the next note of a program. */
async function next(noted: () => readonly string[], what: () => void | Promise<void>): Promise<string> {
  const before = noted().length;
  await what();
  const all = await until({ what: 'a program', read: noted, accept: ({ length }) => length > before });
  return all.at(-1) ?? '';
}

/** Clears the screen of notifications. */
async function clear({ desktop }: Stage): Promise<void> {
  await closeAll(desktop.bus);
  await until({
    what: 'a screen without notifications',
    read: () => desktop.windows('Dunst').length,
    accept: (number) => number === 0,
  });
}

/** Waits for the only notification on the screen, and answers where it is. */
async function notification({ desktop }: Stage, title: string): Promise<Point> {
  await until({ what: title, read: () => shownNow(desktop.bus), accept: (number) => number === 1 });
  const [window] = await until({
    what: `${title} on the screen`,
    read: () => desktop.windows('Dunst'),
    accept: ({ length }) => length === 1,
  });
  if (window === undefined) throw new Error('accepted nothing');
  return { x: window.x + 40, y: window.y + Math.floor(window.height / 2) };
}

describe.skipIf(missing.length > 0)('under a real panel', () => {
  let stage: Stage | null = null;
  const on = (): Stage => {
    if (stage === null) throw new Error('no stage');
    return stage;
  };
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());

  /** The words of the page that something opens. */
  const page = async (what: () => void | Promise<void>): Promise<string> => {
    const file = await next(on().shown, what);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    return readFileSync(file, 'utf8');
  };

  test('a click on a session opens its page', async () => {
    const html = await page(() => on().choose('● waiting'));
    expect(html).toContain('<h1>feature/cart</h1>');
    expect(html).toContain("default-src 'none'");
  });

  test('in the sub-menu, a click opens the worktree with the configured program', async () => {
    const { choose, opened, world } = on();
    expect(await next(opened, () => choose(sub, entries.auth, 'Open worktree'))).toBe(`--new ${world.auth.path}`);
  });

  test('in the sub-menu, a click saves a checkpoint', async () => {
    await on().choose(sub, entries.cart, 'Checkpoint now');
    await notification(on(), 'Checkpoint saved');
    expect((await checkpointOf(on().world.cart))?.branch).toBe('feature/cart');
    await clear(on());
  });

  test('in the sub-menu, a click copies the command that brings the session back', async () => {
    const { world, desktop } = on();
    await on().choose(sub, entries.cart, 'Copy resume command');
    await notification(on(), 'Resume command copied');
    const paste = ['-selection', 'clipboard', '-o'];
    const pasted = execFileSync('xclip', paste, { env: desktop.env, encoding: 'utf8' });
    expect(pasted).toBe(`cd ${world.cart.path} && claude --resume ${ids.cart} --fork-session`);
    await clear(on());
  });

  test('a session that was muted says nothing, and a click on what another one says opens its page', async () => {
    const { world, desktop } = on();
    await on().choose(sub, entries.receipt, 'Mute');
    restate(world.claude.directory, ids.receipt, asking());
    await on().says('2 waiting');
    world.killAuth();
    const at = await notification(on(), 'feature/auth crashed in the middle of a turn');
    expect(await page(() => desktop.click(at))).toContain('<h1>feature/auth</h1>');
    await clear(on());
  });

  test('on what a waiting session says, one button jumps to its terminal, and the other opens its checkpoint', async () => {
    const { world, desktop, jumped } = on();
    world.answerCart();
    await on().says('1 waiting');
    const pid = restate(world.claude.directory, ids.cart, asking());
    const at = await notification(on(), 'feature/cart waits for you: permission prompt');
    expect(await next(jumped, () => desktop.click(at))).toBe(String(pid));
    await clear(on());

    restate(world.claude.directory, ids.cart, { status: 'idle' });
    await on().says('1 waiting');
    restate(world.claude.directory, ids.cart, asking());
    const again = await notification(on(), 'feature/cart waits for you: permission prompt');
    expect(await page(() => desktop.click(again, 3))).toContain('checkpoint of');
    await clear(on());
    // Nothing was said by the one that was muted, and nothing twice.
    expect(await historyOf(desktop.bus)).toEqual([
      'feature/cart waits for you: permission prompt',
      'feature/cart waits for you: permission prompt',
      'feature/auth crashed in the middle of a turn',
      'Resume command copied',
      'Checkpoint saved',
    ]);
  });

  test('the icon goes with the panel, and is on the next one', async () => {
    const { desktop } = on();
    desktop.restartPanel();
    await until({
      what: 'the icon to go with its panel',
      read: () => desktop.find(shapes.waiting.fill, panel),
      accept: (at) => at === null,
    });
    await desktop.untilSeen(shapes.waiting.fill, panel);
    expect(await page(() => on().choose('● waiting'))).toContain('<h1>feature/cart</h1>');
  });
});

async function checkpointOf(worktree: Checkout) {
  const [gitDirectory = '', commonDirectory = ''] = ['--absolute-git-dir', '--git-common-dir'].map((which) =>
    worktree.git('rev-parse', '--path-format=absolute', which),
  );
  const { checkpoint } = await readLatestCheckpoint({
    worktree: { path: worktree.path, gitDirectory },
    commonDirectory,
  });
  return checkpoint;
}
