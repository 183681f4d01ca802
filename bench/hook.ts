/**
 * What the hook before an edit adds to each edit, in the real client: `node bench/hook.ts [--edits 50] [--check]`.
 *
 * Every way is a plugin of its own; a scripted model makes one edit after the other, and the time from one request of the client
 * to the next is what an edit takes, tool and hooks together. Nobody else has changed the file, as is the case with most; the last
 * rows have one that another worktree has changed. Needs a built dist/. `--check` exits with 1 when the plugin misses its target.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { markPlace } from '../src/whisper/warm.ts';
import { call, say } from '../test/helpers/client/script.ts';
import { openStage, type Stage } from '../test/helpers/client/stage.ts';
import { current } from '../test/helpers/client/versions.ts';
import { median } from './timing.ts';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '50' },
    check: { type: 'boolean', default: false },
  },
});
const edits = Number(values.edits);
const root = fileURLToPath(new URL('..', import.meta.url));
const run = join(root, 'bin/run.js');
const shipped: { readonly hooks: { readonly PreToolUse: readonly [{ readonly hooks: readonly Hook[] }] } } = JSON.parse(
  readFileSync(join(root, 'plugin/hooks/hooks.json'), 'utf8'),
);

type Hook = Readonly<Record<string, unknown>>;
type Way = { readonly name: string; readonly hooks: readonly Hook[]; readonly shared: boolean };

const http = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('{}'));
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const address = http.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const node = { type: 'command', command: process.execPath };
const [tool, guarded] = shipped.hooks.PreToolUse[0].hooks;
const ways: readonly Way[] = [
  { name: 'no hook', hooks: [], shared: false },
  { name: 'node -e 0', hooks: [{ ...node, args: ['-e', '0'] }], shared: false },
  { name: 'kg hook claude', hooks: [{ ...node, args: [run, 'hook', 'claude'] }], shared: false },
  { name: 'http, answering at once', hooks: [{ type: 'http', url: `http://127.0.0.1:${port}/` }], shared: false },
  { name: 'kg mcp by mcp_tool', hooks: [tool ?? {}], shared: false },
  { name: 'the plugin: both', hooks: [tool ?? {}, guarded ?? {}], shared: false },
  { name: 'kg hook claude, shared file', hooks: [{ ...node, args: [run, 'hook', 'claude'] }], shared: true },
  { name: 'the plugin, shared file', hooks: [tool ?? {}, guarded ?? {}], shared: true },
];

const times = new Map<string, number[]>();
try {
  // Twice, the second time backwards: a busy moment of the machine hits no way alone.
  for (const way of [...ways, ...ways.toReversed()]) {
    times.set(way.name, [...(times.get(way.name) ?? []), ...(await measure(way))]);
  }
} finally {
  http.close();
}
if (!report() && values.check) process.exitCode = 1;

async function measure({ name, hooks, shared }: Way): Promise<readonly number[]> {
  const stage = await openStage({
    version: current,
    script: ({ worktree }) => {
      const file = join(worktree, shared ? 'src/user.ts' : 'src/own.ts');
      const edit = (at: number) => ({
        file_path: file,
        old_string: `= ${at};`,
        new_string: `= ${at + 1};`,
        replace_all: false,
      });
      const all = Array.from({ length: edits }, (_, at) => call('Edit', edit(at + 1)));
      return { conversations: [{ when: 'Go on', steps: [call('Read', { file_path: file }), ...all, say('Done.')] }] };
    },
  });
  try {
    prepare(stage);
    const plugin = join(stage.home.root, 'plugin');
    cpSync(join(root, 'plugin'), plugin, { recursive: true });
    const before = { matcher: 'Edit|Write|NotebookEdit', hooks };
    writeFileSync(
      join(plugin, 'hooks/hooks.json'),
      JSON.stringify({ hooks: hooks.length === 0 ? {} : { PreToolUse: [before] } }),
    );
    if (!name.includes('plugin') && !name.includes('mcp'))
      writeFileSync(join(plugin, '.mcp.json'), '{"mcpServers":{}}');
    const { code } = await stage.print('Go on', { args: ['--plugin-dir', plugin] });
    const asked = stage.api
      .requests()
      .filter(({ purpose }) => purpose === 'turn')
      .map(({ at }) => at);
    if (code !== 0 || asked.length !== edits + 2) throw new Error(`${name}: ${asked.length} requests, exit ${code}`);
    return asked.slice(2).map((at, index) => at - (asked[index + 1] ?? at));
  } finally {
    await stage.close();
  }
}

/** Three worktrees, of which one has changed `src/user.ts`, and a kg that has looked at them before. */
function prepare({ repository, worktree, home }: Stage): void {
  const { HOME = '', ...env } = home.environment({ api: '' });
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', repository, ...args]);
  for (const name of ['cart', 'docs']) git('worktree', 'add', '--quiet', '-b', name, `${repository}.${name}`);
  writeFileSync(join(`${repository}.cart`, 'src/user.ts'), 'export const user = 0;\n');
  writeFileSync(join(worktree, 'src/own.ts'), 'export const own = 1;\n');
  const cache = join(HOME, '.cache/keepgoing');
  mkdirSync(cache, { recursive: true });
  markPlace(cache, { node: process.execPath, self: run });
  const event = { hook_event_name: 'SessionStart', session_id: 'bench', cwd: worktree };
  execFileSync(process.execPath, [run, 'hook', 'claude'], {
    env: { ...env, HOME },
    input: JSON.stringify(event),
    cwd: worktree,
  });
}

/** Prints the table; true when the plugin's target is met. */
function report(): boolean {
  const of = (name: string) => median(times.get(name) ?? []);
  const [none, bare] = [of('no hook'), of('node -e 0')];
  const limit = Math.max(40, 1.3 * (bare - none));
  console.log(`Client ${current}, Node ${process.version}, ${2 * edits} edits a way, medians in ms`);
  console.log('                              an edit   added   × node -e 0');
  for (const { name } of ways) {
    const added = of(name) - none;
    const figures = [of(name).toFixed(0), added.toFixed(0), (added / (bare - none)).toFixed(2)];
    console.log(`${name.padEnd(30)} ${figures.map((figure) => figure.padStart(6)).join('  ')}`);
  }
  const met = of('the plugin: both') - none <= limit;
  console.log(`The plugin may add ${limit.toFixed(0)} ms: ${met ? 'met' : 'MISSED'}`);
  return met;
}
