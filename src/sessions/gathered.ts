import type { ScannedAlarm, ScannedWriting, WriteScan } from './touched/write-scan.ts';

/** What the lines of a transcript told so far. */
export type Gathered = {
  began: string | null;
  readonly files: Map<string, readonly ScannedWriting[]>;
  readonly pending: Map<string, string>;
  readonly commands: Map<string, string>;
  readonly alarms: ScannedAlarm[];
};

const mostFiles = 5000;
const mostPending = 100;
const mostWritings = 64;
const mostAlarms = 200;

/** Goes on from what an earlier reading found. */
export function beginGathering(from: WriteScan): Gathered {
  return {
    began: from.began,
    files: new Map(Object.entries(from.files)),
    pending: new Map(Object.entries(from.pending)),
    commands: new Map(Object.entries(from.commands)),
    alarms: [...from.alarms],
  };
}

/** What was found, as plain data. */
export function gathered({ began, files, pending, commands, alarms }: Gathered): Omit<WriteScan, 'offset'> {
  return {
    began,
    files: Object.fromEntries(files),
    pending: Object.fromEntries(pending),
    commands: Object.fromEntries(commands),
    alarms,
  };
}

/** Calls without a result stay behind where a session was killed: the oldest of too many are given up. */
export function keep(calling: Map<string, string>, id: string, value: string): void {
  const [oldest] = calling.keys();
  if (calling.size >= mostPending && oldest !== undefined) calling.delete(oldest);
  calling.set(id, value);
}

/** Adds one time that a file was written. */
export function note({ files }: Gathered, path: string, writing: ScannedWriting): void {
  const before = files.get(path) ?? [];
  if (before.length === 0 && files.size >= mostFiles) return;
  // An edit of its own tells more than a command does, so of too many those of commands go first.
  const oldest = Math.max(
    0,
    before.findIndex(({ grade }) => grade === 'likely'),
  );
  files.set(path, [...(before.length < mostWritings ? before : before.toSpliced(oldest, 1)), writing]);
}

/** Adds an alarm; of too many the oldest goes. */
export function raise({ alarms }: Gathered, alarm: ScannedAlarm): void {
  alarms.push(alarm);
  if (alarms.length > mostAlarms) alarms.shift();
}
