import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Past, Scope } from './model.ts';

/**
 * Reads the table as it was last shown to who stands there; `null` when none was, or the memory is damaged. It is read at once,
 * before anything else is loaded: one small file, for the first frame.
 */
export function readPast({
  cache,
  scope,
  directory,
}: {
  readonly cache: string;
  readonly scope: Scope;
  readonly directory: string;
}): Past | null {
  const place = scope === 'all' ? everywhere : nearestCheckout(directory);
  if (place === null) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(pastFile(cache, place), 'utf8'));
    return isPast(value) && value.place === place ? { takenAt: value.takenAt, lines: value.lines } : null;
  } catch {
    return null;
  }
}

/** What a table is remembered by: the checkout that the person stands in, or this for one of all projects. */
export const everywhere = '';

/**
 * Where it is remembered. Two places may share a file, so the place stands in it: what Node loads for a hash that nobody meets twice
 * takes as long as the rest of the first frame.
 */
export function pastFile(cache: string, place: string): string {
  // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
  const hash = Buffer.from(place).reduce((before, byte) => Math.imul(before ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return join(cache, 'tables', `${hash.toString(16).padStart(8, '0')}.json`);
}

function nearestCheckout(directory: string): string | null {
  for (let here = directory; ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return here;
    if (dirname(here) === here) return null;
  }
}

/** A table as it is remembered. */
export type KeptPast = Past & { readonly schema: 1; readonly place: string };

function isPast(value: unknown): value is KeptPast {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'place' in value &&
    typeof value.place === 'string' &&
    'takenAt' in value &&
    typeof value.takenAt === 'string' &&
    'lines' in value &&
    Array.isArray(value.lines) &&
    value.lines.every((line) => typeof line === 'string')
  );
}
