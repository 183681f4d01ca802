import type { Kg } from '../../kg.ts';
import { claudeDirectories } from '../../sessions/directories.ts';
import { openProcesses } from '../../sessions/processes/processes.ts';
import { readSessions } from '../../sessions/read.ts';
import { readRegistry } from '../../sessions/registry.ts';
import type { Session } from '../../sessions/session.ts';

type Asked = Pick<Kg, 'env' | 'home' | 'platform' | 'config' | 'cache'> & { readonly now: Date };

/** Where sessions say that they work. Whether each still runs is not asked: this only decides an order. */
export async function directoriesAtWork(kg: Asked): Promise<readonly string[]> {
  const read = await Promise.all(configDirectories(kg).map((directory) => readRegistry(directory)));
  return read.flatMap(({ records }) => records.flatMap(({ cwd }) => cwd ?? []));
}

/** Every session, with the files that it wrote since `before`. */
export async function readAllSessions(kg: Asked, before: string): Promise<readonly Session[]> {
  const { sessions } = await readSessions({
    directories: configDirectories(kg),
    processes: openProcesses({ platform: kg.platform }),
    now: kg.now,
    cacheDirectory: kg.cache,
    writesSince: before,
  });
  return sessions;
}

function configDirectories({ env, home, config }: Asked): readonly string[] {
  return claudeDirectories({ env, home, configured: config.claude.directories });
}
