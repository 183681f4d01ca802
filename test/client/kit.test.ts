/** The kit itself, as far as the tests on the client take it on trust. */
import { expect, test } from 'vitest';
import { startApi } from '../helpers/client/api.ts';
import { parseObject, textField } from '../helpers/client/fields.ts';
import { platformPackage } from '../helpers/client/platform.ts';
import { call, gate, say } from '../helpers/client/script.ts';

test('the scripted API listens on loopback, answers by prompt and turn, and keeps what it was asked', async () => {
  const held = gate();
  const api = await startApi({
    conversations: [
      { when: 'Add', steps: [call('Bash', { command: 'ls' }, 'Looking.'), { ...say('Added.'), gate: held }] },
      { when: 'Fail', steps: [{ error: { status: 529, type: 'overloaded_error', message: 'scripted' } }] },
    ],
  });
  const ask = async (...messages: readonly string[]) => {
    const turns = messages.map((content, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content }));
    const body = JSON.stringify({ model: 'm', messages: turns });
    const response = await fetch(`${api.url}/v1/messages`, { method: 'POST', body });
    const { values } = parseObject(await response.text(), 'answer');
    return { status: response.status, stop: values['stop_reason'], content: values['content'] };
  };
  expect(new URL(api.url).hostname).toBe('127.0.0.1');
  expect(await ask('Add a line')).toMatchObject({
    stop: 'tool_use',
    content: [
      { type: 'text', text: 'Looking.' },
      { type: 'tool_use', name: 'Bash', input: { command: 'ls' } },
    ],
  });
  const second = ask('Add a line', 'Looking.', 'result');
  await held.reached;
  held.open();
  expect(await second).toMatchObject({ stop: 'end_turn', content: [{ text: 'Added.' }] });
  expect(await ask('Add a line, Fail later')).toMatchObject({ status: 529 });
  expect(await ask('Something else')).toMatchObject({ content: [{ text: 'Not scripted.' }] });

  expect(api.requests().map(({ purpose, conversation }) => [purpose, conversation])).toEqual([
    ['turn', 'Add'],
    ['turn', 'Add'],
    ['turn', 'Fail'],
    ['unscripted', null],
  ]);
  await api.close();
});

test('each platform has its package of the client, or none', () => {
  const named = (platform: string, arch: string, musl = false) =>
    platformPackage({ platform, arch, musl })?.name ?? null;
  expect([
    named('linux', 'x64'),
    named('linux', 'arm64', true),
    named('darwin', 'arm64'),
    named('win32', 'x64'),
    named('freebsd', 'x64'),
    named('linux', 'riscv64'),
  ]).toEqual([
    '@anthropic-ai/claude-code-linux-x64',
    '@anthropic-ai/claude-code-linux-arm64-musl',
    '@anthropic-ai/claude-code-darwin-arm64',
    '@anthropic-ai/claude-code-win32-x64',
    null,
    null,
  ]);
});

test('a field that the client no longer writes is named in the failure', () => {
  const record = parseObject('{"pid":7,"state":"idle"}', 'sessions/7.json');
  expect(() => textField(record, 'status')).toThrowErrorMatchingInlineSnapshot(
    `[Error: the client's format has changed: sessions/7.json has no field "status" that is a text (found nothing; fields there: pid, state)]`,
  );
});
