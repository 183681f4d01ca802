/**
 * The config of kg. Precedence: flag › `KG_*` environment › main worktree › user › default; flags are the commands' own.
 *
 * A repository is hostile input and its config is data: no format that runs, no imports, no search beyond the places named
 * in `config/places.ts`. Most people have no config file, so its parsers are loaded only when there is one.
 */
import { delimiter, join } from 'node:path';
import { checkConfig, checkVariable, variablesIn, type Checked } from './config/check.ts';
import { configKeys, type BlockLevel, type ConfigKey } from './config/keys.ts';
import { codeOf, findConfig, repositoryPlaces, unreadable, userPlaces, type FoundConfig } from './config/places.ts';
import type { ConfigFault } from './config/tree.ts';
import type { Plain } from './config/types.ts';
import { parseWeight, type ConfiguredWeights } from './check/codes.ts';
import { KgError, type Problem } from './errors.ts';
import type { TransitionKind } from './notify/transitions.ts';
import type { SortOrder } from './survey/order.ts';
import type { Surroundings } from './places.ts';

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

/** Something that set a key: a file (absolute path) or an environment variable (its name). */
export type ConfigSource = {
  readonly from: 'environment' | 'repository' | 'user';
  readonly where: string;
  /** The dotted keys that it sets. */
  readonly keys: readonly string[];
};

export type ConfigReading = {
  readonly config: Config;
  /** In order of precedence, the strongest first. */
  readonly sources: readonly ConfigSource[];
  readonly problems: readonly Problem[];
};

export type ConfigOptions = Surroundings & {
  /** Root of the main worktree, never of a linked one: an agent must not loosen its own guard. */
  readonly mainWorktree: string | null;
};

type Layer = ConfigSource & { readonly values: ReadonlyMap<string, Plain>; readonly problems: readonly Problem[] };

/** Reads the config. Throws CONFIG_INVALID with the faults of the first file or variable that has any. */
export async function readConfig({ mainWorktree, ...surroundings }: ConfigOptions): Promise<ConfigReading> {
  const places = [...(mainWorktree === null ? [] : [repositoryPlaces(mainWorktree)]), userPlaces(surroundings)];
  const found = places.map((place) => ({ by: place.by, found: findConfig(place) }));
  const files = await Promise.all(found.flatMap((one) => (one.found ? [readFileLayer(one.by, one.found)] : [])));
  const layers = [...readVariables(surroundings.env), ...files];
  return {
    config: settle(layers, surroundings.home),
    sources: layers.map(({ from, where, keys }) => ({ from, where, keys })),
    problems: layers.flatMap((layer) => layer.problems),
  };
}

function readVariables(env: Surroundings['env']): Layer[] {
  return variablesIn(env).flatMap(({ key, variable, text }) => {
    const plain = checkVariable(key, text, delimiter);
    if (plain === undefined) return [];
    if (isFault(plain)) throw invalid({ variable }, [plain]);
    return [
      { from: 'environment', where: variable, keys: [key.name], values: new Map([[key.name, plain]]), problems: [] },
    ];
  });
}

function isFault(value: Plain | ConfigFault): value is ConfigFault {
  return typeof value === 'object' && value !== null && 'reason' in value;
}

async function readFileLayer(by: 'repository' | 'user', { file, hides, fault }: FoundConfig): Promise<Layer> {
  if (fault) throw invalid({ file }, [fault]);
  const { values, faults, ignored } = await load(file, by);
  if (faults.length > 0) throw invalid({ file }, faults);
  const problems = [
    ...ignored.map(
      ({ key, line }) => `${file} line ${line}: ${key} is ignored, since only the user's own config may set it`,
    ),
    ...hides.map((other) => `${other} is ignored, since ${file} counts`),
  ];
  return {
    from: by,
    where: file,
    keys: [...values.keys()],
    values,
    problems: problems.map((text) => ({ code: 'CONFIG_IGNORED', message: text.replaceAll(/\p{Cc}/gu, '?') })),
  };
}

/** One error for one source: the mistake is its details, or several are beside one another. */
function invalid(
  source: { readonly file: string } | { readonly variable: string },
  faults: readonly ConfigFault[],
): KgError {
  const [only, ...others] = faults;
  return new KgError('CONFIG_INVALID', others.length === 0 ? { ...source, ...only } : { ...source, mistakes: faults });
}

/**
 * cosmiconfig's public functions first look for a config of cosmiconfig itself in the current directory, and run it when it
 * is JavaScript: `.config/config.cjs` of any branch somebody stands in. No option turns that off. Its explorer, given all
 * options, does not look; the class is internal, so its few types are written here.
 */
declare module 'cosmiconfig/dist/Explorer.js' {
  export class Explorer {
    constructor(options: Readonly<Record<string, unknown>>);
    load(file: string): Promise<{ readonly config?: unknown } | null>;
  }
}

async function load(file: string, by: 'repository' | 'user'): Promise<Checked> {
  const [{ Explorer }, { parseConfigText }] = await Promise.all([
    import('cosmiconfig/dist/Explorer.js'),
    import('./config/text.ts'),
  ]);
  let checked = checkConfig(null, by);
  /** What it gives back is empty, so that no `$import` in it is followed. */
  const read = (_: string, text: string): Record<string, never> => {
    const { tree, faults } = parseConfigText(text);
    checked = faults.length > 0 ? { ...checked, faults } : checkConfig(tree, by);
    return {};
  };
  const refuse = (): never => {
    throw new KgError('INTERNAL', { file });
  };
  const explorer = new Explorer({
    moduleName: 'keepgoing',
    searchPlaces: [],
    searchStrategy: 'none',
    metaConfigFilePath: null,
    cache: false,
    transform: (result: unknown) => result,
    loaders: { noExt: read, '.json': read, '.yaml': read, '.yml': read, default: refuse },
  });
  await explorer.load(file).catch((error: unknown) => {
    throw invalid({ file }, [unreadable(codeOf(error), 'a readable file')]);
  });
  return checked;
}

function settle(layers: readonly Layer[], home: string): Config {
  const value = <T>(key: ConfigKey<T>): T => {
    const plain = layers.map((layer) => layer.values.get(key.name)).find((one) => one !== undefined);
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
