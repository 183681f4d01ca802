import { randomBytes } from 'node:crypto';

/** A name for a checkpoint that sorts by time, and that no other gets: `20261122T194501123Z-4f9a2c`. */
export function checkpointId(at: Date): string {
  return `${at.toISOString().replaceAll(/[-:.]/gu, '')}-${randomBytes(3).toString('hex')}`;
}

/** When a checkpoint of that name was saved. */
export function checkpointTime(id: string): Date {
  return new Date(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/u, '$1-$2-$3T$4:$5:$6.$7Z'));
}

/** Whether a name is one, and so can be part of a file's name. */
export function isCheckpointId(name: string): boolean {
  return /^\d{8}T\d{9}Z-[0-9a-f]{6}$/u.test(name);
}

/** The part of the name that people type: its last six letters. */
export function shortCheckpointId(id: string): string {
  return id.slice(id.lastIndexOf('-') + 1);
}

/** Whether a person may mean this checkpoint: by its name, or by the beginning of the name or of its short form. */
export function meansCheckpoint(words: string, id: string): boolean {
  const asked = words.toLowerCase();
  return asked.length >= 3 && (id.toLowerCase().startsWith(asked) || shortCheckpointId(id).startsWith(asked));
}
