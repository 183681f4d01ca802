/**
 * The machine-made world of the benchmarks, in a temporary directory: one repository with many worktrees and the transcripts of
 * many sessions in them. `node bench/fixture.ts [--worktrees 100] …` builds one to look at and prints how to use it.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRepository, type Repository } from './repository.ts';
import { surroundings } from './surroundings.ts';
import { writeTranscripts } from './transcripts.ts';

export type FixtureOptions = {
  readonly worktrees: number;
  readonly files: number;
  readonly transcripts: number;
  readonly bytes: number;
  readonly live: number;
  readonly seed: number;
};

export type Fixture = Repository & {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** Bytes of all transcripts together, as written. */
  readonly bytes: number;
  /** Adds another home with other transcripts beside the same repository. */
  readonly withTranscripts: (options: {
    readonly count: number;
    readonly bytes: number;
  }) => Readonly<Record<string, string>>;
  readonly remove: () => void;
};

export function buildFixture({ worktrees, files, transcripts, bytes, live, seed }: FixtureOptions): Fixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-bench-')));
  const env = surroundings(root);
  const ends = new Array<() => void>();
  const remove = () => {
    for (const end of ends) end();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const repository = buildRepository({ root, env, worktrees, files, seed });
    const fill = (home: string, count: number, size: number) => {
      const directory = join(home, '.claude');
      const options = {
        directory,
        worktrees: repository.worktrees,
        count,
        bytes: size,
        live: Math.min(live, count),
        seed,
        now: new Date(),
      };
      const written = writeTranscripts(options);
      ends.push(written.end);
      return written.bytes;
    };
    const written = fill(join(root, 'home'), transcripts, bytes);
    const withTranscripts = (other: { readonly count: number; readonly bytes: number }) => {
      const otherEnv = surroundings(join(root, `other-${other.count}`));
      fill(join(root, `other-${other.count}`, 'home'), other.count, other.bytes);
      return otherEnv;
    };
    return { ...repository, root, env, bytes: written, withTranscripts, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What the command lines of the benchmarks may say about the fixture. `live` sessions run as long as the benchmark does. */
export function fixtureFlags(args: readonly string[], defaults: FixtureOptions): FixtureOptions {
  const number = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { worktrees: number, files: number, transcripts: number, bytes: number, live: number, seed: number },
  });
  const read = (name: keyof FixtureOptions) =>
    typeof values[name] === 'string' ? Number(values[name]) : defaults[name];
  return {
    worktrees: read('worktrees'),
    files: read('files'),
    transcripts: read('transcripts'),
    bytes: read('bytes'),
    live: read('live'),
    seed: read('seed'),
  };
}

if (import.meta.main) {
  const options = fixtureFlags(process.argv.slice(2), {
    worktrees: 10,
    files: 500,
    transcripts: 30,
    bytes: 20e6,
    live: 5,
    seed: 1,
  });
  const { root, main } = buildFixture(options);
  console.log(`cd ${main} && HOME=${root}/home XDG_CACHE_HOME=${root}/home/.cache kg list\nrm -r ${root}`);
}
