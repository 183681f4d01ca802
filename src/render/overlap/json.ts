import type {
  AttributedFile,
  AttributedPair,
  AttributedSide,
  OverlapPicture,
  SkippedPath,
} from '../../survey/overlap-picture.ts';
import type { Unchecked } from '../../overlap/overlap.ts';
import type { SharedFile } from '../../overlap/shared-worktree.ts';
import type { Attribution } from '../../overlap/who.ts';
import type { Evidence } from '../../overlap/semantic/finding.ts';
import type { Semantics } from '../../survey/overlap-semantics.ts';
import type { Verification } from '../../verify/verify-merge.ts';
import { problemJson } from '../problem-json.ts';
import { sessionJson } from '../session-json.ts';

/** The answer of `kg overlap --json`. */
export function overlapJson(picture: OverlapPicture) {
  const { takenAt, root, trunk, against, worktrees, overlaps, shared, skipped, sessions } = picture;
  const named = namedSessions(picture);
  return {
    schema: 1,
    takenAt,
    project: { root, trunk },
    worktrees: worktrees.map(({ path, branch }) => ({ path, branch })),
    ...(against === undefined ? {} : { against }),
    checked: overlaps.checked,
    unchecked: overlaps.unchecked.map(uncheckedJson),
    pairs: overlaps.pairs.map(pairJson),
    trunkPairs: overlaps.trunk.map(pairJson),
    shared: shared.map(sharedJson),
    skipped: skipped.map(skippedJson),
    sessions: sessions.filter(({ id }) => named.has(id)).map(sessionJson),
    problems: overlaps.problems.map(problemJson),
    ...(picture.semantics === undefined ? {} : { semantic: semanticJson(picture.semantics) }),
    ...(picture.verification === undefined ? {} : { verify: verificationJson(picture.verification) }),
  };
}

/** What `kg show --json` tells of one worktree's overlaps: the same shapes, narrowed to it. */
export function shownOverlapsJson({ overlaps, shared, skipped }: OverlapPicture) {
  return {
    checked: overlaps.checked,
    unchecked: overlaps.unchecked.map(uncheckedJson),
    pairs: overlaps.pairs.map(pairJson),
    trunkPairs: overlaps.trunk.map(pairJson),
    shared: shared.map(sharedJson),
    skipped: skipped.map(skippedJson),
  };
}

/** Only the sessions that stand in the answer are told about. */
function namedSessions({ overlaps, shared }: OverlapPicture): ReadonlySet<string> {
  const sides = [...overlaps.pairs, ...overlaps.trunk].flatMap(({ files }) => files.flatMap(({ a, b }) => [a, b]));
  return new Set([
    ...sides.flatMap((side) => side?.sessions.map(({ id }) => id) ?? []),
    ...shared.flatMap((file) => file.sessions),
  ]);
}

function pairJson({ a, b, level, receiver, merging, files }: AttributedPair) {
  return {
    a,
    b,
    level,
    receiver,
    ...(merging === undefined ? {} : { merging: [...merging] }),
    files: files.map(overlapFileJson),
  };
}

function verificationJson({ command, a, b, verdict, exitCodes, timedOut, fresh, linked }: Verification) {
  return { command, a, b, verdict, exitCodes: { ...exitCodes }, timedOut, fresh: [...fresh], linked: [...linked] };
}

function semanticJson({ checked, unchecked, pairs }: Semantics) {
  return {
    checked,
    unchecked,
    pairs: pairs.map(({ a, b, findings, notes, skipped }) => ({
      a,
      b,
      findings: findings.map(({ rule, path, line, name, message, a: left, b: right }) => {
        return { rule, path, line, name, message, a: evidenceJson(left), b: evidenceJson(right) };
      }),
      notes: notes.map(({ kind, path, line, name, a: left, b: right }) => {
        return { kind, path, line, name, a: evidenceJson(left), b: evidenceJson(right) };
      }),
      skipped: skipped.map(({ path, reason }) => ({ path, reason })),
    })),
  };
}

function evidenceJson(evidence: Evidence | null) {
  if (evidence === null) return null;
  const { did, path, line, was, is } = evidence;
  return { did, path, line, ...(was === undefined ? {} : { was }), ...(is === undefined ? {} : { is }) };
}

function uncheckedJson({ a, b, reason, detail }: Unchecked) {
  return { a, b, reason, ...(detail === undefined ? {} : { detail }) };
}

function sharedJson({ worktree, path, sessions, writers, alarms }: SharedFile) {
  return {
    worktree,
    path,
    sessions: [...sessions],
    writers: writers.map(writerJson),
    alarms: alarms.map(({ session, at, kind, by }) => ({ session, at, kind, by })),
  };
}

function writerJson({ id, grade, first, last, subagents }: SharedFile['writers'][number]) {
  return { id, grade, first, last, ...(subagents === undefined ? {} : { subagents: [...subagents] }) };
}

function skippedJson({ worktree, path, reason, size }: SkippedPath) {
  return { worktree, path, reason, ...(size === undefined ? {} : { size }) };
}

export function overlapFileJson(file: AttributedFile) {
  const { path, also, level, kind, driver, viaTrunk, twin, note, a, b } = file;
  return {
    path,
    ...(also === undefined ? {} : { also: [...also] }),
    level,
    ...(kind === undefined ? {} : { kind }),
    class: file.class,
    ...(driver === undefined ? {} : { driver }),
    ...(viaTrunk === undefined ? {} : { viaTrunk }),
    ...(twin === undefined ? {} : { twin }),
    ...(note === undefined ? {} : { note }),
    a: a === null ? null : sideJson(a),
    b: b === null ? null : sideJson(b),
  };
}

function sideJson({ change, from, path, lines, uncommitted, sessions }: AttributedSide) {
  return {
    change,
    ...(from === undefined ? {} : { from }),
    ...(path === undefined ? {} : { path }),
    lines: lines.map(([first, last]) => [first, last]),
    uncommitted,
    sessions: sessions.map(attributionJson),
  };
}

function attributionJson({ id, grade, at }: Attribution) {
  return { id, grade, at };
}
