import type { Kg, OpenProject } from '../kg.ts';
import { applyFiles } from './apply-files.ts';
import { checkGitHook } from './git-hook/check.ts';
import { readGitHookFacts } from './git-hook/facts.ts';
import type { Launcher } from './git-hook/hook-lines.ts';
import { planInstall, planRemoval } from './git-hook/plan.ts';
import type { Part } from './part.ts';

/** The pre-commit hook of one repository, for all of its worktrees. */
export function gitHookPart(options: {
  readonly kg: Pick<Kg, 'git'>;
  readonly project: OpenProject;
  /** The kg that the hook is to run. */
  readonly launcher: Launcher;
}): Part {
  const facts = () => readGitHookFacts(options.kg, options.project, options.launcher);
  return {
    name: 'git-hook',
    plan: async () => planInstall(await facts()),
    remove: async () => planRemoval(await facts()),
    check: async () => checkGitHook(await facts()),
    apply: async ({ changes }) => {
      await applyFiles(changes.filter((change) => change.kind === 'file'));
      return [];
    },
  };
}
