import type { Model } from './model.ts';

/** A key and what it does; `firm` ones stay when there is no room for all. */
export type Key = { readonly key: string; readonly does: string; readonly firm?: boolean };

/** What can be pressed now, in the order of the last line of the screen. */
export function keysOf({ page, scope }: Model): readonly Key[] {
  if (page === null) return tableKeys(scope);
  return page.files === null
    ? [{ key: '↑↓', does: 'scroll' }, ...pageKeys, who, ...deeds]
    : [...fileKeys, ...pageKeys, ...deeds];
}

const who: Key = { key: 'w', does: 'who' };
const deeds: readonly Key[] = [
  { key: 'c', does: 'save' },
  { key: 'r', does: 'resume' },
];

function tableKeys(scope: Model['scope']): readonly Key[] {
  return [
    { key: '↵', does: 'show' },
    { key: 'o', does: 'overlap' },
    who,
    ...deeds,
    { key: '/', does: 'filter' },
    { key: 'a', does: scope === 'all' ? 'project' : 'all' },
    { key: '?', does: 'help', firm: true },
    { key: 'q', does: 'quit', firm: true },
  ];
}

const fileKeys: readonly Key[] = [
  { key: '↑↓', does: 'choose' },
  { key: '↵', does: 'who touched it' },
];

const pageKeys: readonly Key[] = [
  { key: 'Esc', does: 'back', firm: true },
  { key: 's', does: 'show' },
  { key: 'o', does: 'overlap' },
];

/** The page behind the question mark. */
export const helpLines: readonly string[] = [
  'kg watch',
  '',
  '  ↑ ↓  j k       one row            PgUp PgDn  one screen',
  '  Home End  g G  first, last row',
  '',
  '  Enter   all about the worktree: checkpoint, sessions, changes, overlaps',
  '  o       where it collides, with both sides',
  '  w       its files; Enter on one shows who else touched it',
  '  c       save a checkpoint now',
  '  r       copy the command that gets you back into its session',
  '',
  '  /       only rows that hold these words; Enter keeps, Esc clears',
  '  a       every project, or this one alone',
  '  Ctrl-L  draw the screen anew',
  '  Ctrl-Z  back to the shell for a while; fg comes back',
  '  Esc     back to the table',
  '  q       quit, as Ctrl-C does',
  '',
  '  ● waits, runs   ✗ crashed   ○ rests   @ where you stand   > the cursor',
];
