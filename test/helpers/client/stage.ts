/** Everything that one scenario needs, set up together and cleared away together. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApi, type ScriptedApi } from './api.ts';
import { openClientHome, type ClientHome } from './home.ts';
import { startClient, type InteractiveClient, type StartOptions } from './interactive.ts';
import { printClient, type Printed } from './print.ts';
import type { Script } from './script.ts';

export type Places = {
  /** A repository with one commit, its main worktree on `main`. Real path. */
  readonly repository: string;
  /** A linked worktree of it, on `feature/auth`. Real path. */
  readonly worktree: string;
};

export type Stage = Places & {
  readonly version: string;
  readonly home: ClientHome;
  readonly api: ScriptedApi;
  /** Starts an interactive client, in the linked worktree unless told. */
  readonly start: (options?: Where) => Promise<InteractiveClient>;
  /** Runs a client with `-p`, in the linked worktree unless told. */
  readonly print: (prompt: string, options?: Where) => Promise<Printed>;
  /** Ends every client, then removes every file. */
  readonly close: () => Promise<void>;
};

type Where = Partial<Pick<StartOptions, 'cwd' | 'args' | 'env'>>;

/** The script may name files: it is written when the places are known. */
export async function openStage(options: {
  readonly version: string;
  readonly script: (places: Places) => Script;
}): Promise<Stage> {
  const { version } = options;
  const home = await openClientHome({ version, trusted: (root) => [join(root, 'shop')] });
  const places = buildRepository(home.root);
  const api = await startApi(options.script(places));
  const clients: InteractiveClient[] = [];
  const shared = { version, home, api };
  return {
    ...shared,
    ...places,
    start: async (where = {}) => {
      const client = await startClient({ ...shared, cwd: places.worktree, ...where });
      clients.push(client);
      return client;
    },
    print: (prompt, where = {}) => printClient({ ...shared, cwd: places.worktree, ...where, prompt }),
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await api.close();
      await home.close();
    },
  };
}

function buildRepository(root: string): Places {
  const repository = join(root, 'shop');
  const worktree = join(root, 'shop.auth');
  mkdirSync(join(repository, 'src'), { recursive: true });
  writeFileSync(join(repository, 'README.md'), '# shop\n');
  writeFileSync(join(repository, 'src/user.ts'), 'export const user = 1;\n');
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid'];
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', repository, ...identity, ...args]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Start');
  git('worktree', 'add', '--quiet', '-b', 'feature/auth', worktree);
  return { repository, worktree };
}
