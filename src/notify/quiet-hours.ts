/** A daily stretch of time, in minutes after local midnight; it may reach over midnight. */
export type QuietHours = { readonly from: number; readonly to: number };

/** Reads "22:00-07:30"; `null` for anything else. Both ends alike would be no time, or all of it. */
export function parseQuietHours(text: string): QuietHours | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/u.exec(text);
  if (found === null) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  const hours = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
  return hours.from === hours.to ? null : hours;
}

/** Whether a moment, by its local clock, lies in them. The last minute is not quiet any more. */
export function isQuiet(hours: QuietHours | null, now: Date): boolean {
  if (hours === null) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  return hours.from < hours.to ? minute >= hours.from && minute < hours.to : minute >= hours.from || minute < hours.to;
}
