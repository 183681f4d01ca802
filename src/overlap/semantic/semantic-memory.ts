import { join } from 'node:path';
import { readWhole, saveWhole } from '../../save-whole.ts';
import { isFileSystemError } from '../../worktrees/file-error.ts';
import type { Store } from '../../worktrees/store/store.ts';
import type { SemanticPair } from './finding.ts';
import { isSemanticPair } from './is-semantic-pair.ts';

/** What the symbols of pairs said, by all that decides it: both commits, the version of git, its settings, and kg's queries. */
export type SemanticMemory = ReadonlyMap<string, Remembered>;

/** `conflict`: git does not merge the pair, so there is no result to look at. */
export type Remembered = SemanticPair | 'conflict';

/** Reads what earlier runs found; nothing of another format, or of a damaged file. */
export function readSemanticMemory(store: Store, version: string): SemanticMemory {
  const content = readWhole(fileOf(store));
  if (typeof content !== 'object' || content === null || !('version' in content) || !('pairs' in content))
    return new Map();
  if (content.version !== version || typeof content.pairs !== 'object' || content.pairs === null) return new Map();
  return new Map(
    Object.entries(content.pairs).flatMap(([key, pair]): (readonly [string, Remembered])[] =>
      pair === 'conflict' || isSemanticPair(pair) ? [[key, pair]] : [],
    ),
  );
}

/** Saves what was used now, and as much of the rest as fits. That it could not be written costs time only. */
export async function saveSemanticMemory(
  store: Store,
  version: string,
  { used, rest }: { readonly used: SemanticMemory; readonly rest: SemanticMemory },
): Promise<void> {
  const pairs = new Map([...used, ...rest].slice(0, MOST));
  for (const [key, pair] of used) pairs.set(key, pair);
  const content: Content = { version, pairs: Object.fromEntries(pairs) };
  try {
    await saveWhole(fileOf(store), content);
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
  }
}

type Content = { readonly version: string; readonly pairs: Readonly<Record<string, Remembered>> };

const MOST = 5000;

function fileOf(store: Store): string {
  return join(store.directory, 'semantics.json');
}
