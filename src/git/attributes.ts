import { decodePath, encodePath } from './path.ts';
import { splitRecords } from './records.ts';

/** Asks for all attributes of the paths on standard input, as the worktree that git runs in has them. */
export const attributesArgs = ['check-attr', '--stdin', '-z', '--all'] as const;

/** The paths, each ended by a NUL byte. */
export function attributesInput(paths: readonly string[]): Buffer {
  return Buffer.concat(paths.flatMap((path) => [encodePath(path), NUL]));
}

const NUL = Buffer.from([0]);

/** Attribute values by attribute by path; `set`, `unset` or a text. A path without any attribute is not in it. */
export type Attributes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the output of `attributesArgs`: path, attribute, value, each ended by NUL. Format: git-check-attr(1). */
export function parseAttributes(output: Buffer): Attributes {
  const records = splitRecords(output);
  const attributes = new Map<string, Map<string, string>>();
  for (let at = 0; at + 2 < records.length; at += 3) {
    const [path, name, value] = records.slice(at, at + 3).map((record) => decodePath(record));
    if (path === undefined || name === undefined || value === undefined) break;
    const ofPath = attributes.get(path) ?? new Map<string, string>();
    attributes.set(path, ofPath.set(name, value));
  }
  return attributes;
}
