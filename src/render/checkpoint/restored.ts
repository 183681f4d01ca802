import type { HandCommand } from '../../checkpoints/restore-plan.ts';
import type { Restoration } from '../../restore.ts';
import { checkpointName, shortId, skipWords } from './saved.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import { homePath } from '../path.ts';
import { inProgress } from '../worktree-name.ts';
import { shellPath } from '../shell.ts';
import type { Style } from '../style.ts';
import { plain } from '../text.ts';

export type RestoredOptions = {
  readonly restoration: Restoration;
  readonly style: Style;
  readonly notesStyle: Style;
  readonly home: string;
};

/** What `kg checkpoint restore` says: what was made, or how to do it by hand; and what is not in it. */
export function renderRestored({ restoration, style, notesStyle, home }: RestoredOptions): Rendered {
  const { checkpoint, restored, commands } = restoration;
  const name = `checkpoint ${shortId(checkpoint)} of ${checkpointName(checkpoint, home)}`;
  const hint = (text: string) => `${notesStyle.paint('dim', '↳')} ${text}`;
  const missing = missingLines(restoration).map((text) => `${notesStyle.paint('warning', '▲')} ${text}`);
  if (restored === null) {
    const by = commands.flatMap((one) => ['', style.paint('dim', `# ${one.purpose}`), handLine(one, home)]);
    return {
      lines: [`Nothing was changed. To restore ${name} by hand:`, ...by],
      notes: missing,
    };
  }
  const where = homePath(restored.path, home);
  const at = restored.branch === null ? 'HEAD detached' : `on the new branch ${plain(restored.branch)}`;
  return {
    lines: [
      `${style.paint('success', '✓')} Restored ${name} to ${where}`,
      `    ${style.paint('dim', 'HEAD'.padEnd(11))}${restored.head.slice(0, 10)}, ${at}`,
      `    ${style.paint('dim', 'files'.padEnd(11))}${restored.staged} staged, ${restored.unstaged} not staged, ${restored.untracked} untracked`,
    ],
    notes: [
      ...(restored.copied === 0
        ? []
        : [`○ Copied ${counted(restored.copied, 'object')} into the repository, which HEAD and the index there need`]),
      ...missing,
      hint(`To go there, run cd ${shellPath(restored.path, home)}`),
    ],
  };
}

/** One line to copy, with the directory that it is run in. */
export function handLine({ directory, variables, words }: HandCommand, home: string): string {
  const set = Object.entries(variables).map(([name, value]) => `${name}=${shellPath(value, home)} `);
  return `cd ${shellPath(directory, home)} && ${set.join('')}${words.map((word) => shellPath(word, home)).join(' ')}`;
}

function missingLines({ checkpoint, restored }: Restoration): readonly string[] {
  const { skipped } = checkpoint.code;
  const named = skipped.slice(0, MOST).map(({ path, reason }) => `${plain(path)} (${skipWords[reason]})`);
  const more = skipped.length > MOST ? [`and ${skipped.length - MOST} more`] : [];
  const lost = (restored?.lost ?? []).slice(0, MOST).map(plain);
  const { operation } = checkpoint;
  return [
    'Files that git ignores are not in it',
    ...(skipped.length === 0 ? [] : [`Not in it as they were: ${[...named, ...more].join(', ')}`]),
    ...(lost.length === 0 ? [] : [`The repository does not have these any more: ${lost.join(', ')}`]),
    ...(operation === undefined ? [] : [`The worktree was ${inProgress[operation]} then, which is not taken up again`]),
  ];
}

const MOST = 5;
