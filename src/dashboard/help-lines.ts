/** Keys and what they do, in the order of the last line of the screen. */
export type Keys = readonly (readonly [string, string])[];

export const tableKeys: Keys = [
  ['↵', 'show'],
  ['o', 'overlap'],
  ['w', 'who'],
  ['c', 'save'],
  ['r', 'resume'],
  ['/', 'filter'],
  ['a', 'all'],
  ['?', 'help'],
  ['q', 'quit'],
];

export function pageKeys(files: boolean): Keys {
  return [
    ...(files
      ? ([
          ['↑↓', 'choose'],
          ['↵', 'who touched it'],
        ] as const)
      : ([['↑↓', 'scroll']] as const)),
    ['Esc', 'back'],
    ['s', 'show'],
    ['o', 'overlap'],
    ['w', 'who'],
    ['c', 'save'],
    ['r', 'resume'],
  ];
}

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
  '  a       every project, or this one',
  '  Ctrl-L  draw the screen anew',
  '  Ctrl-Z  back to the shell for a while; fg comes back',
  '  Esc     back to the table',
  '  q       quit, as Ctrl-C does',
  '',
  '  ● waits, runs   ✗ crashed   ○ rests   @ the worktree you stand in   > the cursor',
];
