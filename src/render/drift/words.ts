import type { Drift, TrunkMoved, Writer } from '../../drift/drift.ts';
import { counted } from '../counted.ts';
import type { OverlapNames } from '../overlap/names.ts';
import { plain } from '../text.ts';

/** Whether the reader has the change, in words. */
export function outcomeWords({ outcome, open, commits, conflict }: Drift): string {
  const lacking = commits === undefined ? 'the change' : counted(commits, 'commit');
  const words: Readonly<Record<Drift['outcome'], string>> = {
    lacks: `lacks ${lacking}${open === true ? ', more uncommitted' : ''}`,
    uncommitted: 'not committed there yet',
    'read-before': 'has it, read before',
    has: 'has it',
  };
  return conflict === true ? `${words[outcome]}, conflict` : words[outcome];
}

/** The name of a writer for people. */
export function writerName(writer: Writer, names: OverlapNames): string {
  return 'trunk' in writer ? plain(writer.trunk) : names.name(writer.worktree);
}

/** "main moved on 2 files changed here, 5 read here; 1 would conflict". */
export function movedWords({ trunk, changed, read, conflicts }: TrunkMoved): string {
  const parts = [
    ...(changed === 0 ? [] : [`${counted(changed, 'file')} changed here`]),
    ...(read === 0 ? [] : [`${changed === 0 ? counted(read, 'file') : read} read here`]),
  ];
  const on = parts.length === 0 ? '' : ` on ${parts.join(', ')}`;
  return `${plain(trunk)} moved${on}${conflicts === 0 ? '' : `; ${conflicts} would conflict`}`;
}
