import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { saveWhole } from '../save-whole.ts';
import { cacheName, fieldsOf } from './known.ts';
import type { OtherChange, Whisper } from './whisper.ts';

/** What one session was told, so that it is told once. Kept in kg's cache until a week after the last word. */
export type Told = {
  /** By the absolute path of a file: stamps of the others' states that were looked at. */
  readonly looked: ReadonlyMap<string, readonly string[]>;
  /** Keys of changes, the newest last. */
  readonly changes: readonly string[];
};

/** Pure: leaves out what the session has heard. A change is told again when it has become a conflict. */
export function untold(told: Told, worktree: string, whispers: readonly Whisper[]): readonly Whisper[] {
  const heard = new Set(told.changes);
  return whispers.flatMap(({ path, others }) => {
    const news = others.filter((other) => !heard.has(keyOf({ worktree, path, other })));
    return news.length === 0 ? [] : [{ path, others: news }];
  });
}

/** Pure: adds what is told now, and which states were looked at. */
export function tell(
  told: Told,
  said: { readonly worktree: string; readonly whispers: readonly Whisper[]; readonly looked: Told['looked'] },
): Told {
  const { worktree, whispers, looked } = said;
  const keys = whispers.flatMap(({ path, others }) =>
    others.flatMap((other) => {
      const key = keyOf({ worktree, path, other });
      // Who has heard of a conflict need not hear of the same change without one.
      return other.verdict === 'conflict'
        ? [key, keyOf({ worktree, path, other: { ...other, verdict: 'file' } })]
        : [key];
    }),
  );
  const changes = [...new Set([...told.changes, ...keys])].slice(-MOST);
  return { changes, looked: new Map([...told.looked, ...looked].slice(-MOST)) };
}

const MOST = 1000;

function keyOf(change: { readonly worktree: string; readonly path: string; readonly other: OtherChange }): string {
  const { worktree, path, other } = change;
  const parts = [worktree, path, other.where, other.worktree, other.content, other.verdict === 'conflict'];
  return hash('sha256', JSON.stringify(parts), 'base64').slice(0, 20);
}

const nothing: Told = { looked: new Map(), changes: [] };

function toldFile(cache: string, session: string): string {
  return join(cache, 'whisper', 'told', `${cacheName(session)}.json`);
}

/** Nothing when there is none, or it is damaged: then a session hears something twice. */
export function readTold(cache: string, session: string | null): Told {
  if (session === null) return nothing;
  try {
    const { looked, changes } = fieldsOf(JSON.parse(readFileSync(toldFile(cache, session), 'utf8')));
    const stamps = Object.entries(fieldsOf(looked)).map(([path, some]) => [path, texts(some)] as const);
    return { looked: new Map(stamps), changes: texts(changes) };
  } catch {
    return nothing;
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** That it could not be saved means that something is told twice. */
export async function saveTold(cache: string, session: string | null, told: Told): Promise<void> {
  if (session === null) return;
  const file = toldFile(cache, session);
  const { looked, changes } = told;
  try {
    await saveWhole(file, { looked: Object.fromEntries(looked), changes });
    await forgetOld(file);
  } catch {
    // The next word is said all the same.
  }
}

async function forgetOld(saved: string): Promise<void> {
  const { mtimeMs } = await stat(saved);
  for (const name of await readdir(dirname(saved))) {
    const other = join(dirname(saved), name);
    const found = await stat(other).catch(() => null);
    if (found !== null && found.mtimeMs < mtimeMs - WEEK_MS) await rm(other, { force: true });
  }
}

const WEEK_MS = 7 * 24 * 3600 * 1000;
