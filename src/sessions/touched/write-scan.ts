import type { Alarm, Writing } from '../session.ts';

/** What was read of one transcript so far. It is plain data, so that the next reading goes on where this one ended. */
export type WriteScan = {
  /** Bytes read, up to the end of a line. */
  readonly offset: number;
  /** The first time in it: when the session began. */
  readonly began: string | null;
  /** By absolute path, as recorded; the newest record of each file last. */
  readonly files: Readonly<Record<string, readonly ScannedWriting[]>>;
  /** Edit calls that have no result yet: id of the call → absolute path. */
  readonly pending: Readonly<Record<string, string>>;
  /** Shell commands that have no result yet: id of the call → when it was made. */
  readonly commands: Readonly<Record<string, string>>;
  /** The newest last. */
  readonly alarms: readonly ScannedAlarm[];
};

/** The head of the id of the record that says so: a fork repeats the records of its origin, ids included. */
type Recorded = { readonly id: string | null };

export type ScannedWriting = Recorded & Pick<Writing, 'at' | 'grade' | 'from'>;

export type ScannedAlarm = Recorded & Alarm;

export const nothingScanned: WriteScan = { offset: 0, began: null, files: {}, pending: {}, commands: {}, alarms: [] };
