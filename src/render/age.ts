/**
 * How long ago something was, in one or two digits: "now", "9m", "3h", "2d", "5w", "1y". A time ahead of `now` (clocks
 * differ between machines) is "now"; no time, or one that cannot be read, is the empty string.
 */
export function age(at: string | null, now: Date): string {
  const seconds = at === null ? Number.NaN : (now.getTime() - Date.parse(at)) / 1000;
  if (Number.isNaN(seconds)) return '';
  const unit = units.find(({ size }) => seconds >= size);
  return unit === undefined ? 'now' : `${Math.floor(seconds / unit.length)}${unit.name}`;
}

/** `size`: from how many seconds on the unit is used; weeks begin at two, so that "9d" stays exact. */
const units = [
  { name: 'y', length: 31_557_600, size: 31_557_600 },
  { name: 'w', length: 604_800, size: 1_209_600 },
  { name: 'd', length: 86_400, size: 86_400 },
  { name: 'h', length: 3600, size: 3600 },
  { name: 'm', length: 60, size: 60 },
];
