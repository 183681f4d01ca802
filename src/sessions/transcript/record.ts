/**
 * Checked reading of parsed JSON. Claude Code's files are internal to it and change between versions, so a field is taken
 * only when it has the expected type and is `null` otherwise.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses text that should hold one JSON object; `null` when it does not. */
export function parseRecord(text: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null; // a torn or foreign text is an answer here, not a failure
  }
}

export function recordIn(record: JsonRecord, key: string): JsonRecord | null {
  const value = record[key];
  return isRecord(value) ? value : null;
}

/** A string that is not empty. */
export function stringIn(record: JsonRecord, key: string): string | null {
  const value = record[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberIn(record: JsonRecord, key: string): number | null {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function recordsIn(record: JsonRecord, key: string): readonly JsonRecord[] {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function stringsIn(record: JsonRecord, key: string): readonly string[] {
  const value = record[key];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** An absolute POSIX or Windows path without NUL; relative paths in foreign files say nothing that can be relied on. */
export function pathIn(record: JsonRecord, key: string): string | null {
  const value = stringIn(record, key);
  return value !== null && isAbsolutePath(value) ? value : null;
}

export function isAbsolutePath(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/u.test(path) && !path.includes('\0') && path.length <= 4096;
}

/** Milliseconds since the epoch as an ISO time; `null` when no date can be that. */
export function timeIn(record: JsonRecord, key: string): string | null {
  const value = numberIn(record, key);
  return value === null ? null : isoTime(value);
}

/** A time written as text, in the one form that sorts; `null` when it is none. */
export function stampIn(record: JsonRecord, key: string): string | null {
  const value = stringIn(record, key);
  return value === null || value.length > 40 ? null : isoTime(Date.parse(value));
}

/** Only the years that sort as text: other ones are damage, not dates. */
function isoTime(milliseconds: number): string | null {
  return milliseconds >= 0 && milliseconds < 253_402_300_800_000 ? new Date(milliseconds).toISOString() : null;
}
