import type { StoryCommand, StoryFailure, StoryTask, Told } from './story.ts';

/** What the lines of a transcript told so far. Everything in it is bounded, however long the transcript. */
export type GatheredStory = {
  title: string | null;
  generatedTitle: string | null;
  firstPrompt: Told | null;
  lastPrompt: Told | null;
  plan: Told | null;
  failure: StoryFailure | null;
  /** The line of the last tool call, parsed only when nothing newer comes. */
  lastCall: Buffer | null;
  /** Ids of calls without a result, with their lines. */
  readonly open: Map<string, Buffer>;
  readonly tasks: Map<string, StoryTask>;
  /** Calls that make a task, until their results name its number: id of the call → subject. */
  readonly making: Map<string, string>;
  /** By the id of the call, oldest first. */
  readonly commands: Map<string, StoryCommand>;
};

export function beginStory(): GatheredStory {
  return {
    title: null,
    generatedTitle: null,
    firstPrompt: null,
    lastPrompt: null,
    plan: null,
    failure: null,
    lastCall: null,
    open: new Map(),
    tasks: new Map(),
    making: new Map(),
    commands: new Map(),
  };
}

/**
 * Characters of one text that are kept. Far more than is ever shown, so that a secret can only be cut where it is not shown:
 * the filter sees the text before it is shortened.
 */
const longestText = 8 * 1024;

export function cutText(text: string): { readonly text: string; readonly cut: boolean } {
  return text.length <= longestText
    ? { text, cut: false }
    : { text: text.slice(0, longestText).toWellFormed(), cut: true };
}

/** A short text, such as a name. One that is cut says so at its end, where half a word may be left. */
export function shortText(text: string, limit = 2000): string {
  return text.length <= limit ? text : `${text.slice(0, limit).toWellFormed()}…`;
}

/** Adds under a key; of too many the oldest goes. */
export function addBounded<Value>(values: Map<string, Value>, key: string, value: Value, most: number): void {
  const [oldest] = values.keys();
  if (!values.has(key) && values.size >= most && oldest !== undefined) values.delete(oldest);
  values.set(key, value);
}
