import { isObject } from './fields.ts';
import type { Conversation, Reply, Script, SideReplies } from './script.ts';

/** A request that the client made, as far as tests look at it. Headers are left out: they carry the key. */
export type ModelRequest = {
  readonly at: number;
  /** `turn`: a step of a scripted conversation; `unscripted`: nothing in the script fits. */
  readonly purpose: 'turn' | 'unscripted' | keyof SideReplies;
  /** The `when` of the conversation that fits, for a turn. */
  readonly conversation: string | null;
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly string[];
  readonly stream: boolean;
};

export type Message = { readonly role: string; readonly text: string; readonly content: unknown };

/** Parses the body of `POST /v1/messages`; throws when it is none. */
export function parseRequest(body: string): Omit<ModelRequest, 'at' | 'purpose' | 'conversation'> {
  const value: unknown = JSON.parse(body);
  if (!isObject(value) || !Array.isArray(value['messages'])) throw new Error('not a request for messages');
  const tools: readonly unknown[] = Array.isArray(value['tools']) ? value['tools'] : [];
  const messages: readonly unknown[] = value['messages'];
  return {
    model: String(value['model']),
    system: textOf(value['system']),
    messages: messages
      .filter(isObject)
      .map(({ role, content }) => ({ role: String(role), text: textOf(content), content })),
    tools: tools.filter(isObject).map((tool) => String(tool['name'])),
    stream: value['stream'] === true,
  };
}

/** The reply that a request asks for: the conversation of its newest prompt, after as many answers as it has had. */
export function findStep(script: Script, messages: readonly Message[]): { when: string; reply: Reply } | null {
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at];
    if (message?.role !== 'user') continue;
    const fitting = lastNamed(script.conversations, message.text);
    if (fitting === null) continue;
    const answered = messages.slice(at + 1).filter(({ role }) => role === 'assistant').length;
    const reply = fitting.steps[answered];
    return reply === undefined ? null : { when: fitting.when, reply };
  }
  return null;
}

/** After an error the client sends two prompts as one message: the last one in it is the one to answer. */
function lastNamed(conversations: readonly Conversation[], text: string): Conversation | null {
  const named = conversations.filter(({ when }) => text.includes(when));
  return named.toSorted((a, b) => text.lastIndexOf(b.when) - text.lastIndexOf(a.when))[0] ?? null;
}

/** Tells the client's own small requests by the words that they begin with. */
export function findSide(system: string, messages: readonly Message[]): keyof SideReplies | null {
  const last = messages.at(-1)?.text ?? '';
  if (system.includes('You are naming a coding session')) return 'title';
  if (system.includes('Generate a concise, sentence-case title')) return 'title'; // 2.1.197
  if (system.includes('decide which of four states')) return 'job';
  if (last.includes('The user stepped away and is coming back')) return 'recap';
  if (last.includes('Respond with TEXT ONLY')) return 'summary';
  return null;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  return blocks
    .filter(isObject)
    .filter(({ type }) => type === 'text')
    .map(({ text }) => String(text))
    .join('\n');
}
