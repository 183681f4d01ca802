import { Command, Flags } from '@oclif/core';
import { statSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { resolve } from 'node:path';
import { saveCrash } from './crash.ts';
import { print, type Keyboard, type Output, type Printed } from './streams.ts';
import { isAlive } from './alive.ts';
import { leaveAtOnce, onEnd, openLife, suspend } from './ending.ts';
import { KgError } from './errors.ts';
import { openKg, type Kg, type Life } from './kg.ts';
import { toJson } from './render/json.ts';
import { openStyle, type Style } from './render/style.ts';
import { showWaiting, usualPatience } from './render/waiting.ts';

/** What a command sees of the world. Tests give their own; nothing below a command looks at the process. */
export type World = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly now: () => Date;
  /** The file that kg was started from, and the Node that runs it. */
  readonly self: string;
  readonly node: { readonly version: string; readonly path: string };
  readonly stdin: Keyboard;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds that work may take before something is said about it. */
  readonly patience: number;
  /** Whether a process of that id is there. */
  readonly isAlive: (pid: number) => boolean;
  /** Registers what must be put back however the process ends; answers how to take that back. */
  readonly onEnd: (restore: () => void) => () => void;
  /** Gives the terminal back to the shell for a while, and calls when the person is here again. */
  readonly suspend: (resumed: () => void) => void;
  /** Ends the process at once, even while something hangs. */
  readonly leave: (exitCode: number) => void;
  /** What lets everything begun end with this process; left out where it is not the command's own. */
  readonly life?: () => Life;
};

/** Every command of kg: parse, one call into the core, print. stdout is the answer, stderr is the story. */
export abstract class KgCommand extends Command {
  static override enableJsonFlag = true;

  #life: Life | undefined;

  static override baseFlags = {
    directory: Flags.string({
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
      self: process.argv[1] ?? '',
      node: { version: process.version, path: process.execPath },
      // Opening it costs milliseconds, and only a live list reads keys.
      get stdin() {
        return process.stdin;
      },
      stdout: process.stdout,
      stderr: process.stderr,
      patience: usualPatience,
      isAlive: (pid) => isAlive(() => process.kill(pid, 0)),
      onEnd: (restore) => onEnd(process, restore),
      suspend: (resumed) => suspend(process, resumed),
      leave: (exitCode) => leaveAtOnce(process, exitCode),
      life: () => (this.#life ??= openLife(process)),
    };
  }

  /** Where the flags say that the person stands, absolute. */
  protected directory(flags: { readonly directory?: string | undefined }): string {
    const directory = resolve(this.world().directory, flags.directory ?? '.');
    const isDirectory = statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isDirectory) throw new KgError('USAGE', { message: `No such directory: ${directory}` });
    return directory;
  }

  /** Opens kg there. */
  protected open(
    flags: { readonly directory?: string | undefined },
    needs: 'project' | 'nothing' = 'project',
  ): Promise<Kg> {
    const { env, home, platform, now, life } = this.world();
    return openKg({
      env,
      home,
      platform,
      now,
      directory: this.directory(flags),
      concurrency: Math.max(2, availableParallelism()),
      needs,
      ...(life && { life: life() }),
    });
  }

  protected style(stream: 'stdout' | 'stderr' = 'stdout'): Style {
    const world = this.world();
    const { isTTY, columns } = world[stream];
    return openStyle({ isTTY: isTTY ?? false, columns, env: world.env });
  }

  /** Says on a terminal that a survey runs, when it takes long enough to wonder. */
  protected showWaiting<T>(work: Promise<T>): Promise<T> {
    const { stderr, patience } = this.world();
    return showWaiting({ work, stderr, style: this.style('stderr'), patience });
  }

  /** Prints the answer, and the story beside it. Silent with --json, where the answer is the value that `run` returns. */
  protected print(printed: Printed): void {
    if (!this.jsonEnabled()) print(this.world(), printed);
  }

  protected override logJson(value: unknown): void {
    this.world().stdout.write(toJson(value));
  }

  /** What gives the lines that tell an error, without saving anything. */
  protected async errorLines(): Promise<(error: unknown) => readonly string[]> {
    const { renderError } = await import('./render/error.ts');
    return (error) => renderError(error, { home: this.world().home, style: this.style() }).lines;
  }

  /** Every error is shown here, once, and ends with exit code 2: could not. */
  protected override async catch(error: unknown): Promise<void> {
    const world = this.world();
    process.exitCode = 2;
    const saved = await saveCrash(error, world);
    const { renderError } = await import('./render/error.ts');
    const { lines, json } = renderError(error, { home: world.home, saved, style: this.style('stderr') });
    if (this.jsonEnabled()) world.stdout.write(toJson(json));
    else world.stderr.write(lines.map((line) => `${line}\n`).join(''));
  }
}
