/**
 * The name of the folder that Claude Code keeps the transcripts of a directory in: every UTF-16 unit that is no ASCII
 * letter or digit becomes a dash; of a long path the first 200 units and a hash of the whole (checked against 2.1.330).
 */
export function projectFolder(directory: string): string {
  const name = directory.replaceAll(/[^a-zA-Z\d]/gu, (unit) => '-'.repeat(unit.length));
  if (name.length <= 200) return name;
  let hash = 0;
  for (let index = 0; index < directory.length; index += 1) hash = (hash * 31 + directory.charCodeAt(index)) | 0;
  return `${name.slice(0, 200)}-${Math.abs(hash).toString(36)}`;
}
