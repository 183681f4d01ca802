import type { Kg } from '../kg.ts';

/** One question that a session can ask, answered with the value that the command of the same name prints with --json. */
export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Every parameter is optional. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly changes: boolean;
  readonly run: (asked: Asked) => Promise<unknown>;
};

export type Parameter = { readonly type: 'string' | 'boolean'; readonly description: string };

export type Asked = {
  /** Opened where the caller works. */
  readonly kg: Kg;
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
};

/** Of every tool: where the question is asked. */
export const directory: Parameter = {
  type: 'string',
  description: 'Absolute path to ask about another repository or worktree; default: where this session works now',
};

export const selector: Parameter['description'] = 'branch, folder name, path, session id or name, @ current, ^ main';
