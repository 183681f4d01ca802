import type { Restoration } from '../../restore.ts';
import { handLine } from './restored.ts';

/** The answer of `kg checkpoint restore --json`. */
export function restoreJson({ takenAt, checkpoint, restored, commands }: Restoration, home: string) {
  const lost = (restored?.lost ?? []).map((path) => ({ path, reason: 'gone' }));
  return {
    schema: 1,
    takenAt,
    id: checkpoint.id,
    restored:
      restored === null
        ? null
        : {
            path: restored.path,
            branch: restored.branch,
            head: restored.head,
            staged: restored.staged,
            unstaged: restored.unstaged,
            untracked: restored.untracked,
            copied: restored.copied,
          },
    commands: commands.map((one) => ({ purpose: one.purpose, command: handLine(one, home) })),
    missing: [...checkpoint.code.skipped.map(({ path, reason }) => ({ path, reason })), ...lost],
    problems: [],
  };
}
