import { homePath } from '../render/path.ts';
import type { Survey } from '../survey/surveyed.ts';

/** Why what is shown may be old or incomplete. */
export type Trouble = {
  /** For people. */
  readonly sentence: string;
  /** Whether sessions may be missing from what is shown: then that there are none is not known. */
  readonly blind: boolean;
};

/** Before anything has been read. */
export const reading: Trouble = { sentence: 'Reading worktrees and sessions…', blind: true };

/** Finds what is wrong with a picture; `null` when nothing is. `lost` are Claude Code's directories that are gone. Pure. */
export function troubleOf(
  { problems }: Survey,
  { lost, home }: { readonly lost: readonly string[]; readonly home: string },
): Trouble | null {
  const gone = lost.map((directory) => `Could not read ${homePath(directory, home)}: it is not there any more`);
  const [first, ...others] = [...gone, ...problems.map(({ message }) => message)];
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : `, and ${others.length} more: kg list --all`;
  return {
    sentence: `${first}${more}`,
    blind: gone.length > 0 || problems.some(({ code }) => code === 'CLAUDE_DIRECTORY_UNREADABLE'),
  };
}
