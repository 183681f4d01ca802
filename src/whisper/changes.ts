import { gapBetween, linesOf, moveHunks, NEAR } from '../overlap/hunks.ts';
import type { Range } from '../git/line-changes.ts';
import type { Lines } from '../overlap/lines.ts';
import { whoWrote, type Attribution } from '../overlap/who.ts';
import type { Written } from '../overlap/written.ts';
import type { OverlapFile, OverlapPair } from '../overlap/overlap.ts';
import type { Session } from '../sessions/session.ts';
import type { Project, Surveyed } from '../survey/surveyed.ts';
import type { FileChange } from '../worktrees/file-change.ts';
import type { OtherChange, Verdict } from './whisper.ts';

/** What is asked of every file of one look. */
export type Asked = {
  readonly project: Project;
  /** The worktree of whoever asks. */
  readonly own: Surveyed;
  readonly session: string | null;
  readonly sessions: readonly Session[];
  readonly written: Written;
};

/** What another worktree did to a file. */
export type SideOfFile = {
  readonly worktree: Surveyed;
  readonly file: FileChange;
  /** The path that was asked for. */
  readonly path: string;
  /** Ids of the contents where the other side began, on the other side now, and here now. */
  readonly base: string | null;
  readonly theirs: string | null;
  readonly ours: string | null;
  readonly lines: Lines;
  /** Lines of the file here that are about to be replaced; `null`: not known. */
  readonly ranges: readonly Range[] | null;
  /** When it was last changed there, by the file's own time or that of its commit. */
  readonly time: string | null;
};

/** Pure: tells what another worktree did to a file. Nothing where both already hold the same. */
export function changesThere(asked: Asked, side: SideOfFile): readonly OtherChange[] {
  const { worktree, file, path, base, theirs, ours, lines, ranges, time } = side;
  const found = findPair(asked, worktree.path, path);
  if (found.file?.level === 'same' || (theirs !== null && theirs === ours)) return [];
  const own = asked.own.files?.some((one) => one.path === path || one.from === path) ?? true;
  const hunks = lines({ before: base, after: theirs });
  const between = lines({ before: base, after: ours });
  const from = file.from === undefined ? {} : { from: file.from };
  const who = whoWrote({ written: asked.written, worktree: worktree.path, path: file.path, ...from });
  const working = file.staged || file.unstaged || file.untracked;
  const both = file.committed && working;
  const moved = hunks === null || between === null ? null : moveHunks(hunks, between).map(({ before }) => before);
  const gone = file.change === 'deleted';
  return [
    {
      where: 'worktree',
      worktree: worktree.path,
      branch: worktree.branch,
      ...(file.path === path ? {} : { as: file.path }),
      change: file.change,
      state: both ? 'both' : working ? 'uncommitted' : 'committed',
      lines: hunks === null || gone ? [] : linesOf(hunks),
      edit: ranges === null || moved === null ? null : meeting(ranges, moved),
      verdict: verdictOf({ found, own }),
      ...(found.file?.kind === undefined ? {} : { kind: found.file.kind }),
      sessions: sessionsOf(asked.sessions, who),
      at: who[0]?.at ?? time,
      content: theirs ?? (gone ? 'deleted' : `written ${time ?? ''}`),
    },
  ];
}

type FoundPair = { readonly pair: OverlapPair | null; readonly file: OverlapFile | null; readonly unchecked: boolean };

function findPair({ project, own }: Asked, other: string, path: string): FoundPair {
  if (project.overlaps === null) return { pair: null, file: null, unchecked: true };
  const { pairs, unchecked } = project.overlaps.overlaps;
  const isBetween = ({ a, b }: { readonly a: string; readonly b: string }): boolean =>
    (a === own.path && b === other) || (a === other && b === own.path);
  const pair = pairs.find(isBetween) ?? null;
  const file = pair?.files.find((one) => one.path === path || one.twin === path || one.also?.includes(path) === true);
  return { pair, file: file ?? null, unchecked: unchecked.some(isBetween) };
}

/** A pair that git could not merge says nothing; and a file that only one side changed is in no pair. */
function verdictOf({ found, own }: { readonly found: FoundPair; readonly own: boolean }): Verdict {
  const { file, unchecked } = found;
  if (unchecked || file?.note === 'not compared') return 'not compared';
  if (file !== null && file.level !== 'same') return file.level;
  return own ? 'not compared' : 'alone';
}

function meeting(ranges: readonly Range[], others: readonly Range[]): OtherChange['edit'] {
  if (ranges.length === 0 || others.length === 0) return null;
  const gaps = ranges.flatMap((range) => others.map((other) => gapBetween(range, other)));
  const least = Math.min(...gaps);
  if (least <= 0) return 'meets';
  return least <= NEAR ? 'near' : 'apart';
}

/**
 * Pure: what other running sessions did to a file of the same worktree, where git sees no two sides. What was written before
 * this session began, it has read as it is.
 */
export function changesHere(asked: Asked, path: string): readonly OtherChange[] {
  const { own, session, sessions, written } = asked;
  if (session === null) return [];
  const since = sessions.find(({ id }) => id === session)?.began ?? null;
  const others = whoWrote({ written, worktree: own.path, path }).filter(({ id, grade, at }) => {
    const other = sessions.find((one) => one.id === id);
    const isRunning = other?.status === 'active' || other?.status === 'waiting' || other?.status === 'idle';
    const isOwn = id === session || id.startsWith(`${session}/`);
    return isRunning && !isOwn && grade === 'certain' && (since === null || at === null || at >= since);
  });
  return others.map((one) => ({
    where: 'here',
    worktree: own.path,
    branch: own.branch,
    change: null,
    state: null,
    lines: [],
    edit: null,
    verdict: 'not compared',
    sessions: sessionsOf(sessions, [one]),
    at: one.at,
    content: `${one.id} ${one.at ?? ''}`,
  }));
}

function sessionsOf(sessions: readonly Session[], who: readonly Attribution[]): OtherChange['sessions'] {
  return who.flatMap(({ id }) => {
    const session = sessions.find((one) => one.id === id);
    return session === undefined ? [] : [{ id, name: session.name, task: session.task, status: session.status }];
  });
}
