/** What a whole command needs besides time: git processes and memory. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './timing.ts';

type Command = Pick<Contender, 'cwd' | 'env' | 'command'>;

/** Counts with a program called git, made in `directory`, that notes each start and then becomes the real one. */
export function countGit({ cwd, env, command }: Command, directory: string): number {
  const log = join(directory, 'log');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'git'), `#!/bin/sh\necho >> '${log}'\nPATH='${env['PATH']}' exec git "$@"\n`);
  chmodSync(join(directory, 'git'), 0o755);
  run({ cwd, env: { ...env, PATH: `${directory}:${env['PATH']}` }, command });
  return readFileSync(log, 'utf8').length;
}

/** MiB that a Node program held at most, its children left out: it tells at its end. */
export function ownPeakMemory({ cwd, env, command }: Command): number {
  const tell = `process.on('exit',()=>process.stderr.write('\\nPEAK '+process.resourceUsage().maxRSS+'\\n'))`;
  const [program = '', ...rest] = command;
  const stderr = run({ cwd, env, command: [program, '--import', `data:text/javascript,${encodeURI(tell)}`, ...rest] });
  return Number(/^PEAK (\d+)$/mu.exec(stderr)?.[1]) / 1024;
}

/** Runs a command to its end and answers what it wrote to standard error. Throws when it fails. */
export function run({ cwd, env, command }: Command): string {
  const [program = '', ...rest] = command;
  const { status, stderr } = spawnSync(program, rest, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  return stderr;
}
