/**
 * Picks at most `limit` of the paths so that every directory gets its share: at each level the small directories are taken
 * whole, and what is left goes to the large ones. Ten thousand files of an unpacked dependency do not crowd out the one that
 * somebody wrote. Keeps the order.
 */
export function fairShare(paths: readonly string[], limit: number): readonly string[] {
  if (paths.length <= limit) return paths;
  const picked = new Set(pick(paths, limit, 0));
  return paths.filter((path) => picked.has(path));
}

/** `depth` is where the segment begins by which the paths are told apart; all are the same before it. */
function pick(paths: readonly string[], limit: number, depth: number): readonly string[] {
  if (paths.length <= limit) return paths;
  const groups = Map.groupBy(paths, (path) => {
    const end = path.indexOf('/', depth);
    return end === -1 ? '' : path.slice(depth, end);
  });
  const bySize = [...groups].toSorted(([, a], [, b]) => a.length - b.length);
  const picked: string[] = [];
  for (const [index, [segment, group]] of bySize.entries()) {
    const share = Math.floor((limit - picked.length) / (bySize.length - index));
    // The files of this very directory are alike.
    picked.push(...(segment === '' ? group.slice(0, share) : pick(group, share, depth + segment.length + 1)));
  }
  return picked;
}
