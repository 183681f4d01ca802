/** The door for Claude Code as a process: whatever comes in, it ends with 0, and says valid JSON or nothing. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readHookLog } from '../../src/whisper/hook-log.ts';
import { place, repo } from '../helpers/repo.ts';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

async function hook(cache: string, input: string | Buffer, cwd = '/') {
  const env = { ...process.env, KG_CACHE_DIR: cache };
  const child = spawn(process.execPath, [bin, 'hook', 'claude'], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  // It may leave before it has read all.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, said: Buffer.concat(said).toString('utf8') };
}

test('hostile input ends with 0 and without a word, and is counted', async () => {
  const cache = join(place('x'), 'cache');
  const event = JSON.stringify({
    hook_event_name: 'PreToolUse',
    cwd: '/',
    tool_name: 'Edit',
    tool_input: { file_path: '/none/a.ts' },
  });
  const inputs = [
    '',
    '{"hook_event_name":"PreToo',
    event.slice(0, -9),
    '[[[[',
    'null',
    JSON.stringify({ hook_event_name: 'Exploded', cwd: '/' }),
    JSON.stringify({ hook_event_name: 'PreToolUse', cwd: 42 }),
    Buffer.alloc(17 * 1024 * 1024, 0x20),
    event,
  ];
  const answers = await Promise.all(inputs.map((input) => hook(cache, input)));
  expect(answers).toEqual(inputs.map(() => ({ code: 0, said: '' })));
  expect(Object.fromEntries(readHookLog(cache).faults)).toMatchInlineSnapshot(`
    {
      "no JSON": 4,
      "no directory": 1,
      "no event": 1,
      "too large": 1,
      "unknown event": 1,
    }
  `);
});

test('an edit of a file that another worktree has changed is answered with valid JSON', async () => {
  const cache = join(place('x'), 'cache');
  mkdirSync(cache, { recursive: true });
  const shop = await repo({ files: { 'a.ts': 'one\ntwo\n' } });
  const auth = shop.worktree('auth');
  shop.worktree('cart').edit({ 'a.ts': 'one\n2\n' });
  const edit = { file_path: join(auth.path, 'a.ts'), old_string: 'two', new_string: 'zwei' };
  const event = { hook_event_name: 'PreToolUse', session_id: 's', cwd: auth.path, tool_name: 'Edit', tool_input: edit };
  // From the beginning of a session on it is known who has changed what; however busy the machine is, that much is said.
  const start = { hook_event_name: 'SessionStart', session_id: 's', cwd: auth.path };
  expect(await hook(cache, JSON.stringify(start), auth.path)).toEqual({ code: 0, said: '' });
  const { code, said } = await hook(cache, JSON.stringify(event), auth.path);
  expect(code).toBe(0);
  const answer: unknown = JSON.parse(said);
  expect(answer).toMatchObject({
    hookSpecificOutput: { hookEventName: 'PreToolUse', additionalContext: expect.stringContaining('cart') },
  });
});

test('kg.sh ends every hook with 0, starts nothing where a server answers, and finds kg where word of it was left', () => {
  const root = place('x');
  const cache = join(root, 'cache');
  mkdirSync(join(cache, 'whisper/warm'), { recursive: true });
  const started = join(root, 'started');
  const broken = join(root, 'broken');
  writeFileSync(broken, `#!/bin/sh\necho "$@" >> '${started}'\necho wrong >&2\nexit 2\n`, { mode: 0o755 });
  const plugin = fileURLToPath(new URL('../../plugin/kg.sh', import.meta.url));
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const all = { PATH: '/usr/bin:/bin', HOME: root, KG_CACHE_DIR: cache, ...env };
    const { status, stdout, stderr } = spawnSync('sh', [plugin, ...args], { env: all, encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  };
  const silent = { status: 0, said: '' };
  expect(run(['hook', 'claude'])).toEqual(silent);
  expect(run(['mcp'])).toMatchObject({ status: 1, said: expect.stringContaining('kg init --claude') });
  writeFileSync(join(cache, 'kg'), `${broken}\n${bin}\n`);
  expect(run(['hook', 'claude'])).toEqual(silent);
  expect(run(['mcp'])).toEqual({ status: 2, said: 'wrong\n' });
  writeFileSync(join(cache, 'whisper/warm/77'), `${process.pid}\n`);
  expect(run(['--unless-served', 'hook', 'claude'], { CLAUDE_PID: '77' })).toEqual(silent);
  writeFileSync(join(cache, 'whisper/warm/78'), '999999999\n');
  expect(run(['--unless-served', 'hook', 'claude'], { CLAUDE_PID: '78' })).toEqual(silent);
  expect(readFileSync(started, 'utf8').split('\n')).toEqual([
    `${bin} hook claude`,
    `${bin} mcp`,
    `${bin} hook claude`,
    '',
  ]);
});

test('a hook ends with 0 and says nothing when the plugin has been tidied away under a session that goes on', () => {
  const root = place('x');
  const plugin = fileURLToPath(new URL('../../plugin', import.meta.url));
  const commands = commandHooks(JSON.parse(readFileSync(join(plugin, 'hooks/hooks.json'), 'utf8')));
  expect(commands).toHaveLength(6);
  // With 2, which a shell ends with that finds no such script, the client would refuse the edit.
  const run = (where: string) =>
    commands.map(({ command, args }) => {
      const all = args.map((one) => one.replaceAll('${CLAUDE_PLUGIN_ROOT}', where));
      const { status, stdout, stderr } = spawnSync(command, all, {
        env: { PATH: '/usr/bin:/bin', HOME: root, KG_CACHE_DIR: root },
        encoding: 'utf8',
      });
      return `${status} ${stdout}${stderr}`;
    });
  const started = join(root, 'started');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'kg.broken'), `#!/bin/sh\necho "$@" >> '${started}'\nexit 2\n`, { mode: 0o755 });
  writeFileSync(join(root, 'kg'), `${join(root, 'kg.broken')}\n${bin}\n`);
  expect(run(join(root, 'gone'))).toEqual(commands.map(() => '0 '));
  expect(existsSync(started)).toBe(false);
  expect(run(plugin)).toEqual(commands.map(() => '0 '));
  expect(readFileSync(started, 'utf8')).toBe(`${bin} hook claude\n`.repeat(commands.length));
});

type CommandHook = { readonly command: string; readonly args: readonly string[] };

function commandHooks(value: unknown): readonly CommandHook[] {
  if (Array.isArray(value)) return value.flatMap(commandHooks);
  if (typeof value !== 'object' || value === null) return [];
  if (!('type' in value) || value.type !== 'command') return Object.values(value).flatMap(commandHooks);
  const { command, args } = { command: '', args: [], ...value };
  return [{ command, args }];
}
