import { anySaved } from './saved-cell.ts';
import type { Survey } from '../../survey/surveyed.ts';
import type { Column } from '../columns.ts';
import { overlapColumn, overlapsMeasured } from '../overlap/cell.ts';
import type { Style } from '../style.ts';
import { fit, plain } from '../text.ts';
import { anyVerdict } from './verdict-cell.ts';

/**
 * Columns from left to right, in the order in which they take what room there is. Branch is capped, so that one long
 * name does not starve the others, and the task takes what is left. Overlaps have a column once they are measured.
 */
export function tableColumns({ projects, problems }: Survey, { columns }: Style): readonly Column[] {
  const trunks = [...new Set(projects.map(({ trunk }) => trunk))];
  const trunk = trunks.length === 1 ? trunks[0] : undefined;
  return [
    { key: 'current', name: columns === null ? 'Current' : ' ' },
    { key: 'branch', name: 'Branch', gap: 1, min: 16, max: Math.max(20, Math.floor((columns ?? 0) * 0.3)) },
    { key: 'session', name: 'Session' },
    { key: 'changes', name: 'Changes', align: 'right', drop: 4 },
    { key: 'trunk', name: fit(plain(trunk ?? 'trunk'), 16), drop: 5 },
    ...(overlapsMeasured(projects, problems) ? [overlapColumn(columns)] : []),
    ...(columns === null || anyVerdict(projects) ? [{ key: 'verdict', name: 'Check', drop: 7 }] : []),
    ...(columns === null || anySaved(projects) ? [{ key: 'saved', name: 'Saved', drop: 6 }] : []),
    { key: 'action', name: 'Last action', min: 18, max: 28, drop: 9 },
    { key: 'task', name: 'Task', min: 20, drop: 2 },
    ...(columns === null ? [{ key: 'path', name: 'Path' }] : []),
  ];
}

/** In a pipe, where every line stands alone. */
export const projectColumn: Column = { key: 'project', name: 'Project' };
