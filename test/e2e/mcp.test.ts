/** `kg mcp` as a process: the protocol in its two forms, and nothing else on its output. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { place, repo } from '../helpers/repo.ts';
import { isRecord } from '../helpers/schema.ts';

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const client = { name: 'test', version: '1' };
const modern = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': client,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

type Message = Readonly<Record<string, unknown>>;

/** Asks one after the other, closes the input, and gives the answers by id with what is left besides. */
async function session(
  messages: readonly Message[],
  { cwd, home, cache }: Readonly<Record<'cwd' | 'home' | 'cache', string>>,
) {
  const env = { ...process.env, HOME: home, KG_CACHE_DIR: cache };
  const child = spawn(process.execPath, [bin, 'mcp'], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const answered = messages.filter(({ id }) => id !== undefined).length;
  const all = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out.split('\n').length > answered) resolve();
    });
  });
  for (const message of messages) child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  await all;
  const warm = readdirSync(join(cache, 'whisper/warm'));
  child.stdin.end();
  const code = await new Promise((resolve) => child.on('close', resolve));
  const answers = out
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const result = (id: number): Message => {
    const found = answers.filter(isRecord).find((one) => one['id'] === id)?.['result'];
    return isRecord(found) ? found : {};
  };
  return { code, err, warm, left: readdirSync(join(cache, 'whisper/warm')), result };
}

test('both openings are answered, the session is found where it has moved, and the end of input is the end', async () => {
  const root = place('x');
  const [home, cache] = [join(root, 'home'), join(root, 'cache')];
  const shop = await repo();
  const auth = shop.worktree('auth');
  shop.worktree('cart').edit({ 'README.md': 'cart\n' });
  // What the client writes of itself: here its process is that of the test.
  mkdirSync(join(home, '.claude/sessions'), { recursive: true });
  const record = { pid: process.pid, sessionId: 's-1', cwd: auth.path, status: 'busy' };
  writeFileSync(join(home, '.claude/sessions', `${process.pid}.json`), JSON.stringify(record));
  const places = { cwd: shop.path, home, cache };

  const new_ = await session(
    [
      { id: 1, method: 'server/discover', params: modern },
      { id: 2, method: 'tools/list', params: modern },
    ],
    places,
  );
  expect(new_.result(1)).toMatchObject({ supportedVersions: ['2026-07-28'] });
  expect({ code: new_.code, err: new_.err, warm: new_.warm, left: new_.left }).toEqual({
    code: 0,
    err: '',
    warm: [String(process.pid)],
    left: [],
  });

  const edit = {
    event: 'PreToolUse',
    session: 's-1',
    cwd: auth.path,
    tool: 'Edit',
    path: join(auth.path, 'README.md'),
  };
  const old = await session(
    [
      { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: client } },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list' },
      { id: 3, method: 'tools/call', params: { name: 'list', arguments: {} } },
      { id: 4, method: 'tools/call', params: { name: 'list', arguments: { all: 'yes' } } },
      { id: 5, method: 'tools/call', params: { name: 'touch', arguments: edit } },
    ],
    places,
  );
  expect(old.result(1)).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'kg' } });
  const { tools } = old.result(2);
  const named = Array.isArray(tools) ? tools.filter(isRecord) : [];
  expect(named.map(({ name }) => name)).toEqual(['list', 'overlap', 'who', 'drift', 'checkpoint', 'touch']);
  expect(named.filter((tool) => tool['_meta'] !== undefined).map(({ name }) => name)).toEqual(['touch']);
  expect(JSON.stringify(old.result(3))).toMatch(/auth[^{}]*\\"current\\": true/u);
  expect(old.result(4)).toMatchObject({ isError: true });
  expect(JSON.stringify(old.result(5))).toContain('is also being changed elsewhere');
  expect({ code: old.code, err: old.err, left: old.left }).toEqual({ code: 0, err: '', left: [] });
});
