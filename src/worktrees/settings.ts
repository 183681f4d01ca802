import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { findGit, programIdentity } from '../git/find-git.ts';
import { decodePath, encodePath } from '../git/path.ts';

/** Where git looks for settings. */
export type SettingsPlaces = {
  readonly commonDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
};

/**
 * A digest of all that decides, beside commits and files, what git answers about them: git itself, config and what it includes,
 * attributes outside of the worktrees, and what gives a history another shape (a shallow clone's border, grafts, replaced objects,
 * which git honours and kg with it). But for git's program it is made of contents, not of times.
 *
 * Branches and remotes in a config are left out: they change with every new worktree and decide nothing here.
 */
export function settingsDigest({ commonDirectory, env, home }: SettingsPlaces): string {
  const inCommon = (name: string): string => join(commonDirectory, name);
  const userConfig = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git');
  const config = content(inCommon('config'));
  const configs = [
    inCommon('config.worktree'),
    env['GIT_CONFIG_SYSTEM'] ?? '/etc/gitconfig',
    ...(env['GIT_CONFIG_GLOBAL'] === undefined
      ? [join(home, '.gitconfig'), join(userConfig, 'config')]
      : [env['GIT_CONFIG_GLOBAL']]),
  ];
  const plain = ['info/attributes', 'info/grafts', 'shallow'].map(inCommon);
  const contents = [
    configContent({ path: inCommon('config'), home, depth: 0, text: config }),
    ...configs.map((path) => configContent({ path, home, depth: 0 })),
    ...[...plain, join(userConfig, 'attributes'), '/etc/gitattributes'].map((path) => content(path)),
    replaced(commonDirectory),
    ofWorktrees({ commonDirectory, home, config }),
  ];
  return hash('sha256', JSON.stringify([contents, programIdentity(findGit(env['PATH']))]), 'base64');
}

const LARGEST = 1024 * 1024;
const LARGEST_REFS = 32 * 1024 * 1024;

/**
 * `null` when it is missing or cannot be read: then it decides nothing for git either. A repository may name any path as a
 * part of its config, so nothing is waited for, and something else than a file of a sensible size counts by its time.
 */
function content(path: string, largest = LARGEST): string | null {
  try {
    const file = openSync(encodePath(path), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || stats.size > largest) return `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
      return decodePath(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

type Included = {
  readonly path: string;
  readonly home: string;
  readonly depth: number;
  /** Its content, where that was read already. */
  readonly text?: string | null;
};

const DEEPEST = 10;

/** A config without its branches and remotes, and the files that it names: other configs, and a file of attributes. */
function configContent({ path, home, depth, text = content(path) }: Included): readonly unknown[] {
  if (text === null) return [];
  const kept: string[] = [];
  const files: unknown[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    section = /^\s*\[\s*([a-z0-9-]*)/iu.exec(line)?.[1]?.toLowerCase() ?? section;
    if (section === 'branch' || section === 'remote' || line.trim() === '') continue;
    kept.push(line);
    const [, key = '', value = ''] = /(?:^|\])\s*(path|attributesfile)\s*=\s*"?([^"]*?)"?\s*$/iu.exec(line) ?? [];
    if (value === '') continue;
    const named = value.startsWith('~/') ? join(home, value.slice(2)) : value;
    const file = isAbsolute(named) ? named : join(dirname(path), named);
    if (key.toLowerCase() === 'attributesfile') files.push(content(file));
    else if (section.startsWith('include') && depth < DEEPEST) {
      files.push(configContent({ path: file, home, depth: depth + 1 }));
    }
  }
  return [kept, files];
}

/** What linked worktrees set for themselves, which git looks at only where the repository says so (`extensions.worktreeConfig`). */
function ofWorktrees({
  commonDirectory,
  home,
  config,
}: Pick<SettingsPlaces, 'commonDirectory' | 'home'> & { readonly config: string | null }): readonly unknown[] {
  if (!/^\s*worktreeconfig\b/imu.test(config ?? '')) return [];
  const directory = join(commonDirectory, 'worktrees');
  return namesIn(directory).flatMap((name) => {
    const own = configContent({ path: join(directory, name, 'config.worktree'), home, depth: 0 });
    return own.length === 0 ? [] : [name, own];
  });
}

/** The replaced objects, from wherever the refs are kept. */
function replaced(commonDirectory: string): readonly unknown[] {
  const directory = join(commonDirectory, 'refs/replace');
  const packed = content(join(commonDirectory, 'packed-refs'), LARGEST_REFS) ?? '';
  const loose = namesIn(directory).map((name) => [name, content(join(directory, name))]);
  return [loose, packed.match(/^.* refs\/replace\/.*$/gmu) ?? [], tableStamp(commonDirectory)];
}

/** A reftable is binary: it counts as another one whenever any ref has moved. */
function tableStamp(commonDirectory: string): string | null {
  try {
    const { mtimeNs, ino } = statSync(encodePath(join(commonDirectory, 'reftable/tables.list')), { bigint: true });
    return `${mtimeNs} ${ino}`;
  } catch {
    return null;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(encodePath(directory), 'utf8');
  } catch {
    return [];
  }
}
