import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { place, write, type Checkout } from './repo.ts';

/**
 * Fills a repository with programs that git would run for somebody less careful: each leaves its name behind when it runs.
 * Answers how to ask which did. Attributes point every file at a textconv, an external diff and a merge driver.
 */
export function plantPrograms(
  checkout: Checkout,
  options: { readonly scope?: '--local' | '--worktree' } = {},
): () => readonly string[] {
  const { scope = '--local' } = options;
  const home = place('programs');
  const ran = join(home, 'ran');
  mkdirSync(ran, { recursive: true });
  const program = (name: string): string => {
    const path = join(home, name);
    writeFileSync(path, `#!/bin/sh\ntouch '${join(ran, name)}'\ncat "$@" 2>/dev/null\nexit 0\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const git = (key: string, name: string): string => checkout.git('config', scope, key, program(name));
  if (scope === '--worktree') checkout.git('config', 'extensions.worktreeConfig', 'true');
  git('core.pager', 'pager');
  git('pager.log', 'pager-log');
  git('core.editor', 'editor');
  git('core.askPass', 'askpass');
  git('core.sshCommand', 'ssh');
  git('gpg.program', 'gpg');
  git('diff.external', 'external-diff');
  git('diff.trap.textconv', 'textconv');
  git('diff.trap.command', 'diff-command');
  git('merge.trap.driver', 'merge-driver');
  git('filter.trap.smudge', 'smudge');
  git('filter.trap.process', 'filter-process');
  checkout.git('config', scope, 'log.showSignature', 'true');
  for (const command of [
    'status',
    'rev-list',
    'rev-parse',
    'diff-tree',
    'diff-index',
    'log',
    'worktree',
    'for-each-ref',
  ]) {
    checkout.git('config', scope, `alias.${command}`, `!${program(`alias-${command}`)}`);
  }
  const hooks = join(home, 'hooks');
  mkdirSync(hooks);
  for (const hook of [
    'post-index-change',
    'reference-transaction',
    'fsmonitor-watchman',
    'post-checkout',
    'pre-auto-gc',
  ]) {
    write(join(hooks, hook), { program: `#!/bin/sh\ntouch '${join(ran, `hook-${hook}`)}'\n` });
  }
  const info = join(checkout.git('rev-parse', '--path-format=absolute', '--git-common-dir'), 'info');
  mkdirSync(info, { recursive: true });
  writeFileSync(join(info, 'attributes'), '* diff=trap merge=trap\n*.filtered filter=trap\n');
  // Last, since every later git of the builder would run them.
  checkout.git('config', scope, 'core.hooksPath', hooks);
  checkout.git('config', scope, 'core.fsmonitor', program('fsmonitor'));
  return () => readdirSync(ran).toSorted();
}
