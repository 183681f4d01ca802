/**
 * The config of kg. Precedence: flag › `KG_*` environment › main worktree › user › default; flags are the commands' own.
 *
 * A repository is hostile input and its config is data: no format that runs, no imports, no search beyond the places named
 * in `config/places.ts`. Most people have no config file, so its parsers are loaded only when there is one.
 */
import { delimiter } from 'node:path';
import { checkVariable, variablesIn } from './config/check.ts';
import { loadConfigFile } from './config/load-file.ts';
import { codeOf, findConfig, repositoryPlaces, unreadable, userPlaces, type FoundConfig } from './config/places.ts';
import { settleConfig, type Config } from './config/settle.ts';
import type { ConfigFault } from './config/tree.ts';
import type { Plain } from './config/types.ts';
import { KgError, type Problem } from './errors.ts';
import type { Surroundings } from './places.ts';

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
    config: settleConfig(
      layers.map((layer) => layer.values),
      surroundings.home,
    ),
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
  const { values, faults, ignored } = await loadConfigFile(file, by).catch((error: unknown) => {
    throw invalid({ file }, [unreadable(codeOf(error), 'a readable file')]);
  });
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
