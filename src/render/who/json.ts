import type { Touch, WhoAnswer } from '../../who/who.ts';
import { problemJson } from '../problem-json.ts';
import { sessionJson } from '../session-json.ts';

/** The answer of `kg who --json`. */
export function whoJson(answer: WhoAnswer) {
  const { takenAt, root, trunk, query, symbol, paths, worktrees, touches, sessions, problems } = answer;
  const named = new Set(touches.flatMap((touch) => touch.sessions.map(({ id }) => id)));
  return {
    schema: 1,
    takenAt,
    project: { root, trunk },
    query,
    ...(symbol === undefined ? {} : { symbol }),
    paths: [...paths],
    worktrees: worktrees.map(({ path, branch }) => ({ path, branch })),
    matches: touches.map(touchJson),
    sessions: sessions.filter(({ id }) => named.has(id)).map(sessionJson),
    problems: problems.map(problemJson),
  };
}

function touchJson({ path, from, worktree, how, state, partly, sessions, lines, commits }: Touch) {
  return {
    path,
    ...(from === undefined ? {} : { from }),
    worktree,
    how,
    state,
    ...(partly === undefined ? {} : { partly }),
    sessions: sessions.map(({ id, grade, first, last }) => ({ id, grade, first, last })),
    ...(lines === undefined ? {} : { lines: lines.map(([first, last]) => [first, last]) }),
    ...(commits === undefined ? {} : { commits: [...commits] }),
  };
}
