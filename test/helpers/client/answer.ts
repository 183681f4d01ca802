/** A reply in the form of the Messages API: whole, or as the stream of server-sent events that the client reads. */
import { randomBytes } from 'node:crypto';
import type { Reply } from './script.ts';

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown };

export type Answer = {
  readonly id: string;
  readonly type: 'message';
  readonly role: 'assistant';
  readonly model: string;
  readonly content: readonly Block[];
  readonly stop_reason: 'tool_use' | 'end_turn';
  readonly stop_sequence: null;
  readonly usage: Readonly<Record<string, number>>;
};

export function answer(reply: Reply, model: string): Answer {
  const calls = reply.calls ?? [];
  const content: Block[] = [];
  if (reply.thinking !== undefined) {
    content.push({ type: 'thinking', thinking: reply.thinking, signature: 'c2lnbmVk' });
  }
  if (reply.text !== undefined) content.push({ type: 'text', text: reply.text });
  for (const { tool, input } of calls) content.push({ type: 'tool_use', id: newId('toolu'), name: tool, input });
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 20 },
  };
}

/** The events of an answer, in the order in which the API sends them. */
export function answerEvents(whole: Answer): string {
  const opening = { ...whole, content: [], stop_reason: null, usage: { ...whole.usage, output_tokens: 1 } };
  const ending = { stop_reason: whole.stop_reason, stop_sequence: null };
  return [
    event('message_start', { message: opening }),
    ...whole.content.flatMap(blockEvents),
    event('message_delta', { delta: ending, usage: { output_tokens: whole.usage['output_tokens'] } }),
    event('message_stop', {}),
  ].join('');
}

function blockEvents(block: Block, index: number): string[] {
  const { empty, deltas } = blockParts(block);
  return [
    event('content_block_start', { index, content_block: empty }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
}

function blockParts(block: Block): { empty: unknown; deltas: readonly unknown[] } {
  if (block.type === 'text') {
    return { empty: { ...block, text: '' }, deltas: [{ type: 'text_delta', text: block.text }] };
  }
  if (block.type === 'thinking') {
    const { thinking, signature } = block;
    const deltas = [
      { type: 'thinking_delta', thinking },
      { type: 'signature_delta', signature },
    ];
    return { empty: { ...block, thinking: '', signature: '' }, deltas };
  }
  return {
    empty: { ...block, input: {} },
    deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(block.input) }],
  };
}

function event(type: string, data: Readonly<Record<string, unknown>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function newId(kind: string): string {
  return `${kind}_01${randomBytes(11).toString('hex')}`;
}
