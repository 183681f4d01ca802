import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { claudePart } from './claude.ts';
import { gitHookPart } from './git-hook.ts';
import type { Launcher } from './git-hook/hook-lines.ts';
import type { Part, PartName } from './part.ts';

/**
 * Opens the parts that are asked for; without names, all that there can be where the person stands. Throws NOT_A_REPOSITORY when
 * one needs a repository and there is none.
 */
export function openParts(kg: Kg, names: readonly PartName[], launcher: Launcher): readonly Part[] {
  const { project, directory } = kg;
  if (project === null && names.includes('git-hook')) throw new KgError('NOT_A_REPOSITORY', { directory });
  const gitHook = project === null ? [] : [gitHookPart({ kg, project, launcher })];
  const all = [...gitHook, claudePart({ ...kg, launcher })];
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
