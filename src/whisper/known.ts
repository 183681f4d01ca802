import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';
import { saveWhole } from '../save-whole.ts';
import type { Surveyed } from '../survey/surveyed.ts';
import { headStamp, registeredNames } from './stamps.ts';

/**
 * Who has changed what in one repository, as the last look found it. Kept in kg's cache, where every session of the repository
 * finds it: most edits touch a file that nobody else has, and that can be told from here by a few calls of the file system.
 */
export type Known = {
  /** Milliseconds since the epoch: what changed on disk later is not in here. */
  readonly begun: number;
  /** Names of the linked worktrees as git had them registered. */
  readonly names: readonly string[];
  readonly worktrees: readonly KnownWorktree[];
};

export type KnownWorktree = {
  readonly path: string;
  readonly gitDirectory: string;
  readonly branch: string | null;
  /** The `headStamp` before the look. */
  readonly head: string;
  /** Paths that it has changed itself, both ends of renames; `null`: too many to keep. */
  readonly changed: readonly string[] | null;
};

/** Taken before a look: what moves during the look must count as moved. */
export type Beginning = {
  readonly begun: number;
  readonly names: readonly string[];
  readonly heads: ReadonlyMap<string, string>;
};

export function beginKnown(
  commonDirectory: string,
  {
    worktrees,
    begun,
  }: { readonly worktrees: readonly { readonly gitDirectory: string | null }[]; readonly begun: number },
): Beginning {
  const directories = worktrees.flatMap(({ gitDirectory }) => gitDirectory ?? []);
  return {
    begun,
    names: registeredNames(commonDirectory),
    heads: new Map(directories.map((gitDirectory) => [gitDirectory, headStamp({ gitDirectory, commonDirectory })])),
  };
}

/** Pure: what a survey says of who has changed what. A worktree that could not be read has changed nothing that is known. */
export function knownFrom({ begun, names, heads }: Beginning, worktrees: readonly Surveyed[]): Known {
  return {
    begun,
    names,
    worktrees: worktrees.flatMap(({ path, branch, gitDirectory, files, state }) => {
      if (gitDirectory === null || state === 'bare' || state === 'missing') return [];
      const changed = (files ?? []).flatMap((file) => (file.from === undefined ? [file.path] : [file.path, file.from]));
      const kept = changed.length > MOST ? null : changed;
      return [{ path, gitDirectory, branch, head: heads.get(gitDirectory) ?? '', changed: kept }];
    }),
  };
}

const MOST = 20_000;
const FORMAT = 1;

function knownFile(cache: string, commonDirectory: string): string {
  return join(cache, 'whisper', `${cacheName(commonDirectory)}.json`);
}

/** A name for a file of the cache that stands for any text. */
export function cacheName(text: string): string {
  return hash('sha256', encodePath(text)).slice(0, 20);
}

/** `null` when nothing, or nothing sensible, is kept. */
export function readKnown(cache: string, commonDirectory: string): Known | null {
  try {
    const file = knownFile(cache, commonDirectory);
    if (statSync(file).size > LARGEST) return null;
    return knownOf(JSON.parse(readFileSync(file, 'utf8')), commonDirectory);
  } catch {
    return null;
  }
}

const LARGEST = 32 * 1024 * 1024;

/** That it could not be written costs time only. */
export async function saveKnown(cache: string, commonDirectory: string, known: Known): Promise<void> {
  await saveWhole(knownFile(cache, commonDirectory), { format: FORMAT, of: commonDirectory, ...known }).catch(() => {});
}

function knownOf(value: unknown, commonDirectory: string): Known | null {
  const { format, of, begun, names, worktrees } = fieldsOf(value);
  if (format !== FORMAT || of !== commonDirectory || typeof begun !== 'number') return null;
  if (!isTexts(names) || !Array.isArray(worktrees)) return null;
  const read = worktrees.flatMap((one) => knownWorktree(one) ?? []);
  return read.length === worktrees.length ? { begun, names, worktrees: read } : null;
}

function knownWorktree(value: unknown): KnownWorktree | null {
  const { path, gitDirectory, branch, head, changed } = fieldsOf(value);
  if (typeof path !== 'string' || typeof gitDirectory !== 'string' || typeof head !== 'string') return null;
  if (branch !== null && typeof branch !== 'string') return null;
  if (changed !== null && !isTexts(changed)) return null;
  return { path, gitDirectory, branch, head, changed };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The fields of what may be anything. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
