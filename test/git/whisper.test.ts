import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openKg } from '../../src/kg.ts';
import { renderWhisper } from '../../src/render/whisper.ts';
import { whisper, type Later, type WhisperOptions } from '../../src/whisper/ask.ts';
import { findFile } from '../../src/whisper/find-file.ts';
import { changedBetween, readOwnFiles } from '../../src/whisper/own-files.ts';
import { sessionsHere } from '../../src/whisper/sessions-here.ts';
import type { PendingEdit } from '../../src/whisper/whisper.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo, type Checkout, type Repo } from '../helpers/repo.ts';
import { claude, edit as edited, prompt } from '../helpers/sessions.ts';

const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line + 1}\n`).join('');
const replace = (before: string, after: string): PendingEdit => ({ kind: 'replace', before, after, all: false });

type Scene = {
  readonly shop: Repo;
  readonly auth: Checkout;
  readonly cart: Checkout;
  readonly home: string;
  readonly cache: string;
};

async function scene(): Promise<Scene> {
  const root = realpathSync(mkdtempSync(place('x').replace(/x$/u, 'w-')));
  const shop = await repo({
    path: join(root, 'shop'),
    files: { 'a.ts': lines(60), 'b.ts': lines(9), 'c.ts': lines(9) },
  });
  return {
    shop,
    auth: shop.worktree('auth'),
    cart: shop.worktree('cart'),
    home: join(root, 'home'),
    cache: join(root, 'cache'),
  };
}

/** Asks as a session in `auth` does, and tells how often a look was taken. */
function asking({ auth, home, cache }: Scene, options: Partial<WhisperOptions> = {}) {
  let looks = 0;
  const open = async (directory: string) => {
    looks += 1;
    const env = { ...process.env, KG_CACHE_DIR: cache };
    return openKg({ env, home, platform: 'linux', now: () => new Date(), directory, concurrency: 2, needs: 'project' });
  };
  const ask = async (file: string, edit: PendingEdit | null = null, session = 'me') => {
    const here = sessionsHere({ directories: [join(home, '.claude')], isAlive: () => true });
    const files = [{ path: join(auth.path, file), edit }];
    const { whispers } = await whisper({
      cache,
      session,
      files,
      patience: 20_000,
      sessionsHere: here,
      open,
      ...options,
    });
    return renderWhisper({ whispers, when: 'before edit', now: new Date() })
      .replaceAll(auth.path.replace(/\.auth$/u, ''), '<shop>')
      .replaceAll(/\d+[dwy] ago/gu, 'long ago');
  };
  return { ask, looks: () => looks };
}

describe('one session after another', () => {
  let world: Scene;
  beforeAll(async () => {
    world = await scene();
    world.cart.commit({ 'b.ts': lines(9).replace('line 5\n', 'line five\n') });
    world.cart.edit({ 'a.ts': lines(60).replace('line 10\n', 'line ten\n'), 'new.ts': 'export {};\n' });
    await new Promise((resolve) => setTimeout(resolve, 60));
  });

  test('a file that nobody else has changed costs one look a repository, and then none', async () => {
    const { ask, looks } = asking(world);
    expect([await ask('c.ts'), await ask('c.ts'), await ask('own.ts')]).toEqual(['', '', '']);
    expect(looks()).toBe(1);
  });

  test('who else changed it, which lines, and how the edit lies to them, is told once a session', async () => {
    const { ask, looks } = asking(world);
    expect(await ask('a.ts', replace('line 9\nline 10\n', 'line 9\nTEN\n'))).toMatchInlineSnapshot(`
      "kg: a.ts is also being changed elsewhere:
      - cart (<shop>.cart): modified, line 10, not committed, just now. Not changed in this worktree so far. This edit meets those lines."
    `);
    expect(await ask('a.ts', replace('line 30\n', 'THIRTY\n'))).toBe('');
    expect(await ask('b.ts', replace('line 7\n', 'SEVEN\n'))).toMatchInlineSnapshot(`
      "kg: b.ts is also being changed elsewhere:
      - cart (<shop>.cart): modified, line 5, committed, long ago. Not changed in this worktree so far. This edit comes within three lines of those."
    `);
    expect(await ask('b.ts', { kind: 'whole' }, 'another')).toMatchInlineSnapshot(`
      "kg: b.ts is also being changed elsewhere:
      - cart (<shop>.cart): modified, line 5, committed, long ago. Not changed in this worktree so far. This edit meets those lines."
    `);
    expect(await ask('new.ts')).toMatchInlineSnapshot(`
      "kg: new.ts is also being changed elsewhere:
      - cart (<shop>.cart): added, line 1, not committed, just now. Not changed in this worktree so far."
    `);
    expect(looks()).toBe(4);
  });

  test('another change there is told again, and so is one that becomes a conflict here', async () => {
    const found: Parameters<Later['plan']>[0][] = [];
    const kept = new Map<string, ReturnType<Later['take']>>();
    const later: Later = { take: (key) => kept.get(key) ?? null, plan: (look) => void found.push(look) };
    const { ask } = asking(world, { later });
    world.cart.edit({ 'a.ts': lines(60).replace('line 20\n', 'line twenty\n') });
    expect(await ask('a.ts', replace('line 50\n', 'FIFTY\n'))).toMatchInlineSnapshot(`
      "kg: a.ts is also being changed elsewhere:
      - cart (<shop>.cart): modified, line 20, not committed, just now. Not changed in this worktree so far."
    `);
    world.auth.edit({ 'a.ts': lines(60).replace('line 20\n', 'TWENTY\n') });
    expect(await ask('a.ts')).toBe('');
    for (const [key, one] of (await found[0]?.()) ?? []) kept.set(key, one);
    expect(await ask('a.ts')).toMatchInlineSnapshot(`
      "kg: a.ts is also being changed elsewhere:
      - cart (<shop>.cart): modified, line 20, not committed, just now. Merging both as they stand now, git stops with a conflict.
      To see both sides, run kg overlap @ cart --diff"
    `);
    expect(await ask('a.ts')).toBe('');
  });

  test('a commit, a new worktree and a removed file there are seen without asking for them', async () => {
    const { ask, looks } = asking(world);
    const { shop, cart } = world;
    cart.commit({ 'c.ts': null });
    expect(await ask('c.ts')).toMatchInlineSnapshot(`
      "kg: c.ts is also being changed elsewhere:
      - cart (<shop>.cart): deleted, committed, long ago. Not changed in this worktree so far."
    `);
    const docs = shop.worktree('docs');
    expect(await ask('own.ts')).toBe('');
    docs.edit({ 'own.ts': 'docs\n' });
    expect(await ask('own.ts')).toMatchInlineSnapshot(`
      "kg: own.ts is also being changed elsewhere:
      - docs (<shop>.docs): added, line 1, not committed, just now. Not changed in this worktree so far."
    `);
    expect(looks()).toBe(3);
  });

  test('without time, what is certain is told by its path; what is not, is not', async () => {
    const { ask } = asking(world, { patience: 0 });
    expect(await ask('b.ts', null, 'hurried')).toMatchInlineSnapshot(`
      "kg: b.ts is also being changed elsewhere:
      - cart (<shop>.cart): changed. Not compared.
      To see both sides, run kg overlap @ cart --diff"
    `);
    world.cart.edit({ 'd.ts': 'new\n' });
    expect(await ask('d.ts', null, 'hurried')).toBe('');
  });

  test('another running session in the same worktree is told of, one that has ended or was there before is not', async () => {
    const { auth, home } = world;
    const sessions = claude(home);
    const start = new Date(Date.now() - 60_000).toISOString();
    sessions.session({ cwd: auth.path, id: 'aaaaaaaa-0000-4000-8000-000000000001', start }).transcript(prompt('Mine'));
    const other = sessions.session({ cwd: auth.path, id: 'aaaaaaaa-0000-4000-8000-000000000002', start });
    other
      .transcript(prompt('Round the totals'), edited('e.ts'))
      .live({ status: 'busy', name: 'totals', nameSource: 'user' });
    auth.edit({ 'e.ts': 'e\n' });
    const { ask } = asking(world);
    const told = await ask('e.ts', null, 'aaaaaaaa-0000-4000-8000-000000000001');
    expect(told.replaceAll(/\d+[sm] ago|just now/gu, '<when>')).toMatchInlineSnapshot(`
      "kg: e.ts is also being changed by another session in this worktree:
      - session "totals" (active): changed it, <when>. Both write the same file on disk; read it again before editing."
    `);
  });
});

test('a file is placed by its real path, and outside of worktrees there is none', async () => {
  const { auth, shop } = await scene();
  auth.edit({ 'link.ts': { link: join(shop.path, 'a.ts') } });
  const found = async (path: string) => {
    const file = findFile(path);
    return file === null ? null : [file.worktree === shop.path ? 'shop' : 'auth', file.path];
  };
  expect([
    await found(join(auth.path, 'src/deep/none.ts')),
    await found(join(auth.path, 'link.ts')),
    await found(join(shop.path, '.git/config')),
    await found(join(auth.path, '.keepgoing/checkpoint.md')),
    await found('/'),
    await found('relative.ts'),
    await found(`/${'x'.repeat(5000)}`),
  ]).toEqual([['auth', 'src/deep/none.ts'], ['shop', 'a.ts'], null, null, null, null, null]);
});

test('the files that a command changed are those written, made, removed and brought by another HEAD', async () => {
  const { auth, cart } = await scene();
  const git = testGit();
  auth.edit({ 'a.ts': 'before\n', 'kept.ts': 'kept\n' });
  cart.commit({ 'b.ts': 'from cart\n' });
  const before = await readOwnFiles(git, auth.path);
  auth.edit({ 'a.ts': 'after, longer\n', 'new.ts': 'new\n', 'c.ts': null });
  auth.stage({ 'kept.ts': 'kept\n' });
  const changed = async () =>
    (await changedBetween(git, auth.path, { before, after: await readOwnFiles(git, auth.path) })).toSorted();
  expect(await changed()).toEqual(['a.ts', 'c.ts', 'kept.ts', 'new.ts']);
  auth.git('merge', '-q', '--no-edit', 'cart');
  expect(await changed()).toEqual(['a.ts', 'b.ts', 'c.ts', 'kept.ts', 'new.ts']);
});
