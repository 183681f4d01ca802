import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/**
 * Lists the commits that touched paths, newest first, with the paths that each touched. Renames are only seen
 * where both ends are among the paths, or none are given. `range` says which (`<head>`,
 * `^<fork>`); `since` leaves out older ones (ISO time of the committer).
 */
export function touchingCommitsArgs(options: {
  readonly range: readonly string[];
  readonly paths: readonly string[];
  readonly since?: string;
}): readonly string[] {
  const { range, paths, since } = options;
  return [
    'log',
    '-z',
    '--format=commit %H %ct',
    '--raw',
    '--no-abbrev',
    '-M',
    '-l1000',
    '--no-ext-diff',
    '--no-show-signature',
    '--no-mailmap',
    '--no-color',
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...range,
    '--',
    ...paths,
  ];
}

export type TouchingCommit = {
  readonly oid: string;
  /** ISO time of the committer. */
  readonly at: string;
  /** Both ends of a rename. */
  readonly paths: readonly string[];
  readonly renames: readonly { readonly from: string; readonly to: string }[];
};

/** Reads the output of `touchingCommitsArgs`. Format: git-log(1), "Raw output format". */
export function parseTouchingCommits(output: Buffer): readonly TouchingCommit[] {
  const commits: { oid: string; at: string; paths: string[]; renames: { from: string; to: string }[] }[] = [];
  const records = splitRecords(output);
  const pathAt = (at: number): string => decodePath(records[at] ?? Buffer.alloc(0));
  for (let at = 0; at < records.length; at += 1) {
    const record = (records[at] ?? Buffer.alloc(0)).toString('latin1');
    const [, oid, time] = /^\n?commit ([0-9a-f]{40,64}) (\d{1,12})$/u.exec(record) ?? [];
    const status = /^\n?:\d+ \d+ \S+ \S+ ([A-Z])\d*$/u.exec(record)?.[1];
    if (oid !== undefined) {
      commits.push({ oid, at: new Date(Number(time) * 1000).toISOString(), paths: [], renames: [] });
    } else if (status === 'R' || status === 'C') {
      const renamed = { from: pathAt(at + 1), to: pathAt(at + 2) };
      commits.at(-1)?.paths.push(renamed.from, renamed.to);
      if (status === 'R') commits.at(-1)?.renames.push(renamed);
      at += 2;
    } else if (status !== undefined) {
      commits.at(-1)?.paths.push(pathAt(at + 1));
      at += 1;
    }
  }
  return commits;
}
