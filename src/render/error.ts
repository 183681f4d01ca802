import { KgError, type ErrorCode } from '../errors.ts';
import { errorWords } from './error-words.ts';
import { homePath } from './path.ts';
import type { Style } from './style.ts';
import { prose } from './text.ts';
import type { ErrorWords } from './worded-error.ts';

export type ErrorOptions = {
  readonly home: string;
  /** File that the details of a bug were saved in; `null` when there is none. */
  readonly saved?: string | null;
  /** Style of the stream that the lines go to; without it they carry no ink. */
  readonly style?: Style;
};

export type RenderedError = {
  readonly lines: readonly string[];
  readonly code: ErrorCode;
  /** 2, "could not", but for a command of oclif that ends itself with a code of its own. */
  readonly exitCode: number;
  /** The answer on standard output under `--json`. */
  readonly json: ErrorJson;
};

type ErrorJson = {
  readonly schema: 1;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
};

/** Puts any error into words, for a person and as JSON. */
export function renderError(error: unknown, { home, saved = null, style }: ErrorOptions): RenderedError {
  const exit = exitOf(error);
  const { code, message, more = [], hint, details = {} } = wordsOf(error, home);
  const savedIn = saved === null ? [] : [`details saved in ${homePath(saved, home)}`];
  const paint = (role: 'failure' | 'dim', text: string): string => style?.paint(role, text) ?? text;
  return {
    lines:
      exit === null
        ? [
            `${paint('failure', '✗')} ${message}`,
            ...[...more, ...savedIn].map((line) => `    ${line}`),
            ...(hint === undefined ? [] : [`${paint('dim', '↳')} ${hint}`]),
          ]
        : [],
    code,
    exitCode: exit ?? 2,
    json: {
      schema: 1,
      error: {
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        details: saved === null ? details : { ...details, saved },
      },
    },
  };
}

function wordsOf(error: unknown, home: string): ErrorWords {
  if (error instanceof KgError) return errorWords(error, home);
  const message = error instanceof Error ? error.message : String(error);
  return isUsage(error) ? usageWords(message) : { code: 'INTERNAL', message: `kg failed: ${prose(message)}` };
}

/** What oclif throws at words that it cannot parse carries a field `oclif`; its messages end in advice of their own. */
function usageWords(text: string): ErrorWords {
  const [first = '', ...rest] = text
    .split('\n')
    .map((line) => prose(line).replace(/\.$/u, ''))
    .filter((line) => line !== '' && !line.startsWith('See more help'));
  return { code: 'USAGE', message: first, more: rest, hint: 'To see what can be said, run the command with --help' };
}

function isUsage(error: unknown): boolean {
  return error instanceof Error && 'oclif' in error;
}

/** The exit code of oclif's own way to end a command early, which is no error. */
function exitOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIT' || !('oclif' in error)) return null;
  const { oclif } = error;
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && typeof oclif.exit === 'number'
    ? oclif.exit
    : 0;
}
