/**
 * Strict reading of the client's own files. The product reads them leniently; these tests are where a change of format must
 * be loud, so a field that is missing or of another type is an error that names it.
 */

export type Fields = { readonly source: string; readonly values: Readonly<Record<string, unknown>> };

/** Parses one JSON object; `source` names it in errors. */
export function parseObject(text: string, source: string): Fields {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error(`${source} holds no JSON object but ${text.slice(0, 60)}`);
  return { source, values: value };
}

export function textField(fields: Fields, name: string): string {
  const value = fields.values[name];
  return typeof value === 'string' ? value : wrong(fields, name, 'a text');
}

export function numberField(fields: Fields, name: string): number {
  const value = fields.values[name];
  return typeof value === 'number' ? value : wrong(fields, name, 'a number');
}

export function objectField(fields: Fields, name: string): Fields {
  const value = fields.values[name];
  return isObject(value) ? { source: `${fields.source} › ${name}`, values: value } : wrong(fields, name, 'an object');
}

/** `null` when the field is absent; still an error when it is there and no text. */
export function optionalText(fields: Fields, name: string): string | null {
  return fields.values[name] === undefined ? null : textField(fields, name);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong({ source, values }: Fields, name: string, expected: string): never {
  const found = name in values ? JSON.stringify(values[name])?.slice(0, 80) : 'nothing';
  throw new Error(
    `the client's format has changed: ${source} has no field "${name}" that is ${expected} (found ${found}; fields there: ${Object.keys(values).join(', ')})`,
  );
}
