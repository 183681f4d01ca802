/**
 * The way around oclif, for what prompts and status bars call many times a minute. It imports nothing but Node's own modules
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

/** One of the questions that are answered without oclif, as text or as JSON. */
export type QuickQuestion = { readonly command: 'list' | 'overlap'; readonly json: boolean };

/**
 * Which of the questions that are answered without oclif the arguments ask: `kg list` or `kg overlap`, with `--json` or nothing
 * else; `null`: none.
 */
export function quickQuestion(process: NodeJS.Process): QuickQuestion | null {
  const [, , command, ...rest] = process.argv;
  const words = rest.join(' ');
  if ((command !== 'list' && command !== 'overlap') || (words !== '' && words !== '--json')) return null;
  return { command, json: words !== '' };
}

/** Which of its doors Claude Code knocks at, with no argument more: those are opened without oclif. `null`: at neither. */
export function claudeDoor(process: NodeJS.Process): 'hook' | 'mcp' | null {
  const words = process.argv.slice(2).join(' ');
  if (words !== 'hook claude' && words !== 'mcp') return null;
  return words === 'mcp' ? 'mcp' : 'hook';
}

/** What `kg watch` is asked for on a terminal, where nothing but its own switches stands; `null`: oclif is to parse it. */
export function watchSwitches(process: NodeJS.Process): Readonly<Record<'all' | 'finished' | 'mouse', boolean>> | null {
  const [, , command, ...rest] = process.argv;
  const switches = new Set(rest);
  const known = rest.every((word) => word === '--all' || word === '--finished' || word === '--mouse');
  if (command !== 'watch' || !known || !process.stdout.isTTY) return null;
  return { all: switches.has('--all'), finished: switches.has('--finished'), mouse: switches.has('--mouse') };
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
