import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import { cut, type ConfigEntry, type ConfigFault, type ConfigNode, type Place } from './tree.ts';

/** A config text as a tree; `null` when it says nothing. Where there are faults, there is no tree. */
export type ConfigText = { readonly tree: ConfigNode | null; readonly faults: readonly ConfigFault[] };

/**
 * Parses a config text. JSON is read by the same parser, being YAML too, so that both know their lines.
 *
 * The tree is taken from the syntax, never from the parser's own objects: aliases stay aliases and are refused, so they
 * cannot multiply, and a key named `__proto__` is a key like any other.
 */
export function parseConfigText(text: string): ConfigText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // The parser compares every key with every other; the check of the tree does it in one pass.
    uniqueKeys: false,
    // With `silent` a second document would be dropped without a word.
    logLevel: 'error',
  });
  const at = (node: { readonly range?: readonly number[] | null }): Place => placeOf(lines, node.range?.[0] ?? 0);
  const wrong = [...document.errors, ...document.warnings].slice(0, most);
  if (wrong.length > 0) {
    const faults = wrong.map((error) => syntaxFault(placeOf(lines, error.pos[0]), error.message));
    return { tree: null, faults: uniqueLines(faults) };
  }
  const faults: ConfigFault[] = [];
  const tree = document.contents === null ? null : toTree(document.contents, at, faults);
  return faults.length > 0 ? { tree: null, faults: faults.slice(0, most) } : { tree, faults };
}

/** How many faults of one file are worth naming. */
const most = 20;

function toTree(node: ParsedNode | null, at: (node: ParsedNode) => Place, faults: ConfigFault[]): ConfigNode {
  if (node === null) return { kind: 'value', at: { line: 1, column: 1 }, value: null };
  if (isMap(node)) {
    const entries: ConfigEntry[] = [];
    for (const { key, value } of node.items) {
      if (isScalar(key) && typeof key.value === 'string') {
        entries.push({
          key: key.value,
          at: at(key),
          value: value === null ? nothing(at(key)) : toTree(value, at, faults),
        });
      } else faults.push(syntaxFault(at(key), 'a key is not a plain word'));
    }
    return { kind: 'map', at: at(node), entries };
  }
  if (isSeq(node)) return { kind: 'list', at: at(node), items: node.items.map((item) => toTree(item, at, faults)) };
  if (isAlias(node)) faults.push(syntaxFault(at(node), 'aliases are not read'));
  const value = isScalar(node) ? node.value : null;
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return scalar(at(node), value);
  faults.push(syntaxFault(at(node), 'a value is of no plain type'));
  return nothing(at(node));
}

function scalar(at: Place, value: unknown): ConfigNode {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'value', at, value: plain };
}

function nothing(at: Place): ConfigNode {
  return { kind: 'value', at, value: null };
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function syntaxFault(at: Place, says: string): ConfigFault {
  return { reason: 'syntax', ...at, message: cut(says), expected: 'YAML or JSON with keys and plain values' };
}

/** A parser that has lost its way complains many times about one line; the first complaint is the one that helps. */
function uniqueLines(faults: readonly ConfigFault[]): ConfigFault[] {
  return faults.filter((fault, index) => faults.findIndex((other) => other.line === fault.line) === index);
}
