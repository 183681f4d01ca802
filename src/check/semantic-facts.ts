import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import type { Evidence } from '../overlap/semantic/finding.ts';
import { readSemantics, type ComparedSymbols } from '../survey/overlap-semantics.ts';
import type { Project, Surveyed } from '../survey/surveyed.ts';
import { languageOf } from '../symbols/language.ts';
import { isAtWork } from './surveyed-facts.ts';

/** Something that is wrong in the merge of a worktree with another, or with the trunk, and right in both. */
export type SemanticFact = {
  /** Path of the other worktree, or name of the trunk. */
  readonly with: string;
  /** Where it is wrong, in the merge. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
  /** What this worktree did, and what the other. */
  readonly here: Evidence | null;
  readonly there: Evidence | null;
};

export type SemanticFacts = { readonly semantic: readonly SemanticFact[]; readonly unread: readonly string[] };

/**
 * Looks at the merges of one worktree with those in which a session is at work, and with a trunk that has moved on. Only where both
 * sides changed source of a known language, so that grammars are loaded for nothing else. What was found is remembered for the same
 * contents. Conflicts of git are not looked at: they are told of anyway.
 */
export async function readSemanticFacts(kg: Kg, project: Project, worktree: Surveyed): Promise<SemanticFacts> {
  const { worktrees, overlaps, trunk } = project;
  const { path, branch, distance } = worktree;
  if (overlaps === null || !hasSource(worktree)) return nothing;
  const live = worktrees.filter((one) => one.path !== path && one.sessions.some(isAtWork) && hasSource(one));
  const isBehind = branch !== trunk && (distance?.behind ?? 0) > 0;
  if (live.length === 0 && !isBehind) return nothing;
  const asked = new Set([path, ...live.map((one) => one.path)]);
  const narrowed = {
    ...overlaps,
    snapshots: overlaps.snapshots.filter((snapshot) => asked.has(snapshot.worktree)),
    trunk: isBehind ? overlaps.trunk : null,
  };
  try {
    const { pairs } = await readSemantics(kg, narrowed, { worktrees: [path], wanted: () => true });
    return { semantic: pairs.flatMap((pair) => factsOf(pair, path)), unread: [] };
  } catch (error) {
    if (!(error instanceof KgError)) throw error;
    return { semantic: [], unread: ['The symbols of the merges could not be read'] };
  }
}

const nothing: SemanticFacts = { semantic: [], unread: [] };

/** Whether it changed anything that a change elsewhere could break. What it changed may be unknown: then that is told already. */
function hasSource({ files }: Pick<Surveyed, 'files'>): boolean {
  return files?.some(({ path, from = path }) => languageOf(path) !== null || languageOf(from) !== null) === true;
}

function factsOf({ a, b, findings }: ComparedSymbols, path: string): readonly SemanticFact[] {
  const isFirst = a === path;
  return findings.map((found) => ({
    with: isFirst ? b : a,
    path: found.path,
    line: found.line,
    message: found.message,
    here: isFirst ? found.a : found.b,
    there: isFirst ? found.b : found.a,
  }));
}
