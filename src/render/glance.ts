import type { Glance } from '../glance.ts';
import { age } from './age.ts';

/** A piece of the line, and what it is about: bars colour it by that. */
export type GlancePart = {
  readonly about: 'waiting' | 'crashed' | 'conflict' | 'active' | 'idle';
  readonly text: string;
};

/** What needs a person first, then what runs and what rests: "1 waiting 9m", "2 active", "1 conflict". Finished ones are left out. */
export function glanceParts({ counts, conflicts, waitingSince }: Glance, now: Date): readonly GlancePart[] {
  const parts = shown.flatMap((about): readonly GlancePart[] => {
    const count = counts[about] ?? 0;
    const since = about === 'waiting' ? age(waitingSince ?? null, now) : '';
    return count > 0 ? [{ about, text: `${count} ${about}${since === '' ? '' : ` ${since}`}` }] : [];
  });
  const colliding = conflicts ?? 0;
  if (colliding === 0) return parts;
  return [...parts, { about: 'conflict', text: `${colliding} ${colliding === 1 ? 'conflict' : 'conflicts'}` }];
}

const shown = ['waiting', 'crashed', 'active', 'idle'] as const;

/** One line for a prompt or a status bar: "1 waiting 9m · 2 active". A survey older than a minute says its age. */
export function renderGlance(glance: Glance, now: Date): string {
  const parts = glanceParts(glance, now).map(({ text }) => text);
  return `${parts.length === 0 ? 'no sessions' : parts.join(' · ')}${glanceAge(glance, now)}`;
}

/** " (5m ago)" when the survey is older than a minute, else nothing. */
export function glanceAge({ takenAt }: Glance, now: Date): string {
  const old = age(takenAt, now);
  return old === '' || old === 'now' ? '' : ` (${old} ago)`;
}
