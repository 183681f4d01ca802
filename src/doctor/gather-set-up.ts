import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from '../git/run.ts';
import { claudePart } from '../init/claude.ts';
import { MARKETPLACE } from '../init/claude/names.ts';
import { gitHookPart } from '../init/git-hook.ts';
import type { Checkup } from '../init/part.ts';
import { openProject } from '../kg.ts';
import type { Surroundings } from '../places.ts';
import type { SetUpFacts } from './facts.ts';

export type SetUpOptions = Surroundings & {
  readonly git: Git;
  readonly directory: string;
  readonly cache: string;
  readonly launcher: { readonly node: string; readonly main: string };
  /** Config directories; Claude Code itself uses the first. */
  readonly directories: readonly string[];
};

/** Looks at what `kg init` sets up. `null`: there is no repository, or it cannot be opened, which other checks tell. */
export async function gatherSetUp(options: SetUpOptions): Promise<SetUpFacts> {
  const [gitHook, claude] = await Promise.all([
    checkGitHook(options).catch(() => null),
    checkClaude(options).catch(() => null),
  ]);
  return { gitHook, claude };
}

async function checkGitHook(options: SetUpOptions): Promise<Checkup> {
  const { git, launcher } = options;
  return gitHookPart({ kg: { git }, project: await openProject(options), launcher }).check();
}

/** Claude Code is asked only where its own files speak of the plugin: each question is a start of it, half a second. */
async function checkClaude(options: SetUpOptions): Promise<Checkup> {
  const [directory] = options.directories;
  const own = options.env['CLAUDE_CONFIG_DIR'];
  const isItsOwn = directory === (own || join(options.home, '.claude'));
  if (directory === undefined || !isItsOwn || !(await mentions(directory)) || !(await wasStarted(options)))
    return { state: 'absent', faults: [], remarks: [] };
  return claudePart(options).check();
}

/** Format: files of Claude Code 2.1.330 that name every plugin and every marketplace of the person. */
const files = ['settings.json', 'plugins/known_marketplaces.json', 'plugins/installed_plugins.json'];

async function mentions(directory: string): Promise<boolean> {
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8').catch(() => '')));
  return texts.some((text) => text.includes(`"${MARKETPLACE}"`) || text.includes(`@${MARKETPLACE}"`));
}

/** Before its first start, asking it would make files. */
function wasStarted({ env, home }: Pick<SetUpOptions, 'env' | 'home'>): Promise<boolean> {
  return access(join(env['CLAUDE_CONFIG_DIR'] || home, '.claude.json')).then(
    () => true,
    () => false,
  );
}
