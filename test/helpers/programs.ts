import { appendFileSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
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
  const keys = {
    'core.pager': 'pager',
    'core.editor': 'editor',
    'core.askPass': 'askpass',
    'core.sshCommand': 'ssh',
    'core.fsmonitor': 'fsmonitor',
    'pager.log': 'pager-log',
    'gpg.program': 'gpg',
    'diff.external': 'external-diff',
    'diff.trap.textconv': 'textconv',
    'diff.trap.command': 'diff-command',
    'merge.trap.driver': 'merge-driver',
    'filter.trap.smudge': 'smudge',
    'filter.trap.process': 'filter-process',
  };
  const commands = ['status', 'rev-list', 'rev-parse', 'diff-tree', 'diff-index', 'log', 'worktree', 'for-each-ref'];
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
  const lines = [
    ...Object.entries(keys).map(([key, name]) => section(key, program(name))),
    ...commands.map((command) => section(`alias.${command}`, `!${program(`alias-${command}`)}`)),
    section('core.hooksPath', hooks),
    section('log.showSignature', 'true'),
  ];
  if (scope === '--worktree') checkout.git('config', 'extensions.worktreeConfig', 'true');
  const file = scope === '--worktree' ? 'config.worktree' : 'config';
  // In one go and last: every later git of the builder runs some of them.
  appendFileSync(checkout.git('rev-parse', '--path-format=absolute', '--git-path', file), lines.join(''));
  return () => readdirSync(ran).toSorted();
}

/** One key in the format of git's config files. */
function section(key: string, value: string): string {
  const [, outer = '', inner, name = ''] = /^(\w+)(?:\.([\w-]+))?\.([\w-]+)$/u.exec(key) ?? [];
  return `[${outer}${inner === undefined ? '' : ` "${inner}"`}]\n\t${name} = ${JSON.stringify(value)}\n`;
}
