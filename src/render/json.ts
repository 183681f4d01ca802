/**
 * The JSON contract: every field is named here, so that what the core adds for itself stays inside. Text stays as it was
 * read (JSON escapes control characters by itself). It grows, never changes; a removal is a new schema number.
 */
import type { Session } from '../sessions/session.ts';
import type { Elsewhere, Project, Removed, Survey, Surveyed } from '../survey/surveyed.ts';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { shownOverlapsJson } from './overlap/json.ts';
import { problemJson } from './problem-json.ts';
import { sinceJson } from './show/since-json.ts';
import { sessionJson } from './session-json.ts';
import type { Shown } from '../show.ts';
import { worktreeJson } from './worktree-json.ts';

const schema = 1;

/**
 * The bytes of an answer: two blanks of indentation and a line feed, to a terminal and to a pipe alike. JSON leaves DEL,
 * C1 controls and bidirectional overrides as they are; written as escapes they mean the same and do nothing to a terminal.
 */
export function toJson(value: unknown): string {
  return `${harmless(JSON.stringify(value, null, 2))}\n`;
}

/** The same as one line, for a stream of values. */
export function toJsonLine(value: unknown): string {
  return `${harmless(JSON.stringify(value))}\n`;
}

function harmless(json: string): string {
  return json.replaceAll(/[\u007F-\u009F\u2028\u2029\p{Cf}]/gu, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** The answer of `kg list --json`. */
export function listJson(survey: Survey) {
  return {
    schema,
    takenAt: survey.takenAt,
    projects: survey.projects.map(projectJson),
    ...(survey.elsewhere.length > 0 ? { elsewhere: survey.elsewhere.map(elsewhereJson) } : {}),
    problems: survey.problems.map(problemJson),
  };
}

/** The answer of `kg show --json`: one worktree as in the list, and what only this command reads. */
export function showJson(
  { takenAt }: Pick<Survey, 'takenAt'>,
  { worktree, trunk, commits, since, sinceDiff, overlaps, resume, problems }: Shown,
) {
  return {
    schema,
    takenAt,
    trunk,
    worktree: {
      ...worktreeJson(worktree),
      ...(worktree.prunable === undefined ? {} : { prunable: worktree.prunable }),
      forkPoint: worktree.forkPoint,
      files: worktree.files?.map(fileJson) ?? null,
      ...(since === null ? {} : { since: sinceJson(since, sinceDiff) }),
      overlaps: overlaps === null ? null : shownOverlapsJson(overlaps),
      commits: commits?.map(({ oid, at, author, subject }) => ({ oid, at, author, subject })) ?? null,
      sessions: worktree.sessions.map((session) => shownSessionJson(session, resume)),
    },
    problems: problems.map(problemJson),
  };
}

/** The answer of `kg doctor --json`. */
export function doctorJson({
  takenAt,
  diagnoses,
}: {
  readonly takenAt: string;
  readonly diagnoses: readonly Diagnosis[];
}) {
  return {
    schema,
    takenAt,
    diagnoses: diagnoses.map(({ id, subject, verdict, says, evidence, mend }) => ({
      id,
      subject,
      verdict,
      says,
      evidence: evidence ?? [],
      ...(mend === undefined ? {} : { mend }),
    })),
    problems: [],
  };
}

function projectJson({ root, commonDirectory, trunk, worktrees, removed }: Project) {
  return {
    root,
    commonDir: commonDirectory,
    trunk,
    worktrees: worktrees.map(worktreeJson),
    ...(removed.length > 0 ? { removed: removed.map(removedJson) } : {}),
  };
}

function fileJson({ path, from, change, added, deleted, ...where }: NonNullable<Surveyed['files']>[number]) {
  const { committed, staged, unstaged, untracked } = where;
  return {
    path,
    ...(from === undefined ? {} : { from }),
    change,
    added,
    deleted,
    committed,
    staged,
    unstaged,
    untracked,
  };
}

function shownSessionJson(session: Session, resume: Shown['resume']) {
  const command = resume.get(session.id);
  return {
    ...sessionJson(session),
    transcript: session.transcript,
    configDirectory: session.configDirectory,
    ...(command === undefined ? {} : { resume: command }),
  };
}

function removedJson({ path, sessions }: Removed) {
  return { path, sessions: sessions.map(sessionJson) };
}

function elsewhereJson({ cwd, gone, sessions }: Elsewhere) {
  return { cwd, ...(gone ? { gone } : {}), sessions: sessions.map(sessionJson) };
}
