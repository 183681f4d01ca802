import type { Rules } from './duplicates.ts';
import type { Language } from './language.ts';

/** How each language lets names be declared twice. */
export const rulesOf: Readonly<Record<Language, Rules>> = {
  typescript: { takes: (one) => ofScript(one), imported: ['value', 'type'] },
  tsx: { takes: (one) => ofScript(one), imported: ['value', 'type'] },
  javascript: { takes: (one) => ofScript(one), imported: ['value'] },
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
