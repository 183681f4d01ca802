/** Pure: reads JSON as compilers take it for their settings: with comments, and commas at the ends of lists. `undefined` for what is none. */
export function parseLooseJson(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/u, '')
    .replaceAll(stringOr(String.raw`//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?`), '$1');
  try {
    return JSON.parse(plain.replaceAll(stringOr(String.raw`,(?=\s*[\]}])`), '$1'));
  } catch {
    // Half written, or a template of something else.
    return undefined;
  }
}

/** A string, also one that is not ended, so that each character is looked at once; or what is to be left out. */
function stringOr(other: string): RegExp {
  return new RegExp(String.raw`("(?:[^"\\\n]|\\.)*"?)|${other}`, 'gu');
}

/** Pure: a field of a value, if it has such fields at all. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined;
  const found: unknown = Reflect.get(value, name);
  return found;
}

/** Pure: the texts of a list; none where it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
