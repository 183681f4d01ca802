import { openGit, type Git } from '../../src/git/run.ts';

/** A door to git as kg opens it, for tests. */
export function testGit(env: NodeJS.ProcessEnv = process.env, timeoutMs = 20_000): Git {
  return openGit({ env, concurrency: 4, timeoutMs });
}

/** Answers how many git processes were started since. */
export function budget(git: Git): () => number {
  const before = git.started();
  return () => git.started() - before;
}
