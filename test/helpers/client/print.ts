import { execFile } from 'node:child_process';
import { installClient } from './install.ts';
import { isObject, parseObject, type Fields } from './fields.ts';
import type { StartOptions } from './interactive.ts';

export type PrintOptions = StartOptions & { readonly prompt: string };

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
}: PrintOptions): Promise<Printed> {
  const file = await installClient(version);
  const all = ['-p', prompt, '--output-format', 'json', '--permission-mode', 'acceptEdits', ...args];
  const ran = await run({ file, args: all, cwd, env: { ...home.environment({ api: api.url }), ...env } });
  if (!isObject(parseQuietly(ran.stdout))) {
    throw new Error(`client ${version} -p gave no JSON (exit ${ran.code}):\n${ran.stdout}\n${ran.stderr}`);
  }
  return { code: ran.code, stderr: ran.stderr, output: parseObject(ran.stdout, `output of ${version} -p`) };
}

/** How a program that was run to its end ended, and what it printed. */
export type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end with nothing on its standard input. */
export function run(options: {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const { file, args, cwd, env } = options;
    const child = execFile(
      file,
      args,
      { cwd, env, timeout: 60_000, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the caller shows the text
  }
}
