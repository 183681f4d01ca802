import type { Hunk, BlobPair } from '../git/line-changes.ts';
import { ownHunks } from '../overlap/hunks.ts';
import type { Lines } from '../overlap/lines.ts';

/** A change of one file, by the object ids before and after it; `null` where there is no file. */
export type Change = { readonly before: string | null; readonly after: string | null };

/** The pairs of blobs whose hunks `contains` needs. */
export function pairsToContain(file: string | null, { before, after }: Change): readonly BlobPair[] {
  if (file === null || after === null || file === after || file === before) return [];
  return [{ before, after }, { before: after, after: file }, ...(before === null ? [] : [{ before, after: file }])];
}

/**
 * Pure: whether a file holds a change, by content: it may have come by a merge, a rebase, a cherry-pick, a squash or by hand.
 * `null` where there are no lines to compare, as in a binary file that differs.
 *
 * It holds the change when every line that the change put in place still stands, and nothing stands again where it took
 * lines away; or when the file was changed in just the same places in just the same way, which is what git's merge looks at.
 */
export function contains(file: string | null, change: Change, lines: Lines): boolean | null {
  const { before, after } = change;
  if (after === null || file === null) return file === after;
  if (file === after) return true;
  if (file === before) return false;
  const [put, since] = [lines({ before, after }), lines({ before: after, after: file })];
  if (put === null || since === null) return null;
  if (put.every((hunk) => since.every((later) => isUntouched(hunk, later)))) return true;
  const own = before === null ? null : lines({ before, after: file });
  return own !== null && own.length > 0 && ownHunks(put, own).length === 0;
}

/** Whether a later hunk leaves alone what an earlier one put in place. Both count the lines in between. */
function isUntouched({ after: put }: Hunk, { before: gone }: Hunk): boolean {
  // Where lines were only taken away, or are only put in, there is a place between two lines and no line.
  if (put.start === put.end) return gone.end < put.start || gone.start > put.start;
  if (gone.start === gone.end) return gone.start <= put.start || gone.start >= put.end;
  return gone.end <= put.start || gone.start >= put.end;
}
