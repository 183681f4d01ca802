/** Everything that one scenario needs, set up together and cleared away together. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApi, type ScriptedApi } from './api.ts';
import { openClientHome, type ClientHome } from './home.ts';
import { startClient, type InteractiveClient, type StartOptions } from './interactive.ts';
import { installClient } from './install.ts';
import { printClient, type Printed } from './print.ts';
import { readRecords } from './registry.ts';
import { run, type Run } from './run.ts';
import { until } from '../until.ts';
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
  /** Runs the client with other arguments (`agents --json`, `stop <id>`), in the linked worktree. */
  readonly command: (...args: readonly string[]) => Promise<Run>;
  /** Starts a background job in the linked worktree and gives its id. */
  readonly background: (prompt: string, options?: { readonly args?: readonly string[] }) => Promise<string>;
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
  const command = async (...args: readonly string[]) =>
    run({
      file: await installClient(version),
      args,
      cwd: places.worktree,
      env: home.environment({ api: api.url }),
    });
  const ending = new AbortController();
  let serving = false;
  return {
    ...shared,
    ...places,
    start: async (where = {}) => {
      const client = await startClient({ ...shared, cwd: places.worktree, ...where });
      clients.push(client);
      return client;
    },
    print: (prompt, where = {}) => {
      const printed = printClient({ ...shared, cwd: places.worktree, ...where, prompt, signal: ending.signal });
      printed.catch(() => undefined); // a test that fails before it waits for this has its own reason to show
      return printed;
    },
    command,
    background: async (prompt, { args = [] } = {}) => {
      serving = true; // jobs are run by a service of the client's own, which outlives the command
      return startedJob(await command('--bg', prompt, '--permission-mode', 'acceptEdits', ...args));
    },
    close: async () => {
      ending.abort();
      await Promise.all(clients.map((client) => client.close()));
      if (serving) await endService(home, command);
      await api.close();
      await home.close();
    },
  };
}

/** The id is in the first line of what the client prints: `backgrounded · 599d9cd3 · name`. */
function startedJob({ code, stdout, stderr }: Run): string {
  const id = /\b[0-9a-f]{8}\b/u.exec(stdout)?.[0];
  if (code !== 0 || id === undefined) throw new Error(`the client started no job (exit ${code}):\n${stdout}${stderr}`);
  return id;
}

/** The service stops its workers, and the last of them may still be writing into the home when it has ended. */
async function endService(home: ClientHome, command: Stage['command']): Promise<void> {
  await command('daemon', 'stop', '--any');
  await until({
    what: 'the background workers to end',
    read: () => readRecords(home.config),
    accept: (records) => records.length === 0,
    describe: JSON.stringify,
  });
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
