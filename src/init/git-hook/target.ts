import type { Instruction } from '../part.ts';
import type { GitHookFacts } from './facts.ts';
import { isShell, textOf, type HookFile } from './hook-file.ts';
import { launcherLines, quoted } from './hook-lines.ts';
import { toolSnippets, type HookTool } from './hook-tools.ts';

/**
 * Where kg's lines belong. `own`: into the hook that git runs. `shared`: into a hook that is committed with the repository, by
 * way of a script of this clone. `by hand`: somebody else is in charge of the file.
 */
export type Target =
  | { readonly kind: 'own'; readonly hook: HookFile }
  | { readonly kind: 'shared'; readonly hook: HookFile; readonly tool: 'husky' | null }
  | ByHand;

type ByHand = {
  readonly kind: 'by hand';
  readonly instruction: Instruction;
  readonly tool: Exclude<HookTool, 'husky'> | null;
};

/** Pure: decides it. */
export function chooseTarget(facts: GitHookFacts): Target {
  const { hook, husky, hooksPath, tool, shared, topLevel } = facts;
  if (husky !== null) return suits(husky, facts) ?? { kind: 'shared', hook: husky, tool: 'husky' };
  if (tool !== null && tool !== 'husky') {
    const { file, lines } = toolSnippets[tool];
    const where = topLevel === null ? file : `${topLevel}/${file}`;
    return { kind: 'by hand', tool, instruction: { where, why: `${tool} writes the hooks here`, lines } };
  }
  if (hooksPath?.scope === 'global' || hooksPath?.scope === 'system') {
    const why = `core.hooksPath of the ${hooksPath.scope} config holds the hooks of all repositories`;
    return byHand(hook, why, launcherLines(facts.launcher));
  }
  return suits(hook, facts) ?? (shared ? { kind: 'shared', hook, tool: null } : { kind: 'own', hook });
}

/** What speaks against writing into a hook that is there; `null`: nothing. */
function suits(hook: HookFile, { launcher, husky }: GitHookFacts): ByHand | null {
  const text = textOf(hook);
  const lines = launcherLines(launcher);
  if (hook.kind === 'link') return byHand(hook, 'the hook is a symbolic link to a file of somebody else', lines);
  if (hook.kind === 'other') return byHand(hook, 'what is there is no hook that can be read', lines);
  if (text === null || hook.state === null) return null;
  if (!isShell(text)) {
    const call = [launcher.node, launcher.main].map(quoted).join(' ');
    return byHand(hook, 'the hook is no shell script', [`${call} hook pre-commit`]);
  }
  // Husky hands its hooks to sh, whatever their mode.
  if (husky === null && (hook.state.mode & 0o111) === 0 && text !== '')
    return byHand(hook, 'the hook is not executable, so git ignores it, and making it so would switch it on', lines);
  return null;
}

function byHand(hook: HookFile, why: string, lines: readonly string[]): ByHand {
  return { kind: 'by hand', tool: null, instruction: { where: hook.path, why, lines } };
}
