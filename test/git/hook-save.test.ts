import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { saveInBackground } from '../../src/hooks/claude/background.ts';
import { place, repo, write } from '../helpers/repo.ts';
import { until } from '../helpers/until.ts';

test('a checkpoint is started once for what stands as it did, and again for every change of it', async () => {
  const shop = await repo({ files: { a: 'one\n', '.gitignore': '.keepgoing\n' } });
  const [cache, home] = [place('cache'), place('home')];
  const transcript = join(dirname(shop.path), 'session.jsonl');
  const started = join(dirname(shop.path), 'started');
  const saved = join(shop.path, '.keepgoing/checkpoint.json');
  // Stands for kg: what is saved and how is not the matter here.
  const self = join(dirname(shop.path), 'kg');
  // It says that it was there when all is done: the next step takes away what it saves.
  write(self, { program: `mkdir -p .keepgoing; echo >.keepgoing/checkpoint.json; echo x >>'${started}'\n` });
  writeFileSync(transcript, '{}\n');
  let now = Date.now();
  const save = () => {
    now += 60_000;
    const where = { env: process.env, home, platform: process.platform, cache, directory: shop.path };
    return saveInBackground({ ...where, event: 'SessionEnd', transcript, now: new Date(now), node: '/bin/sh', self });
  };
  let times = 0;
  const ended = async () => {
    times += 1;
    const count = () => readFileSync(started, 'utf8').split('\n').length - 1;
    await until({
      what: 'the end',
      read: () => ({ count: safe(count), saved: safe(() => readFileSync(saved)) }),
      accept: (one) => one.count === times && one.saved !== null,
    });
    utimesSync(saved, new Date(now), new Date(now));
  };
  mkdirSync(cache, { recursive: true });

  const changes: readonly (readonly [string, () => unknown])[] = [
    ['nothing before', () => {}],
    ['a line in the transcript', () => writeFileSync(transcript, '{}\n{}\n')],
    ['a file', () => shop.edit({ a: 'two\n' })],
    ['the same file again', () => shop.edit({ a: 'three\n' })],
    ['a new file', () => shop.edit({ b: 'new\n' })],
    ['a commit', () => shop.commit(undefined, 'Both')],
    ['a checkpoint that failed', () => rmSync(saved)],
  ];
  for (const [what, change] of changes) {
    change();
    expect([what, await save()]).toEqual([what, true]);
    await ended();
    expect([what, await save()]).toEqual([what, false]);
  }
});

function safe<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
