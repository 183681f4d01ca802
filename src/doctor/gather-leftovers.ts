import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, isMissing } from '../sessions/directories.ts';
import type { LeftoverFacts } from './facts.ts';

/** What the old KeepGoing wrote into a repository. `checkpoint.md` and `.json` beside them are kg's own. */
const inRepository = [
  'meta.json',
  'state.json',
  'sessions.json',
  'decisions.json',
  'current-tasks.json',
  'keepgoing.db',
];

/** And into the home directory. What its Mascot keeps there is not listed: that is another program's. */
const atHome = [
  'keepgoing.sock',
  'keepgoing-global.db',
  'tray-config.json',
  'license.json',
  'state.json',
  'current-tasks.json',
];

/** How its hooks and its server are called, in settings of Claude Code. */
const calls = [
  { says: 'kg heartbeat', pattern: /\bkg(?:\.exe)?["']?\s+heartbeat\b/u },
  { says: 'kg task-update', pattern: /\bkg(?:\.exe)?["']?\s+task-update\b/u },
  { says: 'kg statusline', pattern: /\bkg(?:\.exe)?["']?\s+statusline\b/u },
  { says: 'keepgoing --hook', pattern: /\bkeepgoing\b[^\n]*\s--hook\b/u },
  { says: '@keepgoingdev/mcp-server', pattern: /@keepgoingdev\/mcp-server\b/u },
] as const;

export type LeftoverPlaces = {
  readonly home: string;
  /** Roots to look into: the main worktree, and the one that the person stands in. */
  readonly roots: readonly string[];
  /** Config directories of Claude Code. */
  readonly claude: readonly string[];
};

/** Looks for what the old KeepGoing left. Settings are read, and nothing of them is kept but which calls stand in them. */
export async function gatherLeftovers({ home, roots, claude }: LeftoverPlaces): Promise<LeftoverFacts> {
  const files = [
    ...roots.flatMap((root) => inRepository.map((name) => join(root, '.keepgoing', name))),
    ...atHome.map((name) => join(home, '.keepgoing', name)),
  ];
  const settings = [
    ...[...claude, ...roots.map((root) => join(root, '.claude'))].flatMap((directory) => [
      join(directory, 'settings.json'),
      join(directory, 'settings.local.json'),
    ]),
    ...[home, ...claude].map((directory) => join(directory, '.claude.json')),
    ...roots.map((root) => join(root, '.mcp.json')),
  ];
  const [there, looks] = await Promise.all([
    Promise.all([...new Set(files)].map(async (file) => ((await exists(file)) ? file : null))),
    Promise.all([...new Set(settings)].map(lookForCalls)),
  ]);
  return {
    files: there.filter((file) => file !== null),
    hooks: looks.flatMap((look) => ('calls' in look && look.calls.length > 0 ? [look] : [])),
    unread: looks.flatMap((look) => ('unread' in look ? [look.unread] : [])),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

type Look = { readonly file: string; readonly calls: readonly string[] } | { readonly unread: string };

async function lookForCalls(file: string): Promise<Look> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > largest) return { unread: file };
    const strings = stringsIn(JSON.parse(await readFile(file, 'utf8')));
    const seen = calls.filter(({ pattern }) => strings.some((text) => pattern.test(text)));
    return { file, calls: seen.map(({ says }) => says) };
  } catch (error) {
    // Settings that are no JSON are Claude Code's to complain about, and it would not run a hook of them.
    if (isMissing(error) || error instanceof SyntaxError) return { file, calls: [] };
    return { unread: `${file} (${errorCode(error)})` };
  }
}

const largest = 16 * 1024 * 1024;

/** Every string of a JSON value; the words of a command given as a list are one text. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const inner = value.flatMap(stringsIn);
    return value.every((item) => typeof item === 'string') ? [...inner, inner.join(' ')] : inner;
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
