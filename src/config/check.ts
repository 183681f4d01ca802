import { everyKey, environmentName, type ConfigKey } from './keys.ts';
import { cut, plainOf, shown, type ConfigEntry, type ConfigFault, type ConfigNode, type Place } from './tree.ts';
import type { Plain } from './types.ts';
import { nearest } from '../nearest.ts';

/** What one file or variable sets, by dotted key, and what is wrong with it. */
export type Checked = {
  readonly values: ReadonlyMap<string, Plain>;
  readonly faults: readonly ConfigFault[];
  /** Keys that only the user may set, found in a repository's file. */
  readonly ignored: readonly (Place & { readonly key: string })[];
};

/** Checks the tree of a file against the keys there are. A key without a value is not set. */
export function checkConfig(tree: ConfigNode | null, by: 'repository' | 'user'): Checked {
  const values = new Map<string, Plain>();
  const faults: ConfigFault[] = [];
  const ignored: (Place & { readonly key: string })[] = [];

  const visit = (node: ConfigNode, path: string): void => {
    if (node.kind === 'value' && node.value === null) return;
    if (node.kind !== 'map') {
      faults.push(noMapping(node, path));
      return;
    }
    const seen = new Set<string>();
    for (const entry of node.entries) {
      if (faults.length >= most) return;
      const name = path === '' ? entry.key : `${path}.${entry.key}`;
      const key = entry.key.includes('.') ? undefined : everyKey.find((one) => one.name === name);
      if (seen.has(entry.key)) faults.push(repeated(entry, name));
      else if (key && key.who === 'user' && by === 'repository') ignored.push({ ...entry.at, key: name });
      else if (key) take(key, entry.value, values, faults);
      else if (isSection(name, entry.key)) visit(entry.value, name);
      else faults.push(unknown(entry, path));
      seen.add(entry.key);
    }
  };
  if (tree) visit(tree, '');
  return { values, faults, ignored };
}

/** How many faults of one file are worth naming. */
const most = 20;

/** Checks the variable of a key. An empty one is not set; one of a list is split like PATH. */
export function checkVariable(
  key: ConfigKey<unknown>,
  text: string,
  delimiter: string,
): Plain | ConfigFault | undefined {
  if (text === '') return undefined;
  const plain = key.type.item ? text.split(delimiter).filter(Boolean) : text;
  if (key.type.read(plain) !== undefined) return plain;
  return { reason: 'bad-value', key: key.name, value: cut(text), ...expectation(key, text) };
}

function take(key: ConfigKey<unknown>, node: ConfigNode, values: Map<string, Plain>, faults: ConfigFault[]): void {
  const plain = plainOf(node);
  if (plain === null) return;
  if (plain !== undefined && key.type.read(plain) !== undefined) {
    values.set(key.name, plain);
    return;
  }
  const wrong = key.type.item && node.kind === 'list' ? (node.items.find((item) => !suits(key, item)) ?? node) : node;
  faults.push({
    reason: 'bad-value',
    ...wrong.at,
    key: key.name,
    value: shown(wrong),
    ...expectation(key, plainOf(wrong)),
  });
}

function suits(key: ConfigKey<unknown>, item: ConfigNode): boolean {
  const plain = plainOf(item);
  return plain !== undefined && key.type.item?.(plain) === true;
}

function expectation(key: ConfigKey<unknown>, found: unknown): Pick<ConfigFault, 'expected' | 'nearest'> {
  const { expected } = key.type;
  const [near] = typeof expected === 'string' || typeof found !== 'string' ? [] : nearest(cut(found), expected);
  return { expected, ...(near === undefined ? {} : { nearest: near }) };
}

function noMapping(node: ConfigNode, path: string): ConfigFault {
  const found = { reason: 'bad-value', ...node.at, expected: namesUnder(path) } as const;
  return path === '' ? { ...found, message: 'holds no keys' } : { ...found, key: path, value: shown(node) };
}

function unknown(entry: ConfigEntry, path: string): ConfigFault {
  const expected = namesUnder(path);
  const [near] = nearest(cut(entry.key), expected);
  const key = cut(path === '' ? entry.key : `${path}.${entry.key}`);
  const found = { reason: 'unknown-key', ...entry.at, key, expected } as const;
  return near === undefined ? found : { ...found, nearest: near };
}

function repeated(entry: ConfigEntry, name: string): ConfigFault {
  return { reason: 'repeated-key', ...entry.at, key: cut(name), message: 'stands twice', expected: 'each key once' };
}

function isSection(name: string, key: string): boolean {
  return !key.includes('.') && everyKey.some((one) => one.name.startsWith(`${name}.`));
}

/** The names that may stand at one level: "sort" and "finishedAfter" under "list". */
function namesUnder(path: string): string[] {
  const prefix = path === '' ? '' : `${path}.`;
  const below = everyKey.filter((key) => key.name.startsWith(prefix)).map((key) => key.name.slice(prefix.length));
  return [...new Set(below.map((name) => name.split('.', 1).join('')))];
}

/** The keys that have a variable in an environment, with its text. */
export function variablesIn(
  env: Readonly<Record<string, string | undefined>>,
): readonly { readonly key: ConfigKey<unknown>; readonly variable: string; readonly text: string }[] {
  return everyKey.flatMap((key) => {
    const variable = environmentName(key.name);
    const text = env[variable];
    return text === undefined ? [] : [{ key, variable, text }];
  });
}
