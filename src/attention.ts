/**
 * What needs a person, boiled down from a survey: the one model behind tray, notifications, live table, glance and MCP. It reads
 * nothing and decides everything that they must agree on: what counts, what comes first, what the worst is.
 */
import { conflictsOf, type Conflict } from './attention/conflicts.ts';
import { homesOf, type SessionHome } from './attention/homes.ts';
import { compareRows, needOf, stateOf, worstOf, type Need, type State } from './attention/need.ts';
import type { WorktreeOverlap } from './overlap/worktree-overlap.ts';
import type { Problem } from './errors.ts';
import type { Session, Status } from './sessions/session.ts';
import type { Project, Survey, Surveyed } from './survey/surveyed.ts';

export type Attention = {
  /** ISO time at which the survey began. */
  readonly takenAt: string;
  /** How many sessions stand where. A session counts once, however many worktrees it writes to. */
  readonly counts: Readonly<Record<Status, number>>;
  /** Sessions that wait for a person or crashed, without the muted ones: the number on a badge. */
  readonly needs: number;
  /** Pairs of worktrees that conflict; `null` when overlaps were not looked for, or could not be in any project. */
  readonly conflicts: number | null;
  /** The most urgent state of any session that is not muted; `none` when nothing runs. */
  readonly worst: State;
  /** ISO time since when the longest waiting session waits; `null` when none waits, or no source says. */
  readonly waitingSince: string | null;
  /** The most urgent first. Projects without any session are among them. */
  readonly groups: readonly AttentionGroup[];
  readonly problems: readonly Problem[];
};

/** The sessions of one project. */
export type AttentionGroup = {
  /** `null` for the sessions that are in no repository; that group comes last. */
  readonly project: Project | null;
  /** One a session, the most urgent first. */
  readonly rows: readonly AttentionRow[];
  /** The pairs of worktrees that conflict; `null` when that is not known. */
  readonly conflicts: readonly Conflict[] | null;
};

/** One session, at the worktree that it works in. */
export type AttentionRow = {
  readonly session: Session;
  /** `null` where it works in none: its directory is gone, no longer registered, or in no repository. */
  readonly worktree: Surveyed | null;
  /** Where its worktree stands with the others. */
  readonly overlap: WorktreeOverlap;
  /** Why a person is needed, the most urgent reason; `null` when none is. */
  readonly need: Need | null;
  readonly state: State;
  /** The person does not want to hear of it: neither counted in `needs` nor in `worst`. */
  readonly muted: boolean;
};

export type AttentionOptions = {
  /** Ids of sessions that the person muted. */
  readonly muted?: ReadonlySet<string>;
};

/** Finds what needs a person in a survey. Pure. */
export function attentionOf(survey: Survey, { muted = new Set() }: AttentionOptions = {}): Attention {
  const groups = [...survey.projects.map((project) => groupOf(project, muted)), ...elsewhere(survey, muted)];
  const rows = groups.flatMap((group) => group.rows);
  const heard = rows.filter((row) => !row.muted);
  const measured = groups.flatMap(({ conflicts }) => (conflicts === null ? [] : [conflicts.length]));
  return {
    takenAt: survey.takenAt,
    counts: countsOf(rows),
    needs: heard.filter(({ session: { status } }) => status === 'waiting' || status === 'crashed').length,
    conflicts: measured.length === 0 ? null : measured.reduce((sum, number) => sum + number, 0),
    worst: worstOf(heard.map(({ state }) => state)),
    waitingSince: waitingSince(heard),
    groups: groups.toSorted(compareGroups),
    problems: survey.problems,
  };
}

function groupOf(project: Project, muted: ReadonlySet<string>): AttentionGroup {
  const homes = homesOf(project);
  return { project, rows: rowsOf(homes, muted), conflicts: conflictsOf(project) };
}

function elsewhere({ elsewhere: places }: Survey, muted: ReadonlySet<string>): readonly AttentionGroup[] {
  const homes = places.flatMap(({ sessions }) => sessions.map((session) => ({ session, worktree: null })));
  return homes.length === 0 ? [] : [{ project: null, rows: rowsOf(homes, muted), conflicts: null }];
}

function rowsOf(homes: readonly SessionHome[], muted: ReadonlySet<string>): readonly AttentionRow[] {
  return homes
    .map(({ session, worktree }): AttentionRow => {
      const overlap = worktree?.overlap ?? nowhere;
      const need = needOf(session.status, overlap);
      return { session, worktree, overlap, need, state: stateOf(session.status, need), muted: muted.has(session.id) };
    })
    .toSorted(compareRows);
}

const nowhere: WorktreeOverlap = { level: 'none', with: [] };

function countsOf(rows: readonly AttentionRow[]): Record<Status, number> {
  const counts = { active: 0, waiting: 0, idle: 0, finished: 0, crashed: 0, unknown: 0 };
  for (const { session } of rows) counts[session.status] += 1;
  return counts;
}

function waitingSince(rows: readonly AttentionRow[]): string | null {
  const times = rows.flatMap(({ session: { status, since } }) => (status === 'waiting' ? (since ?? []) : []));
  return times.toSorted()[0] ?? null;
}

/** By the most urgent row; groups alike keep the order of the survey, and what is in no project comes last. */
function compareGroups(a: AttentionGroup, b: AttentionGroup): number {
  if ((a.project === null) !== (b.project === null)) return a.project === null ? 1 : -1;
  const [first, second] = [a.rows[0], b.rows[0]];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return compareRows(first, second);
}
