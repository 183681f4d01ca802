import type { Plain } from './types.ts';

/** What stands in a config file, with the place of each part, and nothing of the parser that read it. */
export type ConfigNode =
  | { readonly kind: 'map'; readonly at: Place; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: 'list'; readonly at: Place; readonly items: readonly ConfigNode[] }
  | { readonly kind: 'value'; readonly at: Place; readonly value: string | number | boolean | null };

/** Keys are kept in a list, so that no key of a file can be taken for something that every object has. */
export type ConfigEntry = { readonly key: string; readonly at: Place; readonly value: ConfigNode };

/** Counted from 1, as editors do. */
export type Place = { readonly line: number; readonly column: number };

/**
 * One thing wrong with a config. Plain JSON: it becomes the details of CONFIG_INVALID.
 * `key` is the dotted name, absent when it is about the whole file. `value` is what was found, cut short; where no value is
 * to blame, `message` says what is.
 */
export type ConfigFault = Partial<Place> & {
  readonly reason: 'unreadable' | 'syntax' | 'unknown-key' | 'repeated-key' | 'bad-value';
  readonly key?: string;
  readonly value?: string | number | boolean | null;
  readonly message?: string;
  readonly expected: string | readonly string[];
  /** The expected word that is a few keystrokes away. */
  readonly nearest?: string;
};

/** The value of a node without its places; `undefined` when a mapping is in it, which no key takes. */
export function plainOf(node: ConfigNode): Plain | undefined {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'map') return undefined;
  const items = node.items.map(plainOf).filter((item) => item !== undefined);
  return items.length === node.items.length ? items : undefined;
}

/** A node as the value of a fault: enough to recognise it. */
export function shown(node: ConfigNode): string | number | boolean | null {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  return typeof node.value === 'string' ? cut(node.value) : node.value;
}

/** The beginning of a text that may be of any length. */
export function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const longest = 80;
