import { availableParallelism } from 'node:os';
import type { World } from '../command.ts';
import { cacheDirectory } from '../places.ts';
import { openStyle } from '../render/style.ts';
import { dashboard } from './dashboard.ts';
import type { Follow } from './follow.ts';
import { readPast } from './past.ts';

export type WatchFlags = { readonly all: boolean; readonly finished: boolean; readonly mouse: boolean };

export type KeepWatchOptions = {
  readonly world: Pick<
    World,
    'env' | 'home' | 'platform' | 'now' | 'stdin' | 'stdout' | 'isAlive' | 'onEnd' | 'life' | 'suspend'
  >;
  /** Where the person stands, absolute. */
  readonly directory: string;
  readonly flags: WatchFlags;
};

/**
 * `kg watch` on a terminal, until the person quits. The first frame needs the terminal and a table alone, and all that surveys is
 * loaded behind it. Rejects with what kept the first survey from being taken.
 */
export async function keepWatch(options: KeepWatchOptions): Promise<void> {
  const { world, directory, flags } = options;
  const { env, home, now, stdin, stdout, onEnd, suspend } = world;
  const style = () => openStyle({ isTTY: stdout.isTTY ?? false, columns: stdout.columns, env });
  const follow = followOf(options);
  await dashboard({
    ...follow,
    save: async (kg, picture) => {
      await follow.save(kg, picture);
      const { savePast } = await import('./save-past.ts');
      // Without a place to remember it the next first frame says that it reads.
      if (picture.whole) await savePast(kg, { ...picture, columns: style().columns ?? 80 }).catch(() => null);
    },
    past: readPast({ cache: cacheDirectory(world), scope: follow.scope, directory }),
    checkpoint: async (kg, path) => (await import('./save-now.ts')).saveNow(kg, path),
    errorLines: async (error) => {
      const { renderError } = await import('../render/error.ts');
      return renderError(error, { home, style: style() }).lines;
    },
    stdin,
    stdout,
    onEnd,
    now,
    home,
    style,
    mouse: flags.mouse,
    suspend,
  });
}

/** What `kg watch` follows, with all that it needs loaded when it is needed. */
export function followOf({ world, directory: here, flags }: KeepWatchOptions): Follow {
  const { env, home, platform, now, isAlive, life } = world;
  return {
    scope: flags.all ? 'all' : 'project',
    open: async (scope, directory = here) => {
      const { openKg } = await import('../kg.ts');
      return openKg({
        env,
        home,
        platform,
        now,
        directory,
        concurrency: Math.max(2, availableParallelism()),
        needs: scope === 'all' ? 'nothing' : 'project',
        ...(life && { life: life() }),
      });
    },
    take: async (kg, scope) => {
      const { survey } = await import('../survey.ts');
      return survey(kg, { scope, sort: kg.config.list.sort, finished: flags.finished, overlaps: {} });
    },
    save: async (kg, { survey }) => {
      const { saveLastList } = await import('../last-list.ts');
      await saveLastList(kg, survey);
    },
    isAlive,
  };
}
