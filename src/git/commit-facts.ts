import type { Git } from './run.ts';

/** What a commit made on top of another needs to know of it. */
export type CommitFacts = {
  readonly tree: string;
  /** Seconds since 1970, as the committer's clock said. */
  readonly date: number;
};

/**
 * Reads the tree and the date of commits with one git process for all of them. Those that are not there (in a partial or
 * damaged clone) are left out.
 */
export async function readCommitFacts(options: {
  readonly git: Git;
  readonly cwd: string;
  readonly oids: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ReadonlyMap<string, CommitFacts>> {
  const { git, cwd, env = {} } = options;
  const oids = [...new Set(options.oids)];
  if (oids.length === 0) return new Map();
  const answer = await git.run({ cwd, env, args: ['cat-file', '--batch'], input: `${oids.join('\n')}\n` });
  return parseCommitFacts(answer.stdout);
}

/**
 * Reads the output of `cat-file --batch`: `<oid> <type> <size>` and a newline, then the object and a newline; or a line that
 * ends with a word such as `missing`. Formats: git-cat-file(1), "Batch output", and the header of a commit object.
 */
export function parseCommitFacts(output: Buffer): ReadonlyMap<string, CommitFacts> {
  const facts = new Map<string, CommitFacts>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(NEWLINE, at);
    if (end === -1) break;
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/u.exec(output.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (size === undefined) continue;
    const of = parseCommit(output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
    if (oid !== undefined && type === 'commit' && of !== null) facts.set(oid, of);
  }
  return facts;
}

/** Reads the content of a commit; `null` when it is none. */
export function parseCommit(content: Buffer): CommitFacts | null {
  const header = content.toString('latin1').split('\n\n', 1)[0] ?? '';
  const tree = /^tree ([0-9a-f]+)$/mu.exec(header)?.[1];
  const date = /^committer .*> (\d+) [-+]\d+$/mu.exec(header)?.[1];
  return tree === undefined ? null : { tree, date: Number(date ?? 0) };
}

const NEWLINE = 0x0a;
