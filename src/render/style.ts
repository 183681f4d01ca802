/** What a piece of text is, never how it looks: the one table below turns a role into ink. */
export type Role =
  | 'heading'
  | 'branch'
  | 'path'
  | 'active'
  | 'waiting'
  | 'crashed'
  | 'added'
  | 'deleted'
  | 'success'
  | 'warning'
  | 'failure'
  | 'dim'
  | 'selected';

/** How one stream is written to. Decided once for the stream and handed down; nothing below asks again. */
export type Style = {
  readonly color: boolean;
  /** Width of the terminal; `null` for a pipe or a file, where nothing is elided. */
  readonly columns: number | null;
  readonly paint: (role: Role, text: string) => string;
};

export type StyleOptions = {
  readonly isTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Width that the stream reports; 80 is assumed for a terminal that reports none. */
  readonly columns?: number | undefined;
};

/** Decides colour and width of one stream. */
export function openStyle({ isTTY, env, columns }: StyleOptions): Style {
  const color = wantsColor(isTTY, env);
  return {
    color,
    columns: isTTY ? columns || 80 : null,
    paint: (role, text) => (color && text !== '' ? `\u001B[${ink[role]}m${text}\u001B[0m` : text),
  };
}

/**
 * NO_COLOR (https://no-color.org) outranks everything, since who sets it may be unable to read colours; then come
 * FORCE_COLOR and CLICOLOR_FORCE, which also colour a pipe; then the terminal itself.
 */
function wantsColor(isTTY: boolean, env: StyleOptions['env']): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && env['TERM'] !== 'dumb' && env['CLICOLOR'] !== '0';
}

/** SGR parameters. Green and red never stand alone: the words and signs beside them say the same. */
const ink: Readonly<Record<Role, string>> = {
  heading: '1',
  branch: '1',
  path: '36',
  active: '32',
  waiting: '33',
  crashed: '31',
  added: '32',
  deleted: '31',
  success: '32',
  warning: '33',
  failure: '31',
  dim: '2',
  selected: '7',
};
