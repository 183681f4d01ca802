/**
 * `stop`: something is wrong now. `unknown`: something that matters could not be read. `caution`: something will need attention.
 * `clear`: none of these was found.
 */
export type Verdict = (typeof verdicts)[number];

export const verdicts = ['clear', 'caution', 'unknown', 'stop'] as const;
