/**
 * What a transcript tells of its session for whoever carries on: what was asked, what is open, which commands were run and how
 * they ended. Texts are as the client recorded them, with secrets and line ends in them, and cut only where they are very long:
 * nothing of it may be shown or kept before it has been through the secret filter.
 */
export type Story = {
  /** Given by a person or a hook. */
  readonly title: string | null;
  /** Made by a model. */
  readonly generatedTitle: string | null;
  /** Prompts of people only; what the client or a hook put there is left out. */
  readonly firstPrompt: Told | null;
  readonly lastPrompt: Told | null;
  /** In the order of their making; those that were removed are left out. */
  readonly tasks: readonly StoryTask[];
  /** The last plan that was put before the person. */
  readonly plan: Told | null;
  /** Shell commands, oldest first; of very many the newest. */
  readonly commands: readonly StoryCommand[];
  /** The last request ended in this error, and nothing was answered since. */
  readonly failure: StoryFailure | null;
  /** The last tool call; `open` while it has no result. */
  readonly lastCall: StoryCall | null;
};

/** `cut`: the end is missing, since the whole was too long. */
export type Told = { readonly text: string; readonly cut: boolean; readonly at: string | null };

export type StoryTask = {
  readonly id: string;
  readonly subject: string;
  /** `pending`, `in_progress`, `completed`; an open set. */
  readonly status: string;
};

export type StoryCommand = {
  readonly command: string;
  readonly cut: boolean;
  /** Where it was called from; `null` when the record does not say. */
  readonly cwd: string | null;
  readonly from: string | null;
  /** When its result was recorded; `null` while there is none. */
  readonly to: string | null;
  /** Of the whole line; `null` when the record does not say. */
  readonly exit: number | null;
  readonly end: 'ended' | 'interrupted' | 'refused' | 'open';
  /** It went on in the background, so its result tells of its start only, unless `end` says more. */
  readonly background: boolean;
};

export type StoryFailure = {
  /** The client's own word (`rate_limit`, `overloaded`, `authentication_failed`); an open set. */
  readonly kind: string | null;
  /** The HTTP status of the answer. */
  readonly status: number | null;
  readonly text: string;
  readonly at: string | null;
};

export type StoryCall = {
  readonly tool: string;
  /** The command, the path, the question: what the call is about; `null` when it has no such thing. */
  readonly about: string | null;
  readonly cut: boolean;
  readonly cwd: string | null;
  readonly at: string | null;
  readonly open: boolean;
};
