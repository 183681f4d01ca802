import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { hooksPathArgs, parseHooksPath, type HooksPath } from '../../git/hooks-path.ts';
import { encodePath } from '../../git/path.ts';
import { repositoryDirectory } from '../../git/repository.ts';
import type { Kg, OpenProject } from '../../kg.ts';
import { readHookFile, textOf, type HookFile } from './hook-file.ts';
import { launcherOf, type Launcher } from './hook-lines.ts';
import { isHuskyPath, toolFiles, toolOf, runsKg, type HookTool } from './hook-tools.ts';
import { findMarked } from './marked-lines.ts';

/** All that decides where kg's lines go, and whether they work. */
export type GitHookFacts = {
  /** The kg that would be set up. */
  readonly launcher: Launcher;
  /** The worktree that this kg lies in, which is repository code then; `null`: in none of this project. */
  readonly inside: string | null;
  /** Top of the current worktree; `null` in a bare repository. */
  readonly topLevel: string | null;
  readonly hooksPath: HooksPath | null;
  /** Whether `core.hooksPath` leads into the worktree, where its files are committed and shared. */
  readonly shared: boolean;
  /** Who is in charge of the hook that runs. */
  readonly tool: HookTool | null;
  /** Config files of the tools that keep hooks, in the current worktree. */
  readonly configs: readonly ToolConfig[];
  /** The hook that git runs. */
  readonly hook: HookFile;
  /** The hook in the repository's own directory, which is another one where `core.hooksPath` is set. */
  readonly own: HookFile;
  /** The one that husky hands over to. */
  readonly husky: HookFile | null;
  /** The script of this clone that a shared hook runs. */
  readonly script: HookFile;
  /** Paths that the lines found name, and that are not there any more. */
  readonly gone: readonly string[];
  /** Worktrees with a `core.hooksPath` of their own that leads elsewhere. */
  readonly elsewhere: readonly string[];
};

export type ToolConfig = {
  readonly tool: Exclude<HookTool, 'husky'>;
  readonly path: string;
  /** How it runs kg, if it does. */
  readonly runs: ReturnType<typeof runsKg>;
};

/** Reads them. One git process, and one for each worktree with a config of its own. */
export async function readGitHookFacts(
  { git }: Pick<Kg, 'git'>,
  { repository, worktrees }: OpenProject,
  launcher: Launcher,
): Promise<GitHookFacts> {
  const { commonDirectory, topLevel } = repository;
  const cwd = repositoryDirectory(repository);
  const hooksPathIn = async (directory: string): Promise<HooksPath | null> =>
    parseHooksPath((await git.run({ cwd: directory, args: hooksPathArgs, answers: [0, 1] })).stdout);
  const hooksPath = await hooksPathIn(cwd);
  const hooks = hooksPath === null ? join(commonDirectory, 'hooks') : resolve(cwd, hooksPath.value);
  const isHusky = hooksPath !== null && topLevel !== null && isHuskyPath(hooksPath.value);
  const [hook, own, husky, script] = await Promise.all([
    readHookFile(join(hooks, 'pre-commit')),
    readHookFile(join(commonDirectory, 'hooks', 'pre-commit')),
    isHusky ? readHookFile(join(topLevel, '.husky', 'pre-commit')) : null,
    readHookFile(join(commonDirectory, 'keepgoing', 'pre-commit')),
  ]);
  const others = worktrees.filter(({ path, state }) => state === 'ok' && path !== topLevel);
  const own_ = await Promise.all(
    others.map(async ({ path, gitDirectory }) => {
      const config = gitDirectory === null ? null : await readHookFile(join(gitDirectory, 'config.worktree'));
      const differs = config?.kind === 'file' && (await hooksPathIn(path))?.value !== hooksPath?.value;
      return differs ? [path] : [];
    }),
  );
  const named = [hook, own, husky, script].flatMap((file) => launcherIn(file));
  return {
    launcher,
    inside: worktrees.find(({ path }) => launcher.main.startsWith(`${path}/`))?.path ?? null,
    topLevel,
    hooksPath,
    shared:
      topLevel !== null && hooksPath !== null && `${hooks}/`.startsWith(`${topLevel}/`) && !hooks.includes('/.git/'),
    tool: isHusky ? 'husky' : toolOf(textOf(hook) ?? ''),
    configs: topLevel === null ? [] : await readConfigs(topLevel),
    hook,
    own,
    husky,
    script,
    gone: await goneOf([...new Set(named.flatMap(({ node, main }) => [node, main]))]),
    elsewhere: own_.flat(),
  };
}

function launcherIn(file: HookFile | null): readonly Launcher[] {
  const marked = file === null ? null : findMarked(textOf(file) ?? '');
  const launcher = marked === null ? null : launcherOf(marked.lines);
  return launcher === null ? [] : [launcher];
}

async function readConfigs(topLevel: string): Promise<readonly ToolConfig[]> {
  const tools = ['lefthook', 'pre-commit', 'simple-git-hooks'] as const;
  const places = tools.flatMap((tool) => toolFiles[tool].map((name) => ({ tool, name })));
  const found = await Promise.all(
    places.map(async ({ tool, name }): Promise<readonly ToolConfig[]> => {
      const path = join(topLevel, name);
      const text = await readHookFile(path).then(textOf, () => null);
      const about = text !== null && (name !== 'package.json' || text.includes('"simple-git-hooks"'));
      return about ? [{ tool, path, runs: runsKg(text) }] : [];
    }),
  );
  return found.flat();
}

async function goneOf(paths: readonly string[]): Promise<readonly string[]> {
  const checked = await Promise.all(
    paths.map(async (path) => {
      const isThere =
        isAbsolute(path) &&
        (await stat(encodePath(path)).then(
          () => true,
          () => false,
        ));
      return isThere ? [] : [path];
    }),
  );
  return checked.flat();
}
