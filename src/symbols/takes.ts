import type { Rules } from './duplicates.ts';
import type { Language } from './language.ts';

/** How each language lets names be declared twice. */
export const rulesOf: Readonly<Record<Language, Rules>> = {
  typescript: { takes: (one) => ofScript(one), imported: ['value', 'type'] },
  tsx: { takes: (one) => ofScript(one), imported: ['value', 'type'] },
  javascript: { takes: (one) => ofScript(one), imported: ['value'] },
  go: { takes: (one) => ofGo(one), imported: [] },
  rust: { takes: (one) => ofRust(one), imported: [] },
  java: { takes: (one) => ofJava(one), imported: [] },
  python: { takes: (one) => ofPython(one), imported: [] },
};

/** Functions may have signatures beside them, interfaces and namespaces merge, and a type may have the name of a value. */
function ofScript({ kind, variant, overload, container, name }: Parameters<Rules['takes']>[0]): readonly string[] {
  if (overload === true || name.startsWith('[')) return [];
  if (container !== null)
    return kind === 'method' || kind === 'value' ? [variant.replace(/^(?:method|member)/u, '')] : [];
  if (kind === 'class') return ['value', 'type'];
  if (kind === 'type') return ['type'];
  return kind === 'function' || kind === 'value' ? ['value'] : [];
}

/** A second function or class of one name silently takes the place of the first; under a condition that is meant. */
function ofPython({ kind, name, altered, isIndented }: Parameters<Rules['takes']>[0]): readonly string[] {
  const isDefined = kind === 'function' || kind === 'method' || kind === 'class' || kind === 'enum';
  return isDefined && altered !== true && !isIndented && name !== '_' ? ['name'] : [];
}

/** One name for all at the top, and one for the methods of a type. */
function ofGo({ name, kind, container }: Parameters<Rules['takes']>[0]): readonly string[] {
  return name === '_' || (container === null && name === 'init' && kind === 'function') ? [] : ['name'];
}

/** Types and values have names apart; an attribute may leave a declaration out. Methods may be of blocks that never meet. */
function ofRust({ kind, altered, container, within }: Parameters<Rules['takes']>[0]): readonly string[] {
  if (altered === true || (container !== null && (kind === 'method' || within.length > 1))) return [];
  if (kind === 'function' || kind === 'value') return ['value'];
  return kind === 'type' || kind === 'enum' || kind === 'interface' || kind === 'namespace' ? ['type'] : [];
}

/** Methods of one name differ by the types of their parameters. */
function ofJava({ kind, contract, container }: Parameters<Rules['takes']>[0]): readonly string[] {
  if (container === null) return ['type'];
  if (kind !== 'method') return [kind === 'value' ? 'value' : 'type'];
  const parameters = /\((.*)\)/u.exec(contract)?.[1] ?? '';
  return [`(${parameters.replaceAll(/@\w+(?:\([^)]*\))? |\bfinal /gu, '').replaceAll(/ \w+(?=,|$)/gu, '')})`];
}
