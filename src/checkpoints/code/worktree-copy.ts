import { lstatSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { encodePath, decodePath, isText } from '../../git/path.ts';
import { splitRecords } from '../../git/records.ts';
import type { Git } from '../../git/run.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';
import { worktreePlaces } from '../checkpoint-places.ts';
import { writeDurable } from '../history/write-durable.ts';

/**
 * Makes `.keepgoing` in a worktree ready for the latest checkpoint, or says in one sentence why nothing is written there. Nothing
 * is ever written through a link or over a file of somebody else, and nothing where git would see it: the directory holds a
 * `.gitignore` of its own, which outranks those above it, and git is asked whether that holds. No git process, one where another
 * `.gitignore` is there.
 */
export async function prepareCopy(options: {
  readonly git: Git;
  readonly worktree: string;
  /** Of the checkpoint that is being saved. */
  readonly id: string;
  /** From `readTracked`. */
  readonly tracked: readonly string[];
}): Promise<{ readonly refused: string | null }> {
  const { git, worktree, id, tracked } = options;
  const places = worktreePlaces(worktree);
  if (!isText(worktree)) return { refused: 'the path of the worktree is not valid UTF-8' };
  const what = kindOf(places.directory);
  if (what === 'link') return { refused: '.keepgoing is a symbolic link' };
  if (what === 'other') return { refused: '.keepgoing is not a directory' };
  for (const [name, path] of [['checkpoint.md', places.markdown] as const, ['checkpoint.json', places.json] as const]) {
    const kind = kindOf(path);
    if (kind === 'link') return { refused: `.keepgoing/${name} is a symbolic link` };
    if (kind === 'directory') return { refused: `.keepgoing/${name} is a directory` };
  }
  const taken = ['.keepgoing', '.keepgoing/checkpoint.md', '.keepgoing/checkpoint.json'].find((path) =>
    tracked.includes(path),
  );
  if (taken !== undefined) return { refused: `${taken} is tracked by git` };
  await mkdir(encodePath(places.directory), { recursive: true });
  const own = !tracked.includes('.keepgoing/.gitignore') && (await makeIgnore(places.ignore, id));
  if (own || (await isIgnored(git, worktree))) return { refused: null };
  return { refused: 'git would see the file, since a .gitignore takes .keepgoing back in' };
}

/** Everything in the directory, this file too. */
export const IGNORE = '# kg: checkpoints are never committed\n*\n';

/** Whether the file is there as kg writes it: then git need not be asked what it thinks of the directory. */
async function makeIgnore(file: string, id: string): Promise<boolean> {
  if (kindOf(file) === 'other') return (await readFile(encodePath(file), 'utf8').catch(() => '')) === IGNORE;
  if (kindOf(file) !== 'absent') return false;
  try {
    await writeDurable({ file, text: IGNORE, id, exclusive: true, mode: 0o644 });
    return true;
  } catch (error) {
    if (isErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function kindOf(path: string): 'absent' | 'link' | 'directory' | 'other' {
  const stats = lstatSync(encodePath(path), { throwIfNoEntry: false });
  if (stats === undefined) return 'absent';
  if (stats.isSymbolicLink()) return 'link';
  return stats.isDirectory() ? 'directory' : 'other';
}

/** Paths in and of `.keepgoing` that git tracks: nothing of kg's may be put there. One git process. */
export async function readTracked(git: Git, worktree: string): Promise<readonly string[]> {
  const answer = await git.run({ cwd: worktree, args: ['ls-files', '-z', '--', '.keepgoing'] });
  return splitRecords(answer.stdout).map(decodePath);
}

async function isIgnored(git: Git, worktree: string): Promise<boolean> {
  const args = ['check-ignore', '-q', '--', '.keepgoing/checkpoint.json'];
  // This command refuses to take pathspecs literally; the name has nothing in it that could be taken otherwise.
  const env = { GIT_LITERAL_PATHSPECS: '0' };
  return (await git.run({ cwd: worktree, env, args, answers: [0, 1] })).exitCode === 0;
}
