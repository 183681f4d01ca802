import type { Drift, DriftedSymbol, DriftPicture } from '../../drift/drift.ts';
import { problemJson } from '../problem-json.ts';
import { sessionJson } from '../session-json.ts';

/** The answer of `kg drift --json`. */
export function driftJson(picture: DriftPicture) {
  const { takenAt, root, trunk, worktrees, drift, moved, sessions, problems } = picture;
  const named = new Set(
    drift.flatMap(({ reader, writer }) => [...reader.sessions, ...writer.sessions].map(({ id }) => id)),
  );
  return {
    schema: 1,
    takenAt,
    project: { root, trunk },
    worktrees: worktrees.map(({ path, branch }) => ({ path, branch })),
    drift: drift.map(oneJson),
    trunk: moved.map(({ worktree, trunk: name, changed, read, conflicts }) => ({
      worktree,
      trunk: name,
      changed,
      read,
      conflicts,
    })),
    sessions: sessions.filter(({ id }) => named.has(id)).map(sessionJson),
    problems: problems.map(problemJson),
  };
}

function oneJson({ path, from, reader, writer, through, outcome, open, commits, conflict, symbols, evidence }: Drift) {
  return {
    path,
    ...(from === undefined ? {} : { from }),
    reader: { worktree: reader.worktree, sessions: reader.sessions.map(touchedJson) },
    writer: {
      ...('trunk' in writer ? { trunk: writer.trunk } : { worktree: writer.worktree }),
      sessions: writer.sessions.map(touchedJson),
    },
    ...(through === undefined ? {} : { through }),
    outcome,
    ...(open === undefined ? {} : { open }),
    ...(commits === undefined ? {} : { commits }),
    ...(conflict === undefined ? {} : { conflict }),
    ...(symbols === undefined ? {} : { symbols: symbols.map(symbolJson) }),
    evidence: evidence.map(({ source, says }) => ({ source, says })),
  };
}

function touchedJson({
  id,
  grade,
  last,
}: {
  readonly id: string;
  readonly grade: string;
  readonly last: string | null;
}) {
  return { id, grade, last };
}

function symbolJson({ name, was, is, to, state, movedTo, uses }: DriftedSymbol) {
  return {
    name,
    was,
    is,
    ...(to === undefined ? {} : { to }),
    state,
    ...(movedTo === undefined ? {} : { movedTo }),
    uses: uses.map(({ path, line, uncommitted, text }) => ({ path, line, uncommitted, text })),
  };
}
