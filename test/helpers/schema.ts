import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type SchemaName =
  | 'checkpoint'
  | 'checkpoint-prune'
  | 'checkpoint-restore'
  | 'glance'
  | 'list'
  | 'show'
  | 'overlap'
  | 'pre-commit'
  | 'init'
  | 'doctor'
  | 'who'
  | 'drift'
  | 'check'
  | 'tray'
  | 'error';

/** Parses a published schema. */
export async function readSchema(name: SchemaName): Promise<Readonly<Record<string, unknown>>> {
  const schema: unknown = JSON.parse(
    await readFile(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  if (!isRecord(schema)) throw new Error(`schemas/${name}.schema.json holds no object`);
  return schema;
}

/**
 * What is wrong with an answer, one line a fault. A published schema is open, since fields may be added at any time; here
 * it is closed first, so that no field leaves kg without standing in it.
 */
export async function faultsOf(name: SchemaName, answer: string, { closed = true } = {}): Promise<readonly string[]> {
  const schema = await readSchema(name);
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  // What one answer shows of another is described once, and referred to by its id.
  if (name === 'show' || name === 'pre-commit')
    ajv.addSchema(closed ? close(await readSchema('overlap')) : await readSchema('overlap'));
  const validate = ajv.compile(closed ? close(schema) : schema);
  validate(JSON.parse(answer));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

/** The same schema, in which an object has no other fields than those that it names. */
function close(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parts = Object.entries(schema).map(([key, value]) => [key, isRecord(value) ? close(value) : value]);
  const named = isRecord(schema['properties']) && schema['type'] === 'object';
  return { ...(named ? { additionalProperties: false } : {}), ...Object.fromEntries(parts) };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
