import type { Glance } from './glance.ts';

/**
 * A glance as one line that stays true while it lies in a file: it names the time at which it was so, in UTC, where a program
 * that runs would say how long ago that was. "1 waiting since 11:51, 2 active, 1 conflict (12:00 UTC)".
 */
export function glanceLine({ counts, conflicts, waitingSince, takenAt }: Glance): string {
  const parts = shown.flatMap((status) => {
    const count = counts[status] ?? 0;
    const since = status === 'waiting' && waitingSince !== null ? ` since ${clock(waitingSince)}` : '';
    return count > 0 ? [`${count} ${status}${since}`] : [];
  });
  const colliding = conflicts ?? 0;
  const all = [...parts, ...(colliding > 0 ? [`${colliding} ${colliding === 1 ? 'conflict' : 'conflicts'}`] : [])];
  return `${all.length === 0 ? 'no sessions' : all.join(', ')} (${clock(takenAt)} UTC)`;
}

const shown = ['waiting', 'crashed', 'active', 'idle'] as const;

function clock(at: string): string {
  return at.slice(11, 16);
}
