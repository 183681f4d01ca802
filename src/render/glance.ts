import type { Glance } from '../glance.ts';

/**
 * One line for a prompt or a status bar: "2 active · 1 waiting". What needs a person and what runs is counted; what rests is
 * not. A survey older than a minute says its age.
 */
export function renderGlance(glance: Glance, now: Date): string {
  const parts = shown.flatMap((status) => {
    const count = glance.counts[status] ?? 0;
    return count > 0 ? [`${count} ${status}`] : [];
  });
  const minutes = Math.floor((now.getTime() - Date.parse(glance.takenAt)) / 60_000);
  const age = minutes < 1 ? '' : minutes < 120 ? ` (${minutes}m ago)` : ` (${Math.floor(minutes / 60)}h ago)`;
  return `${parts.length === 0 ? 'no sessions' : parts.join(' · ')}${age}`;
}

const shown = ['waiting', 'crashed', 'active', 'idle'] as const;
