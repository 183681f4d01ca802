import { installClient } from './install.ts';
import { isObject, parseObject, type Fields } from './fields.ts';
import type { StartOptions } from './interactive.ts';
import { run } from './run.ts';

export type PrintOptions = StartOptions & {
  readonly prompt: string;
  /** Ends the client at once. */
  readonly signal?: AbortSignal;
};

export type Printed = {
  readonly code: number;
  readonly stderr: string;
  /** The client's JSON answer. */
  readonly output: Fields;
};

/** Runs the client once with `-p` and gives its answer. Edits are accepted unless `args` say otherwise. */
export async function printClient({
  version,
  cwd,
  home,
  api,
  prompt,
  args = [],
  env = {},
  signal,
}: PrintOptions): Promise<Printed> {
  const file = await installClient(version);
  const all = ['-p', prompt, '--output-format', 'json', '--permission-mode', 'acceptEdits', ...args];
  const whole = { ...home.environment({ api: api.url }), ...env };
  const ran = await run({ file, args: all, cwd, env: whole, ...(signal === undefined ? {} : { signal }) });
  if (!isObject(parseQuietly(ran.stdout))) {
    throw new Error(`client ${version} -p gave no JSON (exit ${ran.code}):\n${ran.stdout}\n${ran.stderr}`);
  }
  return { code: ran.code, stderr: ran.stderr, output: parseObject(ran.stdout, `output of ${version} -p`) };
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller shows the text
  }
}
