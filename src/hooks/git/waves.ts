/**
 * Pure: in which waves a commit's other worktrees are looked at, the most relevant first. What a wave has found stays in the cache of
 * snapshots, so that the next commit soon gets past it. Hence the first are small where there is little time: of many that were begun
 * at once none would be finished, however often one commits.
 */
export function wavesOf<W>(ordered: readonly W[], milliseconds: number): readonly (readonly W[])[] {
  const waves: (readonly W[])[] = [];
  let size = Math.max(1, Math.min(MOST, Math.floor(milliseconds / EACH_MS)));
  for (let at = 0; at < ordered.length; at += waves.at(-1)?.length ?? 0) {
    waves.push(ordered.slice(at, at + size));
    if (waves.length > 1) size *= 2;
  }
  return waves;
}

/** So many are looked at and compared before any other, so that they are told of however many there are. */
const MOST = 6;
/** Milliseconds of the whole time for each of the first. */
const EACH_MS = 250;
