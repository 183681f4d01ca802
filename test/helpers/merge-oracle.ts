import { execFileSync, spawnSync } from 'node:child_process';

/** What a real merge of two commits says. */
export type RealMerge = {
  readonly clean: boolean;
  /** Git itself crashed: there is no answer to agree with. */
  readonly crashed?: true;
  /** Paths that are unmerged in the index afterwards, by the names that people know. */
  readonly conflicted: readonly string[];
  /** What git printed: it can stop for a directory and leave no unmerged path for it. */
  readonly said: string;
};

/** Two commits: what is checked out, and what is merged into it. */
type Sides = readonly [ours: string, theirs: string];

/** A clone that is thrown away, in which commits are really merged. */
export type Oracle = {
  readonly merge: (...sides: Sides) => RealMerge;
  /** Many at once: git is cheaper to start from a small shell than from here. */
  readonly merges: (all: readonly Sides[]) => readonly RealMerge[];
};

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
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', '-c', 'advice.detachedHead=false'];
  const env = {
    ...process.env,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  execFileSync('git', [...settings, 'clone', '-q', '--shared', '--no-checkout', '--template=', repository, copy], {
    env,
    stdio: 'pipe',
  });
  const merges = (all: readonly Sides[]): readonly RealMerge[] => {
    const { status, stdout, stderr, error } = spawnSync('sh', ['-c', mergeEach, 'sh', ...settings], {
      cwd: copy,
      env,
      input: all.map((sides) => `${sides.join(' ')}\n`).join(''),
      maxBuffer: 1 << 28,
    });
    if (error !== undefined) throw error;
    const said = readAnswers(stdout.toString('latin1'));
    if (status !== 0 || said.length !== all.length)
      throw new Error(`git merge of ${all[said.length - 1]?.join(' and ')} stopped: ${stderr.toString('utf8')}`);
    return all.map(([, theirs], at) => realMerge(said[at], theirs));
  };
  return {
    merges,
    merge: (...sides) => {
      const [only] = merges([sides]);
      if (only === undefined) throw new Error('no answer');
      return only;
    },
  };
}

/**
 * Merges what each line names, and answers the exit code, what git printed and the unmerged entries, an empty one after the last. Two processes a
 * merge, three where it conflicts. Git that crashed leaves its lock and whatever it had written.
 */
const mergeEach = `
g() { git "$@" </dev/null; }
while read -r ours theirs; do
  g "$@" reset -q --hard "$ours" || exit 2
  g "$@" merge --no-commit --no-ff "$theirs" >.git/said
  code=$?
  printf '%s\\0' "$code"
  cat .git/said
  printf '\\0'
  case $code in
    0) ;;
    1) g ls-files -u -z ;;
    *) [ "$code" -gt 128 ] || exit 2
       rm -f .git/index.lock
       g clean -q -ffdx ;;
  esac
  printf '\\0'
done`;

type Answer = { readonly code: number; readonly said: string; readonly unmerged: readonly string[] };

function readAnswers(text: string): readonly Answer[] {
  const answers: Answer[] = [];
  const fields = text.split('\0').slice(0, -1);
  while (fields.length > 0) {
    const [code, said = ''] = fields.splice(0, 2);
    const unmerged = fields.splice(0, fields.indexOf(''));
    fields.shift();
    answers.push({ code: Number(code), said: Buffer.from(said, 'latin1').toString('utf8'), unmerged });
  }
  return answers;
}

function realMerge(answer: Answer = { code: -1, said: '', unmerged: [] }, theirs: string): RealMerge {
  const { code, said, unmerged } = answer;
  if (code > 128) return { clean: false, crashed: true, conflicted: [], said };
  const paths = unmerged.map((line) => knownName(line.slice(line.indexOf('\t') + 1), theirs));
  return { clean: code === 0, conflicted: [...new Set(paths)].toSorted(), said };
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
