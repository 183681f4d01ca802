import type { ReadGrade } from '../session.ts';

/** What was read of one transcript so far about the files that its session looked at. Plain data, as `WriteScan`. */
export type ReadScan = {
  /** Bytes read, up to the end of a line. */
  readonly offset: number;
  /** Where its first record was written. */
  readonly cwd: string | null;
  /** By absolute path, as recorded; the newest reading of each file last. */
  readonly files: Readonly<Record<string, readonly ScannedReading[]>>;
  /** Calls that have no result yet, by their id. */
  readonly pending: Readonly<Record<string, Looking>>;
  /** Commands of the session that may have moved HEAD, the newest last. */
  readonly moves: readonly { readonly from: string; readonly at: string }[];
};

export type ScannedReading = {
  /** The head of the id of the record that says so: a fork repeats the records of its origin, ids included. */
  readonly id: string | null;
  readonly at: string | null;
  readonly grade: ReadGrade;
  /** Of a file that was shown whole: the SHA-1 object id that git gives to such a content. */
  readonly oid?: string;
};

/** A call that looks at files, or may move HEAD. A search names its files only in its result. */
export type Looking = {
  readonly tool: 'Read' | 'Grep' | 'Glob' | 'Bash';
  readonly paths: readonly string[];
  readonly from: string | null;
  readonly moves: boolean;
};

export const nothingRead: ReadScan = { offset: 0, cwd: null, files: {}, pending: {}, moves: [] };
