/**
 * The shortest way, for what prompts and status bars call many times a minute. It imports nothing but Node's own modules
 * and what is free of imports itself, and decides by one look at the arguments whether the question is its own.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Glance } from './glance.ts';
import { cacheDirectory, glanceFile } from './places.ts';
import { glanceFormats, renderBar, type GlanceFormat } from './render/glance-bars.ts';

/** Answers `kg glance` from what the last survey left. Returns false when the full program must start. */
export function fastPath(process: NodeJS.Process): boolean {
  const [node = '', self = '', command, ...rest] = process.argv;
  const format = command === 'glance' ? formatOf(rest) : null;
  if (format === null) return false;
  const { env, platform } = process;
  const saved = readGlance(glanceFile(cacheDirectory({ env, home: homedir(), platform })));
  if (saved === null) return false;
  const line = renderBar(format, saved, { now: new Date(), kg: { node, self } });
  process.stdout.write(line === '' ? '' : `${line}\n`);
  return true;
}

/** The format that is asked for; `null` when anything else is. */
function formatOf([first, second, ...rest]: readonly string[]): GlanceFormat | null {
  if (first === undefined) return 'text';
  if (rest.length > 0) return null;
  const asked = first === '--format' ? second : second === undefined ? /^--format=(.*)$/u.exec(first)?.[1] : undefined;
  return glanceFormats.find((format) => format === asked) ?? null;
}

function readGlance(file: string): Glance | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isGlance(value) ? value : null;
  } catch {
    // No survey yet, or a damaged file: the full program knows what to say.
    return null;
  }
}

function isGlance(value: unknown): value is Glance {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'takenAt' in value &&
    typeof value.takenAt === 'string' &&
    'counts' in value &&
    typeof value.counts === 'object' &&
    value.counts !== null &&
    // An earlier version kept less.
    'sessions' in value &&
    Array.isArray(value.sessions)
  );
}
