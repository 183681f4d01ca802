import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a real merge of two commits says. */
export type RealMerge = {
  readonly clean: boolean;
  /** Git itself crashed: there is no answer to agree with. */
  readonly crashed?: true;
  /** Paths that are unmerged in the index afterwards, by the names that people know. */
  readonly conflicted: readonly string[];
};

/** A clone that is thrown away, in which commits are really merged. */
export type Oracle = { readonly merge: (ours: string, theirs: string) => RealMerge };

/**
 * Opens an oracle: `git merge` in a clone of the repository, with a worktree, an index and the attributes of what is checked
 * out there. `objects` is where the snapshots are.
 */
export function openOracle(options: {
  readonly repository: string;
  readonly copy: string;
  readonly objects: string;
}): Oracle {
  const { repository, copy, objects } = options;
  const env = {
    ...process.env,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', '-c', 'advice.detachedHead=false'];
  const run = (
    cwd: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly stdout: Buffer; readonly stderr: Buffer } => {
    const { status, stdout, stderr, error } = spawnSync('git', [...settings, ...args], {
      cwd,
      env,
      maxBuffer: 1 << 28,
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  };
  const must = (cwd: string, ...args: readonly string[]): void => {
    execFileSync('git', [...settings, ...args], { cwd, env, stdio: 'pipe' });
  };
  must('/', 'clone', '-q', '--shared', '--no-checkout', '--template=', repository, copy);
  return {
    merge: (ours, theirs) => {
      // Two processes a merge, three where it conflicts: what git keeps of a merge that waits is removed by hand.
      for (const name of ['MERGE_HEAD', 'MERGE_MODE', 'MERGE_MSG', 'AUTO_MERGE', 'index.lock'])
        rmSync(join(copy, '.git', name), { force: true });
      writeFileSync(join(copy, '.git/HEAD'), `${ours}\n`);
      must(copy, 'read-tree', '--reset', '-u', ours);
      const { status, stderr } = run(copy, 'merge', '-q', '--no-commit', '--no-ff', theirs);
      if (status === null || status > 128) {
        must(copy, 'clean', '-q', '-ffdx');
        return { clean: false, crashed: true, conflicted: [] };
      }
      if (status !== 0 && status !== 1) {
        throw new Error(`git merge of ${ours} and ${theirs} ended with ${status}: ${stderr.toString('utf8')}`);
      }
      if (status === 0) return { clean: true, conflicted: [] };
      const unmerged = run(copy, 'ls-files', '-u', '-z').stdout.toString('latin1').split('\0');
      const paths = unmerged
        .filter((line) => line !== '')
        .map((line) => knownName(line.slice(line.indexOf('\t') + 1), theirs));
      return { clean: false, conflicted: [...new Set(paths)].toSorted() };
    },
  };
}

/** Where a name is taken, git puts `name~HEAD` or `name~<commit>` beside it. */
function knownName(path: string, theirs: string): string {
  const name = Buffer.from(path, 'latin1').toString('utf8');
  for (const label of ['HEAD', theirs]) {
    const at = name.lastIndexOf(`~${label}`);
    if (at > 0 && /^(?:_\d+)?$/u.test(name.slice(at + label.length + 1))) return name.slice(0, at);
  }
  return name;
}
