import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsDigest } from '../../src/worktrees/settings.ts';
import { afterFile } from '../helpers/after-file.ts';

test('whatever decides what git answers gives another digest, and branches and remotes do not', async () => {
  const root = mkdtempSync(join(tmpdir(), 'kg-settings-'));
  afterFile(() => rmSync(root, { recursive: true, force: true }));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const env = { PATH: join(root, 'bin'), GIT_CONFIG_SYSTEM: join(root, 'system') };
  const digest = () => settingsDigest({ commonDirectory: join(root, 'git'), home: join(root, 'home'), env });
  write('bin/git', '#!/bin/sh\n');
  chmodSync(join(root, 'bin/git'), 0o755);
  write('git/config', '[core]\n\tbare = false\n');
  write('git/worktrees/auth/config.worktree', '[core]\n\tautocrlf = true\n');
  let last = digest();
  const changes = (name: string, text: string): boolean => {
    write(name, text);
    const next = digest();
    const isOther = next !== last;
    last = next;
    return isOther;
  };
  const remote = '[core]\n\tbare = false\n[remote "origin"]\n\turl = x\n[branch "a"]\n\tmerge = y\n';
  expect(changes('git/config', remote)).toBe(false);
  // Git does not look there.
  expect(changes('git/worktrees/auth/config.worktree', '[core]\n\tautocrlf = input\n')).toBe(false);
  const steps: readonly (readonly [string, string])[] = [
    ['git/config', `${remote}[extensions]\n\tworktreeConfig = true\n[include]\n\tpath = ../more\n`],
    ['git/worktrees/auth/config.worktree', '[core]\n\tautocrlf = false\n'],
    ['more', '[merge]\n\trenames = false\n'],
    ['system', `[core]\n\tattributesFile = ${root}/attributes\n`],
    ['attributes', '*.txt -merge\n'],
    ['home/.gitconfig', '[diff]\n\trenames = false\n'],
    ['git/info/attributes', '* -text\n'],
    ['git/shallow', '1\n'],
    ['git/refs/replace/1', '2\n'],
    ['git/packed-refs', '3 refs/replace/4\n'],
    ['bin/git', '#!/bin/sh\nexec another git\n'],
  ];
  for (const [name, text] of steps) expect([name, changes(name, text)]).toEqual([name, true]);
  expect(changes('git/packed-refs', '5 refs/heads/a\n3 refs/replace/4\n')).toBe(false);
});
