import { languageOf } from '../../symbols/language.ts';
import type { SymbolReader } from '../../symbols/read-symbols.ts';
import type { Place } from '../histories.ts';
import { linkDelta, type Delta } from './delta.ts';
import { blobsToQuote, describeFinding } from './describe.ts';
import type { SemanticPair, SemanticSkip } from './finding.ts';
import { findNotes, isOwnLine, type Candidate } from './notes.ts';
import { readViews, type MergedTrees } from './read-views.ts';
import { openSources, type Sources } from './sources.ts';
import type { SymbolMemory } from './symbol-memory.ts';
import type { Views } from './views.ts';

/**
 * Finds what is wrong in merges and right on both sides, in the order of the merges; `null` for one whose files git cannot list.
 * Two processes for all, and a few for each.
 */
export async function readSemantics(options: {
  readonly place: Place;
  readonly merges: readonly MergedTrees[];
  readonly reader: SymbolReader;
  readonly memory: SymbolMemory;
}): Promise<readonly (SemanticPair | null)[]> {
  const { place, merges } = options;
  const sources = openSources(place, options);
  const pairs: (SemanticPair | null)[] = [];
  for (const views of await readViews(place, merges, sources))
    pairs.push(views === null ? null : await readPair(views, sources));
  return pairs;
}

async function readPair(views: Views, sources: Sources): Promise<SemanticPair> {
  if (sides.some((side) => !hasSource(views, side))) return { findings: [], notes: [], skipped: [] };
  const { delta, notes } = await settle(views, sources);
  const quoted = [
    ...delta.found.flatMap((one) => blobsToQuote(one, views)),
    ...notes.flatMap(({ kind, path }) => (kind === 'contract used' ? blobsToQuote({ path }, views) : [])),
  ];
  const texts = await sources.lines([...new Set(quoted)]);
  const lines = (oid: string | null): readonly string[] => (oid === null ? [] : (texts.get(oid) ?? []));
  const findings = delta.found.map((found) => describeFinding(found, views, lines));
  const told = new Set(findings.map(({ path, line }) => `${path}:${line}`));
  const worthy = notes.filter((note) => !told.has(`${note.path}:${note.line}`) && isOwnLine(note, views, lines));
  const broken = delta.broken.map((path): SemanticSkip => ({ path, reason: 'syntax' }));
  const unread = delta.unread.map(({ path, oid }): SemanticSkip => {
    return { path, reason: sources.isMissing(oid) ? 'missing' : 'unreadable' };
  });
  return { findings, notes: worthy.map(({ user: _user, ...note }) => note), skipped: [...broken, ...unread] };
}

const sides = ['a', 'b'] as const;

/** Whether a side brought anything that the other could break. */
function hasSource({ brought }: Views, side: 'a' | 'b'): boolean {
  return [...brought[side]].some((path) => languageOf(path) !== null);
}

/** What is asked for first tells what else is to be read; after a few rounds nothing is missing any more. */
async function settle(
  views: Views,
  sources: Sources,
): Promise<{ readonly delta: Delta; readonly notes: readonly Candidate[] }> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const settled = { delta: linkDelta(views), notes: findNotes(views) };
    if (!(await sources.readWanted())) return settled;
  }
  return { delta: { found: [], broken: [], unread: [] }, notes: [] };
}

const MOST_ROUNDS = 20;
