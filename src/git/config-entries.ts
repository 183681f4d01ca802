import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/** Lists the config entries whose key matches; exit code 1 when there is none. */
export function configEntriesArgs(pattern: string): readonly string[] {
  return ['config', '-z', '--get-regexp', pattern];
}

export type ConfigEntry = {
  /** `section.subsection.name`; section and name in lower case. */
  readonly key: string;
  /** `null` for a key that is there without a value, which means true. */
  readonly value: string | null;
};

/** Reads the output of `configEntriesArgs`: key, newline, value, NUL. Format: git-config(1). Later entries outrank earlier ones. */
export function parseConfigEntries(output: Buffer): readonly ConfigEntry[] {
  return splitRecords(output).map((record) => {
    const text = decodePath(record);
    const end = text.indexOf('\n');
    return end === -1 ? { key: text, value: null } : { key: text.slice(0, end), value: text.slice(end + 1) };
  });
}
