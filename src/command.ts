import { Command, Flags } from '@oclif/core';
import { availableParallelism, homedir } from 'node:os';
import { resolve } from 'node:path';
import { saveCrash } from './crash.ts';
import type { Keyboard, Output } from './dashboard/terminal.ts';
import { onEnd } from './ending.ts';
import { openKg, type Kg } from './kg.ts';
import { renderError } from './render/error.ts';
import { toJson } from './render/json.ts';
import { openStyle, type Style } from './render/style.ts';

/** What a command sees of the world. Tests give their own; nothing below a command looks at the process. */
export type World = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
  readonly stdin: Keyboard;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Registers what must be put back however the process ends; answers how to take that back. */
  readonly onEnd: (restore: () => void) => () => void;
};

/** Every command of kg: parse, one call into the core, print. stdout is the answer, stderr is the story. */
export abstract class KgCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    directory: Flags.directory({
      char: 'C',
      summary: 'Act as if started in this directory',
      helpValue: '<path>',
      helpGroup: 'GLOBAL',
    }),
  };

  protected world(): World {
    return {
      env: process.env,
      directory: process.cwd(),
      home: homedir(),
      platform: process.platform,
      now: () => new Date(),
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      onEnd: (restore) => onEnd(process, restore),
    };
  }

  /** Opens kg where the flags say. */
  protected open(
    flags: { readonly directory?: string | undefined },
    needs: 'project' | 'nothing' = 'project',
  ): Promise<Kg> {
    const world = this.world();
    return openKg({
      ...world,
      directory: resolve(world.directory, flags.directory ?? '.'),
      concurrency: Math.max(2, availableParallelism()),
      needs,
    });
  }

  protected style(stream: 'stdout' | 'stderr' = 'stdout'): Style {
    const world = this.world();
    const { isTTY, columns } = world[stream];
    return openStyle({ isTTY: isTTY ?? false, columns, env: world.env });
  }

  /** Prints the answer, and the story beside it. Silent with --json, where the answer is the value that `run` returns. */
  protected print({ lines, notes }: { readonly lines: readonly string[]; readonly notes: readonly string[] }): void {
    if (this.jsonEnabled()) return;
    const { stdout, stderr } = this.world();
    stdout.write(lines.map((line) => `${line}\n`).join(''));
    stderr.write(notes.map((line) => `${line}\n`).join(''));
  }

  protected override logJson(value: unknown): void {
    this.world().stdout.write(toJson(value));
  }

  /** The lines that tell an error, without saving anything. */
  protected errorLines(error: unknown): readonly string[] {
    return renderError(error, { home: this.world().home, saved: null }).lines;
  }

  /** Every error is shown here, once, and ends with exit code 2: could not. */
  protected override async catch(error: unknown): Promise<void> {
    const world = this.world();
    process.exitCode = 2;
    const saved = await saveCrash(error, world);
    const { lines, json } = renderError(error, { home: world.home, saved });
    if (this.jsonEnabled()) world.stdout.write(toJson(json));
    else world.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}
