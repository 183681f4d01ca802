import { KgError } from '../errors.ts';
import { checkConfig, type Checked } from './check.ts';

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

/**
 * What a config file says, checked. No loader that runs code, no `$import`, no search. Rejects with what the file system says when
 * it cannot be read.
 */
export async function loadConfigFile(file: string, by: 'repository' | 'user'): Promise<Checked> {
  const [{ Explorer }, { parseConfigText }] = await Promise.all([
    import('cosmiconfig/dist/Explorer.js'),
    import('./text.ts'),
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
  await explorer.load(file);
  return checked;
}
