import type { Checkpoint } from '../checkpoints/checkpoint.ts';
import { counted } from './counted.ts';
import { fit, prose } from './text.ts';

/** What happened after a checkpoint; `null` where it is not known. */
export type BriefSince = { readonly commits: number | null; readonly files: number | null };

/** Characters of a pointer that a session is started with: it tells where to look, not what is there. */
const longest = 400;

/**
 * One line of at most 400 characters: where the last checkpoint is from, what it was about, and what stands in the way. It may
 * be put before a model, so what came from outside is cut short and stands in quotation marks of its own.
 */
export function renderBrief(checkpoint: Checkpoint, since?: BriefSince): string {
  const { at, branch, goal, tests, blockers, inFlight } = checkpoint;
  const [main] = goal;
  const head = `Last checkpoint of ${branch === null ? 'this worktree' : said(branch, 60)}: ${at.slice(0, 16)}Z.`;
  const tail = 'To see where it stood and what changed since, run kg show.';
  const parts = [
    ...(main === undefined ? [] : [`Goal: ${said(main.text, 80)}.`]),
    ...(blockers[0] === undefined ? [] : [`Blocked: ${blockers[0].kind}.`]),
    ...(tests === null ? [] : [`Tests: ${tests.outcome}${tests.stale === true ? ', files changed since' : ''}.`]),
    ...(inFlight === null ? [] : [`Uncommitted then: ${counted(inFlight.total, 'file')}.`]),
    ...sinceWords(since),
  ];
  let line = head;
  for (const part of parts) if (line.length + part.length + tail.length + 2 <= longest) line += ` ${part}`;
  return `${line} ${tail}`;
}

function sinceWords(since: BriefSince | undefined): readonly string[] {
  if (since === undefined) return [];
  const { commits, files } = since;
  const words = [
    ...(commits === null ? [] : [counted(commits, 'commit')]),
    ...(files === null ? [] : [counted(files, 'file')]),
  ];
  return words.length === 0 ? [] : [`Since then: ${words.join(', ')}.`];
}

function said(text: string, width: number): string {
  const short = fit(prose(text).replaceAll(/[“”"`<>]/gu, "'"), width);
  // Characters that take no column would get by the width.
  return `“${short.slice(0, 2 * width).toWellFormed()}”`;
}
