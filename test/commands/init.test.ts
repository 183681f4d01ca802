import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import Init from '../../src/commands/init.ts';
import { ask } from '../../src/ask.ts';
import type { Keyboard, Output } from '../../src/streams.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, write, type Repo } from '../helpers/repo.ts';
import { faultsOf } from '../helpers/schema.ts';

let shop: Repo;
beforeAll(async () => {
  shop = await repo();
});

async function init(argv: readonly string[], where: { readonly directory?: string } = {}) {
  const { directory = shop.path } = where;
  const home = join(shop.path, '..');
  const outcome = await runCommand(Init, [...argv], { directory, home, env: { NO_COLOR: '1' } });
  const digest = (text: string): string =>
    `\n${text.replaceAll(home, '~').replaceAll(/(?<=>>> kg )[0-9a-f]{12}/gu, 'DIGEST')}`;
  return { ...outcome, stdout: digest(outcome.stdout), stderr: digest(outcome.stderr) };
}

test('shows the change and makes it only when somebody agrees', async () => {
  const proof = readOnlyProof([shop.path]);
  const unasked = await init(['--git-hook']);
  expect(unasked.stdout).toMatchInlineSnapshot(`
    "
    ~/shop/.git/hooks/pre-commit  new, executable
        + #!/bin/sh
        + # >>> kg DIGEST made folder >>>
        + # Tells before a commit where it collides with work in other worktrees. It goes through whatever becomes of kg.
        + # To take these lines out again, run kg init --git-hook --remove
        + if [ -z "\${KG_SKIP:-}" ]; then
        +   kg_status=0
        +   kg_node='/opt/node'
        +   kg_main='/opt/kg/bin/run.js'
        +   if [ -x "$kg_node" ] && [ -f "$kg_main" ]; then
        +     "$kg_node" "$kg_main" hook pre-commit --stop-code 88 || kg_status=$?
        +   else
        +     kg_other="$(command -v kg)" || kg_other=
        +     case "$kg_other" in
        +       "$PWD"/*) kg_other= ;;
        +       /*) ;;
        +       *) kg_other= ;;
        +     esac
        +     if [ -n "$kg_other" ]; then
        +       "$kg_other" hook pre-commit --stop-code 88 || kg_status=$?
        +     else
        +       echo '▲ kg let this commit through unchecked: kg, or the Node that it was set up with, is gone' >&2
        +     fi
        +   fi
        +   if [ "$kg_status" -eq 88 ]; then exit 1; fi
        +   if [ "$kg_status" -ne 0 ]; then
        +     echo "▲ kg let this commit through unchecked: kg ended with code $kg_status" >&2
        +   fi
        + fi
        + # <<< kg <<<
    "
  `);
  expect(unasked.stderr).toMatchInlineSnapshot(`
    "
    ▲ Nothing was changed, since there is no terminal to ask on
    ↳ To do it, run kg init --git-hook --yes
    "
  `);
  expect(unasked.exitCode).toBe(2);
  const missing = await init(['--git-hook', '--check']);
  expect(missing).toMatchObject({ exitCode: 1 });
  expect(missing.stdout).toMatchInlineSnapshot(`
    "
    ▲ The git hook is not set up
    ↳ To set it up, run kg init --git-hook
    "
  `);
  expect(proof.differences()).toEqual([]);
});

test('sets up a hook that is there, checks it, and takes its own lines out again', async () => {
  const hook = join(shop.path, '.git/hooks/pre-commit');
  write(hook, { program: '#!/bin/sh\n# Formats\nnpm run format\n' });
  const proof = readOnlyProof([join(shop.path, 'README.md'), join(shop.path, '.git/config')]);
  const done = await init(['--git-hook', '--yes']);
  expect(done.stdout.split('\n').filter((line) => !line.startsWith('    + '))).toEqual([
    '',
    '~/shop/.git/hooks/pre-commit  changed',
    '      #!/bin/sh',
    '      # Formats',
    '      npm run format',
    '',
  ]);
  expect(done.stderr).toBe('\n✓ Set up the git hook\n');
  expect((await init(['--git-hook', '--yes'])).stderr).toMatchInlineSnapshot(`
    "
    ○ Nothing to change: the git hook is set up as it should be
    "
  `);
  const checked = await init(['--git-hook', '--check']);
  expect(checked.exitCode).toBe(1);
  expect(checked.stdout).toMatchInlineSnapshot(`
    "
    ✗ The git hook is set up, and does not work as it should
        The hook looks for kg where it is gone: /opt/node, /opt/kg/bin/run.js
    ↳ To mend it, run kg init --git-hook
    "
  `);
  for (const argv of [['--check'], ['--remove', '--yes'], ['--yes'], []]) {
    expect(await faultsOf('init', (await init(['--git-hook', ...argv, '--json'])).stdout.replace('\n', ''))).toEqual(
      [],
    );
  }
  expect((await init(['--git-hook', '--remove', '--yes'])).stderr).toBe('\n✓ Took the git hook out again\n');
  expect(proof.differences()).toEqual([]);
  write(hook, null);
});

test('says what to do where a tool writes the hooks', async () => {
  const hook = join(shop.path, '.git/hooks/pre-commit');
  write(hook, { program: '#!/bin/sh\ncall_lefthook run "pre-commit" "$@"\n' });
  const told = await init(['--git-hook', '--yes']);
  expect(told.stderr).toMatchInlineSnapshot(`
    "
    ✓ Wrote what is kg's own of the git hook
    ▲ Left as it is, since lefthook writes the hooks here
    ↳ By hand, put this into ~/shop/lefthook-local.yml
        pre-commit:
          commands:
            kg:
              run: h="$(git rev-parse --git-common-dir)/keepgoing/pre-commit"; test ! -f "$h" || sh "$h"
    "
  `);
  shop.edit({ 'lefthook-local.yml': 'pre-commit: { commands: { kg: { run: kg hook pre-commit } } }\n' });
  expect((await init(['--git-hook', '--check'])).stdout).toBe('\n✓ The git hook is set up\n');
  expect((await init(['--git-hook', '--remove', '--yes'])).stderr).toMatchInlineSnapshot(`
    "
    ✓ Took out what is kg's own of the git hook
    ▲ Left as it is, since lefthook is told there
    ↳ By hand, take this out of ~/shop/lefthook-local.yml
        pre-commit:
          commands:
            kg:
              run: h="$(git rev-parse --git-common-dir)/keepgoing/pre-commit"; test ! -f "$h" || sh "$h"
    "
  `);
  shop.edit({ 'lefthook-local.yml': null });
  write(hook, null);
});

test('outside of a repository there is no git hook', async () => {
  const directory = join(place('.'));
  expect(await init(['--git-hook'], { directory })).toMatchObject({ exitCode: 2 });
});

test('one key answers; everything but y is no, and without a terminal nobody is asked', async () => {
  const answers: (boolean | null)[] = [];
  for (const key of ['y', 'Y', 'n', '\r', '\u0003', '\u0004', '']) answers.push((await asked(key)).answer);
  expect(answers).toEqual([true, true, false, false, false, false, false]);
  expect(await asked('y')).toEqual({ answer: true, said: 'Go on? [y/N] yes\n', raw: [true, false] });
  expect(await asked('y', { isTTY: false })).toEqual({ answer: null, said: '', raw: [] });
});

async function asked(key: string, { isTTY = true } = {}) {
  const raw: boolean[] = [];
  const said: string[] = [];
  const listeners = new Set<(bytes: Buffer) => void>();
  const stdin: Keyboard = {
    isTTY,
    setRawMode: (mode) => raw.push(mode),
    resume: () => queueMicrotask(() => listeners.forEach((listen) => listen(Buffer.from(key)))),
    pause: () => {},
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
  };
  const output: Output = { isTTY, write: (text) => said.push(text) > 0, on: () => {}, off: () => {} };
  const answer = await ask({ question: 'Go on?', stdin, output });
  expect(listeners.size).toBe(0);
  return { answer, said: said.join(''), raw };
}

test('the plugin of Claude Code: shown as the commands that would be run; without Claude Code there is nothing to do', async () => {
  const bin = place('bin');
  write(join(bin, 'claude'), { program: '#!/bin/sh\necho "[]"\n' });
  const env = { NO_COLOR: '1', PATH: bin, KG_CACHE_DIR: join(bin, 'cache') };
  const plugin = async (argv: readonly string[], PATH = bin) => {
    const where = { directory: shop.path, home: join(shop.path, '..'), env: { ...env, PATH: `${PATH}:/usr/bin:/bin` } };
    const { stdout, stderr, exitCode } = await runCommand(Init, ['--claude', ...argv], where);
    return `\n${`${stdout}${stderr}`.replaceAll(bin, '<bin>')}exit code ${exitCode}\n`;
  };
  expect(await plugin([])).toMatchInlineSnapshot(`
    "
    <bin>/cache/kg  new
        + /opt/node
        + /opt/kg/bin/run.js
    claude plugin marketplace add /opt/kg
        Tells Claude Code where the plugin of kg lies
    claude plugin install kg@keepgoing
        Installs the plugin for this user
    ▲ Nothing was changed, since there is no terminal to ask on
    ↳ To do it, run kg init --claude --yes
    ○ Sessions that are running get the plugin at their next start, or after /reload-plugins
    exit code 2
    "
  `);
  expect(await plugin(['--check'])).toMatchInlineSnapshot(`
    "
    ▲ The Claude Code plugin is not set up
    ↳ To set it up, run kg init --claude
    exit code 1
    "
  `);
  expect(await plugin(['--check'], '/nowhere')).toMatchInlineSnapshot(`
    "
    ▲ The Claude Code plugin is not set up
    ○ Claude Code is not on PATH, so there is nothing to set up
    ↳ To set it up, run kg init --claude
    exit code 1
    "
  `);
});

test('taking the plugin out again shows what Claude Code made for it and would leave behind', async () => {
  const bin = place('removal');
  const script = `case "$*" in
  *uninstall*) rm "$0.installed"; echo 1 > "$CLAUDE_CONFIG_DIR/plugins/cache/keepgoing/kg/0.1.0/.orphaned_at" ;;
  *"marketplace remove"*) echo '{}' > "$CLAUDE_CONFIG_DIR/plugins/known_marketplaces.json" ;;
  *) if [ ! -e "$0.installed" ]; then echo '[]'
    elif [ "$2" = marketplace ]; then echo '[{ "name": "keepgoing", "path": "/opt/kg" }]'
    else echo '[{ "id": "kg@keepgoing", "version": "0.1.0", "enabled": true }]'; fi ;;
esac`;
  write(join(bin, 'claude'), { program: `#!/bin/sh\n${script}\n` });
  write(join(bin, 'claude.installed'), '');
  const plugins = join(bin, 'config/plugins');
  write(join(plugins, 'cache/keepgoing/kg/0.1.0/.claude-plugin/plugin.json'), '{ "name": "kg" }\n');
  write(join(plugins, 'cache/keepgoing/kg/0.1.0/kg.sh'), '#!/bin/sh\n');
  write(join(plugins, 'known_marketplaces.json'), '{ "keepgoing": {} }\n');
  write(join(plugins, 'data/kg-keepgoing/notes.txt'), 'mine\n');
  const env = { NO_COLOR: '1', KG_CACHE_DIR: join(bin, 'cache'), CLAUDE_CONFIG_DIR: join(bin, 'config') };
  const remove = async (...argv: readonly string[]) => {
    const where = { directory: shop.path, home: join(shop.path, '..'), env: { ...env, PATH: `${bin}:/usr/bin:/bin` } };
    return runCommand(Init, ['--claude', '--remove', ...argv], where);
  };
  const said = async (...argv: readonly string[]) => {
    const { stdout, stderr, exitCode } = await remove(...argv);
    return `\n${`${stdout}${stderr}`.replaceAll(bin, '<bin>')}exit code ${exitCode}\n`;
  };
  expect(await faultsOf('init', (await remove('--json')).stdout)).toEqual([]);
  expect(await said('--yes')).toMatchInlineSnapshot(`
    "
    claude plugin uninstall kg@keepgoing
        Takes the plugin away
    claude plugin marketplace remove keepgoing
        Forgets where it lies
    <bin>/config/plugins/cache/keepgoing/kg/0.1.0  removed
        Claude Code's copy of the plugin
    <bin>/config/plugins/data/kg-keepgoing  removed when it is empty
        It was made for the plugin
    <bin>/config/plugins/cache/keepgoing/kg  removed when it is empty
        It was made for the plugin
    <bin>/config/plugins/cache/keepgoing  removed when it is empty
        It was made for the plugin
    ✓ Took the Claude Code plugin out again
    ○ These stay as Claude Code leaves them: something else in them has changed, or how they were is not known
        | <bin>/config/plugins/known_marketplaces.json
    ○ Left in place, since more than this plugin has come to them or still needs them
        | <bin>/config/plugins/data/kg-keepgoing
    exit code 0
    "
  `);
  expect(await said('--yes')).toMatchInlineSnapshot(`
    "
    ○ Nothing to change: the Claude Code plugin is not set up
    exit code 0
    "
  `);
});
