import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Kg } from '../kg.ts';
import { listTable } from '../render/list/list.ts';
import { saveWhole } from '../save-whole.ts';
import type { Survey } from '../survey/surveyed.ts';
import type { Past, Scope } from './model.ts';

/** What a table of one scope is remembered by: the checkout that the person stands in, or that it is of all projects. */
type Remembered = { readonly cache: string; readonly scope: Scope; readonly directory: string };

/**
 * Reads the table as it was last shown there; `null` when none was, or the memory is damaged. It is read at once, before anything
 * else is loaded: a small file, for the first frame.
 */
export function readPast({ cache, scope, directory }: Remembered): Past | null {
  const checkout = scope === 'all' ? '' : nearestCheckout(directory);
  if (checkout === null) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(pastFile(cache, checkout), 'utf8'));
    return isPast(value) ? { takenAt: value.takenAt, lines: value.lines } : null;
  } catch {
    return null;
  }
}

/** Remembers the table of a survey, as it looks in a terminal of that width, without ink. */
export async function savePast(
  kg: Kg,
  { survey, scope, columns }: { readonly survey: Survey; readonly scope: Scope; readonly columns: number },
): Promise<void> {
  const checkout = scope === 'all' ? '' : kg.project?.repository.topLevel;
  if (checkout === undefined || checkout === null) return;
  const style = { color: false, columns, paint: (_: string, text: string) => text };
  const { heading, rows } = listTable({ survey, style, now: new Date(survey.takenAt), home: kg.home });
  const lines = [heading, ...rows.slice(0, mostRows).map(({ text }) => text)];
  await saveWhole(pastFile(kg.cache, checkout), { schema: 1, takenAt: survey.takenAt, lines });
}

/** No terminal shows more. */
const mostRows = 300;

function pastFile(cache: string, checkout: string): string {
  const name = checkout === '' ? 'all' : createHash('sha256').update(checkout).digest('hex').slice(0, 16);
  return join(cache, 'tables', `${name}.json`);
}

function nearestCheckout(directory: string): string | null {
  for (let here = directory; ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return here;
    if (dirname(here) === here) return null;
  }
}

function isPast(value: unknown): value is Past {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'takenAt' in value &&
    typeof value.takenAt === 'string' &&
    'lines' in value &&
    Array.isArray(value.lines) &&
    value.lines.every((line) => typeof line === 'string')
  );
}
