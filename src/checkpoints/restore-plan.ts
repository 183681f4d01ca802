import type { Checkpoint } from './checkpoint.ts';
import { quotedDirectory } from './code/object-directories.ts';
import type { SavedCode } from './code/saved-code.ts';

/** What a restore is made from. */
export type Restorable = Checkpoint & { readonly code: SavedCode };

/** A command to do it by hand: words, as a program is started with them, and variables before them. */
export type HandCommand = {
  readonly purpose: string;
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly words: readonly string[];
};

/**
 * The commands with which a person restores by hand. They find the private objects by a variable, and none of them overwrites
 * anything.
 */
export function handCommands(options: {
  readonly checkpoint: Restorable;
  /** Where git can be run: the worktree of the checkpoint; `null` when that is gone. */
  readonly worktree: string | null;
  /** Where git can be run otherwise. */
  readonly root: string;
  readonly objects: string;
}): readonly HandCommand[] {
  const { checkpoint, worktree, root, objects } = options;
  const { id, code } = checkpoint;
  const [head] = code.parents;
  const file = code.files.find(({ now, path }) => now !== null && !path.includes('\n'))?.path;
  const from = { directory: worktree ?? root, variables: objectsVariable(objects) };
  const all = ['kg', 'checkpoint', 'restore', id, '--to', `${checkpoint.worktree}.restored`];
  const differences =
    worktree === null && head !== undefined
      ? { purpose: 'what was not committed then', words: ['git', 'diff', head, code.commit] }
      : { purpose: 'what has changed since', words: ['git', 'diff', code.commit] };
  return [
    ...(head === undefined
      ? []
      : [{ purpose: 'all of it, in a new worktree', directory: from.directory, variables: {}, words: all }]),
    ...(file === undefined
      ? []
      : [{ purpose: 'one file of it', ...from, words: ['git', 'show', `${code.commit}:${file}`] }]),
    { ...from, ...differences },
  ];
}

/** In a list of directories a colon parts them, but not in double quotes. */
function objectsVariable(objects: string): Readonly<Record<string, string>> {
  return { GIT_ALTERNATE_OBJECT_DIRECTORIES: /[:"\\\n]/u.test(objects) ? quotedDirectory(objects) : objects };
}
