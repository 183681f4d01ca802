import type { Attention, AttentionGroup, AttentionRow } from '../attention.ts';
import { problemJson } from './problem-json.ts';
import { sessionJson } from './session-json.ts';

/** What needs a person, as JSON: every field is named here. */
export function attentionJson(attention: Attention) {
  const { takenAt, counts, needs, conflicts, worst, waitingSince, groups, problems } = attention;
  return {
    schema: 1,
    takenAt,
    counts: {
      waiting: counts.waiting,
      crashed: counts.crashed,
      active: counts.active,
      idle: counts.idle,
      unknown: counts.unknown,
      finished: counts.finished,
    },
    needs,
    conflicts,
    worst,
    waitingSince,
    projects: groups.filter(({ project }) => project !== null).map(groupJson),
    elsewhere: groups.filter(({ project }) => project === null).flatMap(({ rows }) => rows.map(rowJson)),
    problems: problems.map(problemJson),
  };
}

function groupJson({ project, rows, conflicts }: AttentionGroup) {
  return {
    root: project?.root ?? null,
    sessions: rows.map(rowJson),
    conflicts: conflicts?.map(({ a, b, files }) => ({ a: a.path, b: b.path, files })) ?? null,
  };
}

function rowJson({ session, worktree, overlap, need, muted }: AttentionRow) {
  return {
    need,
    muted,
    worktree: worktree === null ? null : worktree.path,
    branch: worktree === null ? null : worktree.branch,
    overlap: { level: overlap.level, with: overlap.with },
    session: sessionJson(session),
  };
}
