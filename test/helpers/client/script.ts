/**
 * What the model shall say, as values. A conversation is picked by the text of a prompt, and its steps answer the turns that
 * follow that prompt one by one, so one script serves any number of sessions and subagents at once.
 */

export type ToolCall = { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

export type Reply = {
  readonly thinking?: string;
  readonly text?: string;
  readonly calls?: readonly ToolCall[];
  /** Answer with this error of the API instead. */
  readonly error?: { readonly status: number; readonly type: string; readonly message: string };
  /** Milliseconds to wait before the answer. */
  readonly after?: number;
  /** Answer only when the test opens the gate. */
  readonly gate?: Gate;
};

export type Conversation = {
  /** Text in the newest prompt that picks this conversation. A subagent's task is a prompt of its own. */
  readonly when: string;
  readonly steps: readonly Reply[];
};

/** Answers to requests that are no turn of a conversation. */
export type SideReplies = {
  readonly title?: string;
  readonly recap?: string;
  readonly summary?: string;
  readonly job?: Readonly<Record<string, unknown>>;
};

export type Script = { readonly conversations: readonly Conversation[]; readonly side?: SideReplies };

/** Holds an answer back: `reached` settles when the client has asked, `open` lets the answer go. */
export type Gate = {
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  readonly reach: () => void;
  readonly open: () => void;
};

export function gate(): Gate {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return { reached: reached.promise, opened: opened.promise, reach: reached.resolve, open: opened.resolve };
}

export function say(text: string): Reply {
  return { text };
}

/** One tool call, with what is said before it. */
export function call(tool: string, input: Readonly<Record<string, unknown>>, text?: string): Reply {
  return { calls: [{ tool, input }], ...(text === undefined ? {} : { text }) };
}
