import { readFile } from 'node:fs/promises';
import { fill } from './fill.ts';
import type { Programs } from './programs.ts';

/** Where a process is at home: its terminal, and the socket of the tmux server that it runs in. `null`: not known, or none. */
export type ProcessHome = { readonly tty: string | null; readonly tmux: string | null };

/** A pane of tmux, by the ids that tmux never gives to another. */
export type Pane = { readonly tty: string; readonly session: string; readonly window: string; readonly pane: string };

/** Programs to run one after the other; the last ones may fail. `null`: there is no way, and `why` says so. */
export type JumpPlan = { readonly run: readonly (readonly string[])[]; readonly why: string | null };

const paneFormat = '#{pane_tty} #{session_id} #{window_id} #{pane_id}';

/** Reads what `tmux list-panes -a -F` printed in `paneFormat`. */
export function parsePanes(text: string): readonly Pane[] {
  return text.split('\n').flatMap((line) => {
    const found = /^(\/\S+) (\$\d+) (@\d+) (%\d+)$/u.exec(line);
    const [, tty = '', session = '', window = '', pane = ''] = found ?? [];
    return found === null ? [] : [{ tty, session, window, pane }];
  });
}

/** Decides how to bring a terminal to the front. Pure. */
export function planJump(asked: {
  readonly home: ProcessHome;
  readonly panes: readonly Pane[];
  readonly configured: readonly string[];
  readonly path: string;
  readonly pid: number;
}): JumpPlan {
  const { home, panes, configured, path, pid } = asked;
  const pane = panes.find(({ tty }) => tty === home.tty);
  const known = { path, pid: String(pid), tty: home.tty ?? '' };
  const program = configured.length === 0 ? [] : [fill(configured, known)];
  if (pane !== undefined) {
    const tmux = home.tmux === null ? ['tmux'] : ['tmux', '-S', home.tmux];
    return {
      run: [
        [...tmux, 'select-window', '-t', pane.window],
        [...tmux, 'select-pane', '-t', pane.pane],
        [...tmux, 'switch-client', '-t', pane.session],
        ...program,
      ],
      why: null,
    };
  }
  if (program.length > 0) return { run: program, why: null };
  const place = home.tty === null ? `process ${pid}` : `process ${pid} on ${home.tty}`;
  return { run: [], why: `The session is ${place}, in no pane of tmux; tray.jump in the config can name a program` };
}

/** Looks where a process is at home. */
async function readProcessHome(
  pid: number,
  { platform, programs }: { readonly platform: NodeJS.Platform; readonly programs: Programs },
): Promise<ProcessHome> {
  if (platform === 'win32') return { tty: null, tmux: null };
  if (platform !== 'linux') {
    const said = await programs.run(['/bin/ps', '-o', 'tty=', '-p', String(pid)]);
    const name = said?.stdout.trim() ?? '';
    return { tty: /^[\w/]+$/u.test(name) ? `/dev/${name}` : null, tmux: null };
  }
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [stat, environment] = await Promise.all([read('stat'), read('environ')]);
  return {
    tty: ttyOf(stat),
    tmux: /(?:^|\0)TMUX=(?<socket>\/[^,\0]+),/u.exec(environment)?.groups?.['socket'] ?? null,
  };
}

/** The controlling terminal: field 7 of `stat`, a device number. proc_pid_stat(5); devices.txt of Linux names the majors. */
export function ttyOf(stat: string): string | null {
  const number = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[4]);
  if (!Number.isInteger(number) || number <= 0) return null;
  const major = (number >> 8) & 0xfff;
  const minor = (number & 0xff) | ((number >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) return `/dev/pts/${(major - 136) * 256 + minor}`;
  return major === 4 ? `/dev/tty${minor}` : null;
}

/** Jumps. Answers why not, when there is no way. */
export async function jump(asked: {
  readonly pid: number;
  readonly path: string;
  readonly configured: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly programs: Programs;
}): Promise<string | null> {
  const { pid, programs } = asked;
  const home = await readProcessHome(pid, asked);
  const tmux = home.tmux === null ? ['tmux'] : ['tmux', '-S', home.tmux];
  const listed = home.tty === null ? null : await programs.run([...tmux, 'list-panes', '-a', '-F', paneFormat]);
  const plan = planJump({ ...asked, home, panes: parsePanes(listed?.stdout ?? '') });
  for (const argv of plan.run) await (argv[0] === 'tmux' ? programs.run(argv) : programs.start(argv));
  return plan.why;
}
