import type { Attention, AttentionGroup } from '../attention.ts';
import type { State } from '../attention/need.ts';
import { counted } from '../render/counted.ts';
import { folderName } from '../render/path.ts';
import { fit, plain } from '../render/text.ts';
import { worktreeNames } from '../render/worktree-name.ts';
import type { Click } from './click.ts';
import { sessionLabel, sessionTitle } from './session-label.ts';
import { sessionMenu } from './session-menu.ts';
import type { Trouble } from './trouble.ts';

/** All that a tray shows: every back-end draws this and nothing else. */
export type TrayModel = {
  /** The number on the icon; zero shows none. */
  readonly badge: number;
  /** Decides colour and shape of the icon. */
  readonly state: State;
  /** The tooltip: one line that says all, and what needs the person. Without ages, which would grow stale. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly menu: readonly MenuItem[];
};

export type MenuItem = {
  /** Names the entry from one picture to the next. */
  readonly id: string;
  readonly label: string;
  /** What a click does. Without one, and without `items`, it is text to read. */
  readonly click?: Click;
  /** A sub-menu. */
  readonly items?: readonly MenuItem[];
  /** A box with or without a check mark. */
  readonly checked?: boolean;
  readonly separator?: true;
};

export type TrayModelOptions = {
  readonly attention: Attention;
  readonly now: Date;
  readonly home: string;
  /** Whether notifications are off until the person turns them on again. */
  readonly silent: boolean;
  readonly trouble?: Trouble | null;
};

/** Makes the tray of a picture. Pure. */
export function trayModel(options: TrayModelOptions): TrayModel {
  const { attention, silent, trouble = null } = options;
  const groups = attention.groups.filter(({ rows, conflicts }) => rows.length > 0 || (conflicts ?? []).length > 0);
  const isUnknown = groups.length === 0 && trouble?.blind === true;
  const summary = isUnknown ? 'Sessions unknown' : summaryOf(attention);
  const problem = trouble === null ? [] : [`▲ ${plain(trouble.sentence)}`];
  const urgent = attention.groups.flatMap(({ rows }) => rows).filter(({ need, muted }) => need !== null && !muted);
  return {
    badge: attention.needs,
    state: isUnknown ? 'unknown' : attention.worst,
    title: summary,
    lines: isUnknown ? problem : urgent.slice(0, mostLines).map((row) => sessionTitle(row)),
    menu: [
      { id: 'summary', label: summary },
      ...problem.map((label) => ({ id: 'trouble', label: fit(label, widest) })),
      ...groups.flatMap((group, index) => groupMenu(group, index, options)),
      line('end'),
      ...more(groups),
      { id: 'silent', label: 'Mute all notifications', checked: silent, click: { do: 'silence' } },
      { id: 'again', label: 'Look again now', click: { do: 'again' } },
      { id: 'quit', label: 'Quit kg tray', click: { do: 'quit' } },
    ],
  };
}

/** How many sessions the tooltip names, and one project shows. */
const mostLines = 5;
const mostRows = 15;
const mostConflicts = 5;
/** Columns of a menu entry. */
const widest = 90;

function line(id: string): MenuItem {
  return { id: `line-${id}`, label: '', separator: true };
}

function summaryOf({ counts, conflicts }: Attention): string {
  const order = ['waiting', 'crashed', 'active', 'idle', 'unknown', 'finished'] as const;
  const parts = order.flatMap((status) => (counts[status] === 0 ? [] : [`${counts[status]} ${status}`]));
  const colliding = conflicts === null || conflicts === 0 ? [] : [counted(conflicts, 'conflict')];
  const all = [...parts, ...colliding];
  return all.length === 0 ? 'No sessions' : all.join(' · ');
}

function groupMenu(group: AttentionGroup, index: number, { now, home }: TrayModelOptions): readonly MenuItem[] {
  const { project, rows } = group;
  const names = project === null ? new Map<string, never>() : worktreeNames(project, home);
  const name = (path: string): string => names.get(path)?.name ?? folderName(path);
  const hidden = rows.length - mostRows;
  const heading = project === null ? 'In no repository' : folderName(project.root);
  return [
    line(String(index)),
    { id: `project:${project?.root ?? ''}`, label: fit(heading, widest) },
    ...rows.slice(0, mostRows).map((row): MenuItem => ({
      id: `session:${row.session.id}`,
      label: fit(sessionLabel(row, { now, name }), widest),
      click: { do: 'checkpoint', session: row.session.id },
    })),
    ...(hidden > 0 ? [{ id: `more:${project?.root ?? ''}`, label: `${hidden} more, in kg list` }] : []),
    ...conflictItems(group, name),
  ];
}

function conflictItems({ project, conflicts }: AttentionGroup, name: (path: string) => string): readonly MenuItem[] {
  const all = conflicts ?? [];
  const hidden = all.length - mostConflicts;
  return [
    ...all.slice(0, mostConflicts).map(({ a, b, files }): MenuItem => ({
      id: `conflict:${a.path}\0${b.path}`,
      label: fit(`▲ conflict: ${name(a.path)} ↔ ${name(b.path)}${first(files)}`, widest),
      click: { do: 'conflict', a: a.path, b: b.path },
    })),
    ...(hidden > 0 ? [{ id: `conflicts:${project?.root ?? ''}`, label: `${hidden} more, in kg overlap` }] : []),
  ];
}

function first([file, ...others]: readonly string[]): string {
  if (file === undefined) return '';
  return ` · ${plain(file)}${others.length === 0 ? '' : ` +${others.length}`}`;
}

/** An entry with a sub-menu takes no click in most panels, so what else can be done is offered beside the sessions. */
function more(groups: readonly AttentionGroup[]): readonly MenuItem[] {
  const rows = groups.flatMap((group) => group.rows.slice(0, mostRows));
  if (rows.length === 0) return [];
  return [{ id: 'sessions', label: 'Jump, copy, open, mute …', items: rows.map((row) => sessionMenu(row)) }];
}
