/** Splits the output of a git command run with `-z`: records that end with (or are separated by) a NUL byte. */
export function splitRecords(output: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf(0, start);
    if (end === -1) {
      records.push(output.subarray(start));
      break;
    }
    records.push(output.subarray(start, end));
    start = end + 1;
  }
  return records;
}

/** The object id that git prints for "no object": an unborn branch, a side that does not exist. */
export function isNullOid(oid: string): boolean {
  return /^0+$/u.test(oid);
}

/** `refs/heads/feature/a` → `feature/a`; other refs and `null` are left as they are. */
export function shortBranch(ref: string): string {
  return ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : ref;
}
