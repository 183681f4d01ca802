/** What a tree or an index has under a path. The mode is octal text, as git writes it. */
export type Entry = { readonly mode: string; readonly oid: string };

/** Reads mode and object id, joined with a space. */
export function parseEntry(text: string): Entry {
  const [mode = '', oid = ''] = text.split(' ');
  return { mode, oid };
}

/** Whether both have the same, or both nothing. */
export function isSameEntry(one: Entry | null | undefined, other: Entry | null | undefined): boolean {
  return one?.oid === other?.oid && one?.mode === other?.mode;
}
