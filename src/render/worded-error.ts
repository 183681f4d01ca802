import type { ErrorCode } from '../errors.ts';

/** What went wrong, as a sentence, what is known about it, and what may be done next. */
export type ErrorWords = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly more?: readonly string[];
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
};
