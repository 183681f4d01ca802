import { join } from 'node:path';
import { parseWeight, type ConfiguredWeights } from '../check/codes.ts';
import { KgError } from '../errors.ts';
import type { TransitionKind } from '../notify/transition-kind.ts';
import type { SortOrder } from '../survey/order.ts';
import { configKeys, type BlockLevel, type ConfigKey } from './keys.ts';
import type { Plain } from './types.ts';

/** The settings that count. Durations are milliseconds; directories are absolute. */
export type Config = {
  readonly trunk: string | null;
  readonly projects: readonly string[];
  readonly claude: { readonly directories: readonly string[]; readonly ask: 'never' | 'conflict' };
  readonly list: { readonly sort: SortOrder; readonly finishedAfter: number };
  readonly hook: { readonly block: BlockLevel; readonly timeout: number };
  readonly checkpoints: {
    readonly every: number;
    readonly keep: number;
    readonly keepRemoved: number;
    readonly skip: readonly string[];
    readonly tests: readonly string[];
  };
  readonly check: { readonly weights: ConfiguredWeights };
  readonly git: { readonly timeout: number };
  readonly tray: {
    /** Programs with their arguments; empty where none is configured. */
    readonly open: readonly string[];
    readonly jump: readonly string[];
    readonly notify: readonly TransitionKind[];
    /** As written: "22:00-07:00", or "never". */
    readonly quietHours: string;
  };
};

/**
 * The settings that count: of each key the first layer that sets it, else its default. `layers` map the names of keys to checked
 * values, the strongest first; `~` is `home`.
 */
export function settleConfig(layers: readonly ReadonlyMap<string, Plain>[], home: string): Config {
  const value = <T>(key: ConfigKey<T>): T => {
    const plain = layers.map((layer) => layer.get(key.name)).find((one) => one !== undefined);
    const read = key.type.read(plain ?? key.default);
    if (read === undefined) throw new KgError('INTERNAL', { key: key.name });
    return read;
  };
  const absolute = (directory: string): string =>
    directory.startsWith('~') ? join(home, directory.slice(1)) : directory;
  return {
    trunk: value(configKeys.trunk),
    projects: value(configKeys.projects).map(absolute),
    claude: { directories: value(configKeys.claudeDirectories).map(absolute), ask: value(configKeys.claudeAsk) },
    list: { sort: value(configKeys.listSort), finishedAfter: value(configKeys.listFinishedAfter) },
    hook: { block: value(configKeys.hookBlock), timeout: value(configKeys.hookTimeout) },
    checkpoints: {
      every: value(configKeys.checkpointsEvery),
      keep: value(configKeys.checkpointsKeep),
      keepRemoved: value(configKeys.checkpointsKeepRemoved),
      skip: value(configKeys.checkpointsSkip),
      tests: value(configKeys.checkpointsTests),
    },
    check: {
      weights: new Map(
        value(configKeys.checkWeights)
          .map(parseWeight)
          .filter((pair) => pair !== null),
      ),
    },
    git: { timeout: value(configKeys.gitTimeout) },
    tray: {
      open: value(configKeys.trayOpen),
      jump: value(configKeys.trayJump),
      notify: value(configKeys.trayNotify),
      quietHours: value(configKeys.trayQuietHours),
    },
  };
}
