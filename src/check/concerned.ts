import type { Place } from '../sessions/owner.ts';

/**
 * Pure: whether a transcript that could not be read may tell of this project: it lies in the folder of one of its worktrees, or of a
 * directory in one, or belongs to a session that is known to be here, or nobody can say where it belongs. Folders are named after the
 * directory in which a session began, with `-` for whatever is no letter or digit, and cut when they are long.
 */
export function mayConcern(
  file: string | undefined,
  { places, sessions }: { readonly places: readonly Place[]; readonly sessions: ReadonlySet<string> },
): boolean {
  if (file === undefined) return true;
  const names = file.split(/[/\\]/u);
  const at = names.lastIndexOf('projects');
  const folder = at === -1 ? undefined : names[at + 1];
  if (folder === undefined) return true;
  if (names.slice(at + 2).some((name) => sessions.has(name.replace(/\.jsonl$/u, '')))) return true;
  return places.some(({ path, realPath }) =>
    [path, realPath].some((one) => {
      const encoded = one.replaceAll(/[^a-zA-Z0-9]/gu, '-').slice(0, longest);
      return folder === encoded || folder.startsWith(encoded.length === longest ? encoded : `${encoded}-`);
    }),
  );
}

/** Of the name of a folder, before the client cuts it and adds a number. */
const longest = 200;
