import { Config } from '@oclif/core';
import type { KgCommand, World } from '../../src/command.ts';
import type { Output } from '../../src/streams.ts';

/** What a command said and how it ended. */
export type Outcome = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

export type Terminal = {
  /** Width of the terminal; left out, the output goes into a pipe. */
  readonly columns?: number;
  readonly directory: string;
  readonly home: string;
  readonly now?: Date;
  readonly env?: Readonly<Record<string, string>>;
};

type CommandClass = new (argv: string[], config: Config) => KgCommand & { run(): Promise<unknown> };

/** Runs a command in this process, in a world of the test's own. */
export async function runCommand(command: CommandClass, argv: string[], terminal: Terminal): Promise<Outcome> {
  const config = await Config.load({ root: process.cwd(), ignoreManifest: true, pjson });
  const out = sink(terminal.columns);
  const err = sink(terminal.columns);
  class InThisWorld extends command {
    protected override world(): World {
      return {
        env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...terminal.env },
        directory: terminal.directory,
        home: terminal.home,
        platform: process.platform,
        now: () => terminal.now ?? new Date(),
        self: '/opt/kg/bin/run.js',
        node: { version: 'v24.21.0', path: '/opt/node' },
        stdin: process.stdin,
        stdout: out.stream,
        stderr: err.stream,
        // What depends on how fast the machine is does not belong into a snapshot.
        patience: 1_000_000,
        isAlive: () => true,
        onEnd: () => () => {},
        suspend: () => {},
        leave: () => {},
      };
    }
  }
  const before = process.exitCode;
  const exitCode = () => Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  try {
    // oclif runs a command through this method; the static `run` would load a config of its own.
    await new InThisWorld(argv, config)['_run']();
    return { stdout: out.text(), stderr: err.text(), exitCode: exitCode() };
  } finally {
    process.exitCode = before;
  }
}

/** A package without commands: the class under test is at hand. */
const pjson = { name: 'keepgoing', version: '0.0.0', oclif: { bin: 'kg', commands: './none' } };

function sink(columns: number | undefined): { readonly stream: Output; readonly text: () => string } {
  const chunks: string[] = [];
  const write = (text: string) => chunks.push(text) > 0;
  const deaf = { on: () => {}, off: () => {} };
  const size = columns === undefined ? { isTTY: false } : { isTTY: true, columns, rows: 40 };
  return { stream: { ...size, ...deaf, write }, text: () => chunks.join('') };
}
