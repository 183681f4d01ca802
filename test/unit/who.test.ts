import { mkdtempSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attribute, whoWrote, type Attribution } from '../../src/overlap/who.ts';
import { sortWritten } from '../../src/overlap/written.ts';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import { answer, bash, claude, edit, prompt } from '../helpers/sessions.ts';
import { place, session, wrote } from '../helpers/writers.ts';

const shop = place('/code/shop');
const told = (found: readonly Attribution[]): string =>
  found.map(({ id, grade, at }) => `${id} ${grade} ${at?.slice(11, 16) ?? '?'}`).join(', ') || 'nobody';

function who(sessions: readonly Session[], options: Partial<Parameters<typeof attribute>[0]> = {}): string {
  return told(attribute({ sessions, worktree: shop, path: 'src/a.ts', ...options }));
}

async function real(scene: string): Promise<readonly Session[]> {
  const directory = join(import.meta.dirname, '../fixtures/claude-code', scene, 'config');
  return read(directory);
}

async function read(directory: string): Promise<readonly Session[]> {
  const processes = openProcesses({ platform: process.platform });
  const writesSince = '2026-11-22T00:00:00Z';
  const now = new Date('2026-11-22T18:00:00Z');
  return (await readSessions({ directories: [directory], processes, now, cacheDirectory: null, writesSince })).sessions;
}

describe('grades', () => {
  test('an edit of its own is certain, whoever else is there; the newest change comes first', () => {
    const early = session('early', { writes: [wrote('src/a.ts', '12:05')] });
    const late = session('late', { writes: [wrote('src/a.ts', '12:09')] });
    expect(who([early, late])).toBe('late certain 12:09, early certain 12:05');
  });

  test('nobody wrote it: nobody is named, although somebody is there', () => {
    expect(who([session('idle'), session('other', { writes: [wrote('src/b.ts', '12:00')] })])).toBe('nobody');
  });

  const command = wrote('src/a.ts', '12:10', { grade: 'likely', from: '12:08' });

  test('around a command it is likely when the session was alone then', () => {
    const alone = session('one', { writes: [command] });
    expect(who([alone])).toBe('one likely 12:10');
    expect(who([alone, session('elsewhere', { cwd: '/code/cart' })])).toBe('one likely 12:10');
  });

  test.each<[string, Partial<Session>, string]>([
    ['was there all the time', { began: '11:00' }, 'shared'],
    ['ended before the command began', { began: '11:00', status: 'finished', lastActivity: '12:07' }, 'likely'],
    ['ended during the command', { began: '11:00', status: 'finished', lastActivity: '12:09' }, 'shared'],
    ['was killed later', { began: '11:00', status: 'crashed', lastActivity: '12:11' }, 'shared'],
    ['began after the command', { began: '12:11' }, 'likely'],
    ['began nobody knows when', {}, 'shared'],
    ['left for a worktree of its own', { began: '11:00', cwd: '/code/cart', originalCwd: '/code/shop' }, 'shared'],
    [
      'works elsewhere and wrote here once',
      { began: '11:00', cwd: '/code/cart', writes: [wrote('x', '11:30')] },
      'shared',
    ],
  ])('and another that %s makes that %s', (_, other, grade) => {
    const one = session('one', { began: '10:00', writes: [command] });
    expect(who([one, session('other', other)])).toBe(`one ${grade} 12:10`);
  });

  test('its time is that of the newest change that is surely its own', () => {
    const writes = [wrote('src/a.ts', '12:10', { grade: 'likely', from: '12:08' }, { at: '12:01', grade: 'certain' })];
    expect(who([session('one', { writes })])).toBe('one certain 12:10');
    expect(who([session('one', { writes }), session('other')])).toBe('one certain 12:01');
  });

  test('a second process of the same session is no other session', () => {
    const twice = session('one', { writes: [command] });
    expect(who([twice, { ...twice, status: 'finished', lastActivity: '2026-11-22T12:20:00.000Z' }])).toBe(
      'one likely 12:10',
    );
  });

  test('an entry without single times counts as one', () => {
    const writes = [{ path: '/code/shop/src/a.ts', at: null, grade: 'likely' } as const];
    expect(who([session('one', { writes })])).toBe('one likely ?');
    expect(who([session('one', { writes }), session('other', { began: '12:00' })])).toBe('one shared ?');
  });

  test('what was written later than asked does not count', () => {
    const one = session('one', { writes: [wrote('src/a.ts', '12:10', {}, { at: '12:01', grade: 'certain' })] });
    const at = '2026-11-22T12:05:00.000Z';
    expect(who([one, session('late', { writes: [wrote('src/a.ts', '12:06')] })], { at })).toBe('one certain 12:01');
  });
});

describe('paths', () => {
  const one = (path: string): Session => session('one', { writes: [wrote(path, '12:00')] });

  test('of a worktree under a symbolic link, by either name', () => {
    const worktree = { path: '/code/shop', realPath: '/data/code/shop' };
    expect(who([one('/data/code/shop/src/a.ts')], { worktree })).toBe('one certain 12:00');
    expect(who([one('/code/shop/src/a.ts')], { worktree })).toBe('one certain 12:00');
    expect(who([one('/code/shop.cart/src/a.ts')], { worktree })).toBe('nobody');
  });

  test('with steps back and forth are the same file', () => {
    expect(who([one('/code/shop/test//../src/./a.ts')])).toBe('one certain 12:00');
    expect(who([one('/code/shop/../cart/src/a.ts')])).toBe('nobody');
  });

  test('on both ends of a rename', () => {
    const old = session('old', { writes: [wrote('lib/a.ts', '12:00')] });
    const fresh = session('new', { writes: [wrote('src/a.ts', '12:03'), wrote('lib/a.ts', '12:01')] });
    expect(who([old, fresh], { from: 'lib/a.ts' })).toBe('new certain 12:03, old certain 12:00');
    expect(who([old, fresh])).toBe('new certain 12:03');
  });

  test('in another case or Unicode form are one file only where the file system says so', () => {
    expect(who([one('SRC/A.ts')])).toBe('nobody');
    expect(who([one('SRC/A.ts')], { caseSensitive: false })).toBe('one certain 12:00');
    const path = 'src/caf\u00E9.ts';
    expect(who([one('/Code/Shop/src/cafe\u0301.ts')], { path, caseSensitive: false })).toBe('one certain 12:00');
    expect(who([one('src/cafe\u0301.ts')], { path })).toBe('nobody');
  });

  test('of a worktree inside another are not the outer one’s', () => {
    const inner = place('/code/shop/src');
    expect(who([one('src/a.ts')], { worktrees: [inner] })).toBe('nobody');
    expect(who([one('src/a.ts')], { worktree: inner, worktrees: [shop], path: 'a.ts' })).toBe('one certain 12:00');
    expect(who([one('src/a.ts')], { worktree: place('/') })).toBe('nobody');
    expect(who([one('src/a.ts')], { worktree: place('/'), path: 'code/shop/src/a.ts' })).toBe('one certain 12:00');
  });

  test('of Windows', () => {
    const worktree = { path: 'C:/code/shop', realPath: 'C:\\code\\shop' };
    expect(who([one('c:\\code\\shop\\src\\a.ts')], { worktree, caseSensitive: false })).toBe('one certain 12:00');
  });

  test('of a worktree that is not there have no writers', () => {
    const written = sortWritten({ sessions: [one('src/a.ts')], worktrees: [shop] });
    expect(whoWrote({ written, worktree: '/code/gone', path: 'src/a.ts' })).toEqual([]);
    expect(told(whoWrote({ written, worktree: '/code/shop', path: 'src/a.ts' }))).toBe('one certain 12:00');
  });
});

describe('of the real client', () => {
  const asked = async (scene: string, worktree: string, paths: readonly string[]): Promise<string[]> => {
    const sessions = await real(scene);
    return paths.map((path) => {
      const found = attribute({ sessions, worktree: place(`/home/dev/acme/${worktree}`), path });
      return `${path}: ${told(found).replaceAll(/-[\da-f]{4}-[\da-f-]+/gu, '')}`;
    });
  };

  test('a change of somebody else during a command, and an edit over it', async () => {
    expect(await asked('overlap-one-worktree', 'shop-docs', ['README.md', '.stamp', 'other.md']))
      .toMatchInlineSnapshot(`
        [
          "README.md: 86b6bdfd certain 15:01",
          ".stamp: 86b6bdfd likely 15:01",
          "other.md: nobody",
        ]
      `);
  });

  test('edits, commands, and a file that git renamed', async () => {
    const paths = ['src/auth.ts', 'src/auth.test.ts', 'src/token.test.ts', 'CHANGELOG.md', 'README.md'];
    expect(await asked('print-edit-bash', 'shop-auth', paths)).toMatchInlineSnapshot(`
      [
        "src/auth.ts: f328e62c certain 14:58",
        "src/auth.test.ts: f328e62c certain 14:58",
        "src/token.test.ts: f328e62c likely 14:58",
        "CHANGELOG.md: f328e62c likely 14:58",
        "README.md: f328e62c likely 14:58",
      ]
    `);
  });

  test('a subagent at the side of its session, whose write is the session’s', async () => {
    expect(await asked('subagents', 'shop-docs', ['docs/modules.md'])).toMatchInlineSnapshot(`
      [
        "docs/modules.md: 0c2eacc7 certain 14:58",
      ]
    `);
  });
});

test('from records to names: an edit, a command beside another session, and a subagent', async () => {
  const built = claude(mkdtempSync(join(homedir(), 'who-')));
  built
    .session({ cwd: '/code/shop' })
    .transcript(prompt('x'), edit('src/a.ts'), bash('fmt', { changed: ['/code/shop/src/b.ts'] }), answer())
    .subagent({ id: 'a1', events: [prompt('y'), edit('src/c.ts')] });
  built.session({ cwd: '/code/shop', start: '2026-11-22T12:00:02.000Z' }).transcript(prompt('z'), answer()).live();
  const sessions = await read(built.directory);
  const found = ['src/a.ts', 'src/b.ts', 'src/c.ts'].map((path) => who(sessions, { path }));
  expect(found.map((line) => line.replaceAll(/[\d-]{35}/gu, ''))).toMatchInlineSnapshot(`
    [
      "1 certain 12:00",
      "1 shared 12:00",
      "1 certain 12:00",
    ]
  `);
});
