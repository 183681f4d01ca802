import type { CommitCheck, CommitMeeting } from '../../hooks/git/commit-check.ts';
import { overlapFileJson } from '../overlap/json.ts';
import { problemJson } from '../problem-json.ts';
import { sessionJson } from '../session-json.ts';

/** The answer of `kg hook pre-commit --json`: `a` is the commit, `b` the other worktree. */
export function preCommitJson(check: CommitCheck, { blocked }: { readonly blocked: boolean }) {
  const { takenAt, root, worktree, worktrees, staged, meetings, looked, notLooked, changedThere, sessions, problems } =
    check;
  const branches = new Map(worktrees.map(({ path, branch }) => [path, branch]));
  const named = new Set(
    meetings.flatMap(({ files }) => files.flatMap(({ b }) => b?.sessions.map(({ id }) => id) ?? [])),
  );
  return {
    schema: 1,
    takenAt,
    project: { root },
    worktree,
    blocked,
    staged,
    looked,
    notLooked: [...notLooked],
    changedThere: changedThere.map(({ worktree: there, paths }) => ({ worktree: there, paths: [...paths] })),
    meetings: meetings.map((meeting) => meetingJson(meeting, branches.get(meeting.worktree) ?? null)),
    sessions: sessions?.filter(({ id }) => named.has(id)).map(sessionJson) ?? null,
    problems: problems.map(problemJson),
  };
}

function meetingJson({ worktree, level, unchecked, files }: CommitMeeting, branch: string | null) {
  return {
    worktree,
    branch,
    level,
    ...(unchecked === undefined ? {} : { unchecked }),
    files: files.map(overlapFileJson),
  };
}
