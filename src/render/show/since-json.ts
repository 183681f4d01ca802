import type { SavedOverlap } from '../../checkpoints/checkpoint.ts';
import type { Since } from '../../since.ts';
import type { SinceDiff } from '../../since-diff.ts';

/** What `kg show --json` tells of the time since a checkpoint. */
export function sinceJson(
  { checkpoint: { id, at }, commits, rewritten, files, overlaps }: Since,
  diff: SinceDiff | null | undefined,
) {
  return {
    checkpoint: id,
    at,
    rewritten,
    commits: commits?.map(({ oid, at: when, author, subject }) => ({ oid, at: when, author, subject })) ?? null,
    files: files?.map(({ path, from, change }) => ({ path, ...(from === undefined ? {} : { from }), change })) ?? null,
    overlaps:
      overlaps === null ? null : { appeared: overlaps.appeared.map(overlapJson), gone: overlaps.gone.map(overlapJson) },
    ...(diff === undefined ? {} : { diff: diff === null ? null : diff.lines.join('\n') }),
  };
}

function overlapJson({ with: other, branch, level, files, total }: SavedOverlap) {
  return {
    with: other,
    branch,
    level,
    files: files.map(({ path, level: of, kind }) => ({ path, level: of, ...(kind === undefined ? {} : { kind }) })),
    total,
  };
}
