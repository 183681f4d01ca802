import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCheck } from '../../src/check/ask-check.ts';
import { askDrift } from '../../src/drift/ask-drift.ts';
import type { DriftPicture } from '../../src/drift/drift.ts';
import { openKg, type Kg } from '../../src/kg.ts';
import { driftJson } from '../../src/render/drift/json.ts';
import { symbolRows } from '../../src/render/drift/symbols.ts';
import { place, repo, type Checkout, type Files, type Repo } from '../helpers/repo.ts';
import { faultsOf } from '../helpers/schema.ts';
import { answer, claude, edit, found, prompt, read, type BuiltClaude, type Event } from '../helpers/sessions.ts';

type World = { readonly shop: Repo; readonly home: string; readonly built: BuiltClaude };

const start = '2026-11-22T10:00:00.000Z';

async function world(files: Files): Promise<World> {
  const home = place('home');
  return { shop: await repo({ files, start }), home, built: claude(home) };
}

/** A session of yesterday's process that read files in a checkout an hour after the repository began. */
function reading({ built }: World, where: Checkout, ...events: readonly Event[]): void {
  built.session({ cwd: where.path, start: '2026-11-22T11:00:00.000Z' }).transcript(prompt('x'), ...events);
}

async function open({ home }: World, directory: string): Promise<Kg> {
  const now = () => new Date('2026-11-22T12:00:00.000Z');
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return openKg({ env, home, platform: process.platform, now, directory, concurrency: 4, needs: 'project' });
}

/** `tests ← auth: lacks 2 commits a.ts`, a line a file. */
function told({ drift }: DriftPicture): readonly string[] {
  const name = (path: string): string => path.replace(/^.*\/shop\.?/u, '') || 'main';
  return drift.map(({ path, from, reader, writer, outcome, open: more, commits, conflict }) =>
    [
      `${name(reader.worktree)} ← ${'trunk' in writer ? 'the trunk' : name(writer.worktree)}:`,
      commits === undefined ? outcome : `${outcome} ${commits}`,
      from === undefined ? path : `${from} → ${path}`,
      ...(more === true ? ['and more'] : []),
      ...(conflict === true ? ['conflict'] : []),
    ].join(' '),
  );
}

async function driftIn(one: World, selectors: readonly string[] = []): Promise<readonly string[]> {
  return told(await askDrift(await open(one, one.shop.path), selectors));
}

const lines = (count: number, changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: count }, (_, at) => `${changed[at + 1] ?? `line ${at + 1}`}\n`).join('');

test('whether a reader has a change is told by content, however it came', async () => {
  const names = ['merged', 'picked', 'more', 'part', 'none', 'open', 'both', 'gone', 'kept', 'blob', 'only-named'];
  const files = Object.fromEntries(names.map((name) => [`${name}.ts`, lines(20)]));
  const one = await world({ ...files, 'old.ts': lines(30, { 1: 'old' }), 'blob.ts': Buffer.from([0, 1, 2]) });
  const auth = one.shop.worktree('auth');
  const tests = one.shop.worktree('tests');
  auth.commit({ 'merged.ts': lines(20, { 3: 'auth' }) }, 'merged');
  tests.git('merge', '-q', '--ff-only', 'auth');
  const picked = auth.commit({ 'picked.ts': lines(20, { 3: 'auth' }) }, 'picked');
  tests.git('cherry-pick', picked);
  auth.commit({
    'more.ts': lines(20, { 5: 'auth' }),
    'part.ts': lines(20, { 5: 'auth' }),
    'none.ts': lines(20, { 5: 'auth' }),
  });
  auth.commit({ 'part.ts': lines(20, { 5: 'auth', 15: 'auth' }), 'gone.ts': null, 'kept.ts': null });
  auth.commit({
    'both.ts': lines(20, { 5: 'auth' }),
    'blob.ts': Buffer.from([0, 1, 3]),
    'only-named.ts': lines(20, { 5: 'auth' }),
  });
  auth.edit({ 'open.ts': lines(20, { 9: 'auth' }), 'both.ts': lines(20, { 5: 'auth', 15: 'auth' }) });
  auth.git('mv', 'old.ts', 'new.ts');
  auth.commit(undefined, 'renamed');
  // Taken over by hand, with work of its own beside and around it.
  tests.commit({
    'more.ts': lines(20, { 5: 'auth', 6: 'tests', 12: 'tests' }),
    'part.ts': lines(20, { 5: 'auth' }),
    'gone.ts': null,
  });
  reading(
    one,
    tests,
    ...[...names.slice(0, -1), 'old'].map((name) => read(`${name}.ts`, 'whatever\n', { from: 2 })),
    found('Glob', ['only-named.ts']),
  );
  for (const name of ['merged', 'picked', 'more']) touch(tests, `${name}.ts`);
  expect(await driftIn(one, ['tests', 'auth'])).toMatchInlineSnapshot(`
    [
      "tests ← auth: lacks 1 blob.ts",
      "tests ← auth: lacks 1 both.ts and more",
      "tests ← auth: lacks 1 kept.ts",
      "tests ← auth: lacks 1 old.ts → new.ts",
      "tests ← auth: lacks 1 none.ts",
      "tests ← auth: lacks 2 part.ts",
      "tests ← auth: uncommitted open.ts",
      "tests ← auth: has gone.ts",
      "tests ← auth: has merged.ts",
      "tests ← auth: has more.ts conflict",
      "tests ← auth: has picked.ts",
    ]
  `);
});

test('what a session saw last decides whether it knows: by content, else by the time of the file', async () => {
  const before = lines(20);
  const after = lines(20, { 3: 'auth' });
  const names = ['saw old', 'saw new', 'saw old, times lie', 'part of it', 'written since', 'inherited'];
  const one = await world(Object.fromEntries(names.map((name) => [`${name}.ts`, before])));
  const auth = one.shop.worktree('auth');
  const tests = one.shop.worktree('tests');
  auth.commit(Object.fromEntries(names.map((name) => [`${name}.ts`, after])));
  tests.git('merge', '-q', 'auth');
  for (const name of names) touch(tests, `${name}.ts`);
  touch(tests, 'saw new.ts', '2026-11-22T11:30:00.000Z');
  touch(tests, 'written since.ts', '2026-11-22T11:30:00.000Z');
  reading(
    one,
    tests,
    read('saw old.ts', before),
    read('saw new.ts', after),
    read('saw old, times lie.ts', before),
    read('part of it.ts', 'line 1\n', { from: 2 }),
    read('written since.ts', 'line 1\n', { from: 2 }),
    edit('inherited.ts'),
  );
  expect(await driftIn(one, ['tests', 'auth'])).toMatchInlineSnapshot(`
    [
      "tests ← auth: read-before saw old, times lie.ts",
      "tests ← auth: read-before saw old.ts",
      "tests ← auth: read-before written since.ts",
      "tests ← auth: has inherited.ts",
      "tests ← auth: has part of it.ts",
      "tests ← auth: has saw new.ts",
    ]
  `);
});

test('a change that came by rebase or by squash is had, whatever the history says', async () => {
  const names = ['first', 'second', 'later', 'own'];
  const one = await world(Object.fromEntries(names.map((name) => [`${name}.ts`, lines(20)])));
  const auth = one.shop.worktree('auth');
  const [rebased, squashed] = [one.shop.worktree('rebased'), one.shop.worktree('squashed')];
  auth.commit({ 'first.ts': lines(20, { 3: 'auth' }) });
  auth.commit({ 'first.ts': lines(20, { 3: 'auth', 9: 'auth' }), 'second.ts': lines(20, { 3: 'auth' }) });
  for (const reader of [rebased, squashed]) {
    reader.commit({ 'second.ts': lines(20, { 15: 'reader' }), 'own.ts': lines(20, { 3: 'reader' }) });
    reading(one, reader, ...['first', 'second', 'later'].map((name) => read(`${name}.ts`, 'line 1\n', { from: 2 })));
  }
  expect(await driftIn(one, ['rebased', 'auth'])).toEqual([
    'rebased ← auth: lacks 2 first.ts',
    'rebased ← auth: lacks 1 second.ts',
  ]);
  rebased.git('rebase', '-q', 'auth');
  squashed.git('merge', '-q', '--squash', 'auth');
  squashed.git('commit', '-q', '-m', 'squashed');
  auth.commit({ 'later.ts': lines(20, { 3: 'auth' }) });
  for (const reader of [rebased, squashed]) {
    // One was written since the session looked, the other before.
    touch(reader, 'first.ts', '2026-11-22T11:30:00.000Z');
    touch(reader, 'second.ts');
  }
  for (const name of ['rebased', 'squashed'])
    expect(await driftIn(one, [name, 'auth'])).toEqual([
      `${name} ← auth: lacks 1 later.ts`,
      `${name} ← auth: read-before first.ts`,
      `${name} ← auth: has second.ts`,
    ]);
});

test('the trunk that moved on, under a branch and under a rename here', async () => {
  const one = await world({ 'a.ts': lines(20), 'b.ts': lines(20), 'c.ts': lines(20), 'd.ts': lines(20) });
  const work = one.shop.worktree('work');
  work.commit({ 'a.ts': lines(20, { 4: 'work' }) });
  work.git('mv', 'd.ts', 'e.ts');
  one.shop.commit({ 'a.ts': lines(20, { 4: 'main' }), 'b.ts': lines(20, { 4: 'main' }) });
  one.shop.commit({ 'b.ts': lines(20, { 4: 'main', 9: 'main' }), 'd.ts': lines(20, { 9: 'main' }) });
  work.edit({ 'c.ts': lines(20, { 2: 'work' }) });
  reading(
    one,
    work,
    read('b.ts', lines(20)),
    read('a.ts', 'x', { from: 2 }),
    read('c.ts', 'x'),
    read('d.ts', 'x', { from: 2 }),
  );
  const picture = await askDrift(await open(one, work.path), []);
  expect(told(picture)).toMatchInlineSnapshot(`
    [
      "work ← the trunk: lacks 1 a.ts conflict",
      "work ← the trunk: lacks 2 b.ts",
      "work ← the trunk: lacks 1 d.ts",
    ]
  `);
  expect(picture.moved.map(({ changed, read: looked, conflicts }) => [changed, looked, conflicts]))
    .toMatchInlineSnapshot(`
    [
      [
        2,
        3,
        1,
      ],
    ]
  `);
  work.git('stash', '-q');
  work.git('merge', '-q', '-X', 'theirs', 'main');
  expect((await askDrift(await open(one, work.path), [])).moved).toEqual([]);
});

test.each([
  ['merge', ['merge', '-q', 'main']],
  ['rebase', ['rebase', '-q', 'main']],
])('what came with the trunk by a %s was read before, until its session looks again', async (_, take) => {
  const one = await world({
    'a.ts': lines(20),
    'b.ts': lines(20),
    'c.ts': lines(20),
    'd.ts': lines(20),
    'old.ts': lines(30, { 1: 'old' }),
  });
  const work = one.shop.worktree('work');
  work.commit({ 'd.ts': lines(20, { 2: 'work' }) });
  const seen = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((name) => read(name, lines(20)));
  const session = one.built
    .session({ cwd: work.path, start: '2026-11-22T10:01:30.000Z' })
    .transcript(prompt('x'), ...seen, read('old.ts', lines(30, { 1: 'old' })));
  const over = one.built.session({ cwd: work.path, start: '2026-11-22T10:01:30.000Z' });
  over.transcript(prompt('y'), read('a.ts', lines(20)), answer());
  one.shop.commit({
    'a.ts': lines(20, { 4: 'main' }),
    'b.ts': lines(20, { 4: 'main' }),
    'd.ts': lines(20, { 9: 'main' }),
  });
  one.shop.git('mv', 'old.ts', 'new.ts');
  one.shop.commit({ 'new.ts': lines(30, { 1: 'new' }) });
  work.git(...take);
  // Taken over, and then taken out again.
  work.commit({ 'b.ts': lines(20) });
  one.shop.commit({ 'd.ts': lines(20, { 9: 'main', 15: 'main' }) });
  const ends = async () => told(await askDrift(await open(one, work.path), []));
  expect(await ends()).toEqual([
    'work ← the trunk: lacks 1 d.ts',
    'work ← the trunk: read-before a.ts',
    'work ← the trunk: read-before old.ts → new.ts',
  ]);
  session.transcript(read('a.ts', lines(20, { 4: 'main' })), read('new.ts', lines(30, { 1: 'new' })));
  expect(await ends()).toEqual([
    'work ← the trunk: lacks 1 d.ts',
    'work ← the trunk: has a.ts',
    'work ← the trunk: has old.ts → new.ts',
  ]);
  session.transcript(answer());
  expect(await ends()).toEqual(['work ← the trunk: lacks 1 d.ts']);
});

test('a trunk whose changes cannot be read is a problem of who has yet to take them over, and never clear', async () => {
  const one = await world({ 'sub/a.ts': 'one\n' });
  const work = one.shop.worktree('work');
  reading(one, work, read('sub/a.ts', 'one\n'));
  one.shop.commit({ 'sub/a.ts': 'two\n' });
  const tree = one.shop.git('rev-parse', 'main:sub');
  const message = 'What main has changed since this worktree left it could not be read';
  const problems = async () =>
    (await askDrift(await open(one, work.path), ['@'])).problems.map((problem) => problem.message);
  expect(await problems()).not.toContain(message);
  rmSync(join(one.shop.path, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
  expect(await problems()).toContain(message);
  expect((await askCheck(await open(one, work.path), '@')).verdict).toBe('unknown');
});

test('a declaration that the writer put into another file is told with that file', async () => {
  const user = 'export class User {\n  id = 1;\n}\n';
  const one = await world({
    'a.ts': `${user}export function find(id: number) {}\nexport function save(id: number) {}\nexport const lost = 1;\n`,
    'b.ts': 'export const b = 1;\n',
  });
  const auth = one.shop.worktree('auth');
  const tests = one.shop.worktree('tests');
  auth.commit({
    'a.ts': 'export const rest = 2;\n',
    'b.ts': `export const b = 1;\n${user}export function find(id: string) {}\n`,
  });
  auth.edit({ 'c.ts': 'export function save(id: number) {}\n' });
  reading(one, tests, read('a.ts', 'x', { from: 2 }));
  const picture = await askDrift(await open(one, one.shop.path), ['tests', 'auth'], { symbols: true });
  const symbols = picture.drift.flatMap((drift) => drift.symbols ?? []);
  expect(symbols.map(({ name, state, movedTo, was, is }) => [name, state, movedTo ?? 'nowhere', was === is]))
    .toMatchInlineSnapshot(`
    [
      [
        "User",
        "moved",
        "b.ts",
        true,
      ],
      [
        "find",
        "moved",
        "b.ts",
        false,
      ],
      [
        "save",
        "moved",
        "c.ts",
        true,
      ],
      [
        "lost",
        "old",
        "nowhere",
        false,
      ],
    ]
  `);
  expect(await faultsOf('drift', JSON.stringify(driftJson(picture)))).toEqual([]);
  expect(driftJson(picture).drift[0]?.symbols?.[0]).toMatchObject({ name: 'User', movedTo: 'b.ts' });
  expect(symbolLines(picture)).toMatchInlineSnapshot(`
    [
      "      User → moved to b.ts, as it was",
      "      find(id: number) → moved to b.ts, find(id: string)",
      "      save(id: number) → moved to c.ts, as it was",
      "      lost → lost removed",
    ]
  `);
});

test('what was not read itself is told through a file that was read and imports what changed of it', async () => {
  const one = await world({
    'src/user.ts': 'export function find(id: number) {}\nexport function save(id: number) {}\nexport default find;\n',
    'src/user/index.ts': 'export const decoy = 1;\n',
    'src/whole.ts': "import * as user from './user.js';\nuser.find(1);\n",
    'src/named.ts': "import { find } from './user';\nfind(1);\n",
    'src/default.ts': "import find from './user.ts';\nfind(1);\n",
    'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'src/tsconfig.json': '{ "extends": "../tsconfig.base.json" }',
    'src/alias.ts': "import { find } from '@/user.ts';\nfind(1);\n",
    'src/other.ts': "import { save } from './user.ts';\nsave(1);\n",
    'src/decoy.ts': "import { find } from './user/index.ts';\nfind(1);\n",
    'src/far.ts': "import './named.ts';\n",
    'src/unread.ts': "import { find } from './user.ts';\nfind(1);\n",
  });
  const auth = one.shop.worktree('auth');
  const tests = one.shop.worktree('tests');
  const names = ['whole', 'named', 'default', 'alias', 'other', 'decoy', 'far'];
  reading(
    one,
    tests,
    ...names.map((name) => read(`src/${name}.ts`, 'x', { from: 2 })),
    found('Glob', ['src/unread.ts']),
  );
  auth.edit({
    'src/user.ts': 'export function find(id: string) {}\nexport function save(id: number) {}\nexport default find;\n',
  });
  const ask = async () => askDrift(await open(one, one.shop.path), ['tests', 'auth'], { symbols: true });
  const picture = await ask();
  expect(await driftIn(one, ['tests', 'auth'])).toEqual([]);
  expect(told(picture)).toEqual(['tests ← auth: uncommitted src/user.ts']);
  expect(await faultsOf('drift', JSON.stringify(driftJson(picture)))).toEqual([]);
  const through = ['src/alias.ts', 'src/default.ts', 'src/named.ts', 'src/whole.ts'];
  expect(driftJson(picture).drift[0]?.through?.toSorted()).toEqual(through);
  expect(symbolLines(picture)).toMatchInlineSnapshot(`
    [
      "      reads it through src/alias.ts, src/default.ts, src/named.ts and 1 more",
      "      find(id: number) → find(id: string)",
    ]
  `);

  auth.git('commit', '-q', '-a', '-m', 'find by text');
  expect(told(await ask())).toEqual(['tests ← auth: lacks 1 src/user.ts']);
  tests.git('merge', '-q', 'auth');
  expect(told(await ask())).toEqual([]);
});

test('processes do not grow with files, pairs or sessions', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `src/${at}.ts`);
  const one = await world(Object.fromEntries(names.map((name) => [name, lines(10)])));
  const spent = async (): Promise<number> => {
    const kg = await open(one, one.shop.path);
    await askDrift(kg, []);
    return kg.git.started();
  };
  const [first, second] = [one.shop.worktree('first'), one.shop.worktree('second')];
  reading(one, second, read('src/0.ts', 'x', { from: 2 }));
  first.commit({ 'src/0.ts': lines(10, { 3: 'first' }) });
  await spent();
  const few = await spent();
  first.commit(Object.fromEntries(names.map((name) => [name, lines(10, { 3: name })])));
  second.edit(Object.fromEntries(names.map((name) => [name, lines(10, { 9: name })])));
  reading(one, second, ...names.map((name) => read(name, 'x', { from: 2 })));
  await spent();
  const many = await spent();
  expect(many - few).toBeLessThanOrEqual(4);
});

/** What changed in declarations, as people see it. */
function symbolLines({ drift }: DriftPicture): readonly string[] {
  return drift.flatMap(symbolRows).map((row) => ('line' in row ? row.line.map(({ text }) => text).join('') : ''));
}

/** The time of the file says nothing of the session: it was written before that began. */
function touch({ path }: Checkout, name: string, at = '2026-11-22T10:30:00.000Z'): void {
  utimesSync(join(path, name), new Date(at), new Date(at));
}
