import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions, type SessionsOptions, type SessionsReading } from '../../src/sessions/read.ts';
import { answer, claude, edit, metadata, prompt, type BuiltClaude } from '../helpers/sessions.ts';

type World = { readonly built: BuiltClaude; readonly cache: string };

function world(): World {
  const home = mkdtempSync(join(homedir(), 'memory-'));
  return { built: claude(home), cache: join(home, 'cache') };
}

function read({ built, cache }: World, options: Partial<SessionsOptions> = {}): Promise<SessionsReading> {
  return readSessions({
    directories: [built.directory],
    processes: openProcesses({ platform: process.platform }),
    now: new Date('2026-11-22T18:00:00Z'),
    cacheDirectory: cache,
    writesSince: '2026-11-22T00:00:00Z',
    ...options,
  });
}

const files = ({ cache }: World): string[] => readdirSync(cache).map((name) => join(cache, name));
const onlyFile = (one: World): string => files(one)[0] ?? '';

test('a second reading tells the same and writes nothing', async () => {
  const one = world();
  one.built
    .session({ cwd: '/code/shop' })
    .transcript(prompt('Add VAT'), edit('a.ts'), answer())
    .subagent({ id: 'a1', worktreePath: '/code/w', events: [prompt('Other'), edit('b.ts')] });
  const first = await read(one);
  const { ino, mtimeMs, mode } = statSync(onlyFile(one));
  expect(await read(one)).toEqual(first);
  expect([statSync(onlyFile(one)).ino, statSync(onlyFile(one)).mtimeMs, files(one).length]).toEqual([ino, mtimeMs, 1]);
  expect(mode & 0o777).toBe(0o600);
});

test('what it remembers is used: a transcript that only looks unchanged is not opened', async () => {
  const one = world();
  const { transcriptPath } = one.built.session({ cwd: '/code/shop' }).transcript(prompt('Add VAT'), answer());
  await read(one);
  writeFileSync(onlyFile(one), readFileSync(onlyFile(one), 'utf8').replaceAll('Add VAT', 'Remembered'));
  expect((await read(one)).sessions[0]?.task).toBe('Remembered');
  writeFileSync(transcriptPath, `${readFileSync(transcriptPath, 'utf8')}\n`);
  expect((await read(one)).sessions[0]?.task).toBe('Add VAT');
});

test('writes go on from where they ended, across a call and its result', async () => {
  const one = world();
  const session = one.built.session({ cwd: '/code/shop' }).transcript(prompt('x'), edit('a.ts'));
  const call = readFileSync(session.transcriptPath, 'utf8').trimEnd().split('\n');
  writeFileSync(session.transcriptPath, `${call.slice(0, 2).join('\n')}\n${call[2]?.slice(0, 40)}`);
  expect((await read(one)).sessions[0]?.writes).toEqual([]);
  writeFileSync(session.transcriptPath, `${call.join('\n')}\n`);
  expect((await read(one)).sessions[0]?.writes.map(({ path }) => path)).toEqual(['/code/shop/a.ts']);
  session.transcript(edit('b.ts'));
  expect((await read(one)).sessions[0]?.writes.map(({ path }) => path)).toEqual(['/code/shop/b.ts', '/code/shop/a.ts']);
});

test('older sessions tell no writes, whether or not they are remembered', async () => {
  const one = world();
  one.built.session({ cwd: '/code/shop' }).transcript(prompt('x'), edit('a.ts'), answer());
  const late = { writesSince: '2999-01-01T00:00:00Z' };
  const cold = await read(one, late);
  expect((await read(one)).sessions[0]?.writes).toHaveLength(1);
  expect(await read(one, late)).toEqual(cold);
});

test('a transcript that was cut shorter or replaced is scanned from the start', async () => {
  const one = world();
  const session = one.built.session({ cwd: '/code/shop' }).transcript(prompt('x'), edit('a.ts'), edit('b.ts'));
  await read(one);
  const lines = readFileSync(session.transcriptPath, 'utf8').split('\n');
  writeFileSync(session.transcriptPath, `${lines.slice(0, 3).join('\n')}\n`);
  expect((await read(one)).sessions[0]?.writes.map(({ path }) => path)).toEqual(['/code/shop/a.ts']);
});

test('entries of vanished transcripts go', async () => {
  const one = world();
  const gone = one.built.session({ cwd: '/code/shop' }).transcript(prompt('x'), answer());
  const stays = one.built.session({ cwd: '/code/shop' }).transcript(prompt('y'), answer());
  await read(one);
  rmSync(gone.transcriptPath);
  await read(one);
  const { files: remembered } = JSON.parse(readFileSync(onlyFile(one), 'utf8'));
  expect(Object.keys(remembered)).toEqual([stays.transcriptPath]);
});

test.each<[string, (text: string) => string]>([
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, 100)],
  ['of another version', (text) => text.replace('"format":2', '"format":1')],
  ['of another directory', (text) => text.replace('"of":"', '"of":"/other')],
  [
    'hostile',
    (text) => text.replaceAll('"turn":"complete"', '"turn":{"a":[]}').replaceAll('"offset":', '"offset":"x","was":'),
  ],
])('a memory that is %s is none', async (_, damage) => {
  const one = world();
  one.built.session({ cwd: '/code/shop' }).transcript(prompt('Add VAT'), edit('a.ts'), answer());
  const first = await read(one);
  writeFileSync(onlyFile(one), damage(readFileSync(onlyFile(one), 'utf8')));
  expect(await read(one)).toEqual(first);
});

test('readers at once leave one whole memory', async () => {
  const one = world();
  one.built.session({ cwd: '/code/shop' }).transcript(prompt('Add VAT'), answer());
  await Promise.all([read(one), read(one), read(one)]);
  expect(files(one)).toHaveLength(1);
  expect(JSON.parse(readFileSync(onlyFile(one), 'utf8'))).toHaveProperty('format', 2);
});

test('what a killed reader left beside it goes', async () => {
  const one = world();
  const session = one.built.session({ cwd: '/code/shop' }).transcript(prompt('Add VAT'), answer());
  await read(one);
  const left = `${onlyFile(one)}.left`;
  writeFileSync(left, '{');
  utimesSync(left, new Date('2020-01-01'), new Date('2020-01-01'));
  session.transcript(prompt('x'));
  await read(one);
  expect(files(one)).toHaveLength(1);
});

test('a cache that cannot be written costs nothing but time', async () => {
  const one = world();
  writeFileSync(one.cache, 'a file where the directory should be');
  one.built.session({ cwd: '/code/shop' }).transcript(prompt('Add VAT'), answer());
  expect((await read(one)).sessions).toHaveLength(1);
});

test('it holds no conversation beyond the task line', async () => {
  const one = world();
  const secret = 'sk-secret';
  const long = `Deploy it ${'x'.repeat(300)} ${secret}`;
  one.built
    .session({ cwd: '/code/shop' })
    .transcript(prompt(long), answer(secret), metadata('last-prompt', { lastPrompt: long }));
  await read(one);
  expect(readFileSync(onlyFile(one), 'utf8')).not.toContain(secret);
});
