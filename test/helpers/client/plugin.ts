import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markPlace } from '../../../src/whisper/warm.ts';
import type { ModelRequest } from './request.ts';
import type { Stage } from './stage.ts';

/** The package, whose plugin and built kg the client gets. */
export const packageRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/u, '');

/** Where kg keeps its cache in a client's home. */
export function cacheOf({ home, api }: Stage): string {
  return join(home.environment({ api: api.url })['HOME'] ?? '', '.cache/keepgoing');
}

/** Leaves word of the built kg, as `kg init --claude` does, and gives the arguments that load the plugin from the package. */
export function pluginArgs(stage: Stage): readonly string[] {
  markPlace(cacheOf(stage), { node: process.execPath, self: join(packageRoot, 'bin/run.js') });
  return ['--plugin-dir', join(packageRoot, 'plugin')];
}

/** What kg said to the model, of everything in the newest request of a conversation; the places are put in words. */
export function toldByKg(
  requests: readonly ModelRequest[],
  conversation: string,
  { repository }: Stage,
): readonly string[] {
  const newest = requests.findLast((request) => request.conversation === conversation);
  const texts = newest?.messages.flatMap(({ content }) => strings(content)) ?? [];
  return texts
    .flatMap((text) => /hook additional context: (kg:[^]*)/u.exec(text)?.[1]?.split(/\n\n|<\//u)[0] ?? [])
    .map((text) =>
      text
        .replaceAll(repository, '<shop>')
        .replaceAll(/\b\d+s ago|just now/gu, 'just now')
        .trim(),
    );
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** Runs the built kg in the linked worktree, as the person whose home it is would, and gives what it prints. */
export function runKg({ home, api, worktree }: Stage, ...args: readonly string[]): string {
  const env = home.environment({ api: api.url });
  return execFileSync(process.execPath, [join(packageRoot, 'bin/run.js'), ...args], {
    cwd: worktree,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
