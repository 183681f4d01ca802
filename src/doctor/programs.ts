/** What a program did. `exitCode` is `null` when it was ended or could not be started; `says` then tells why. */
export type ProgramAnswer = { readonly exitCode: number | null; readonly stdout: string; readonly says: string };

export type ProgramCall = {
  /** Absolute path: the search of PATH is not left to the system, which may look in the current directory. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: string;
};

/** Starts a program that is not git: no shell, nothing to read from but what is handed in, bounded in time and in output. Never throws. */
export async function runProgram({ program, args, cwd, env, timeoutMs, input }: ProgramCall): Promise<ProgramAnswer> {
  const { execa } = await import('execa');
  const ended = await execa(program, args, {
    cwd,
    env,
    extendEnv: false,
    shell: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    maxBuffer: 4 * 1024 * 1024,
    reject: false,
    windowsHide: true,
  });
  const exitCode = ended.exitCode ?? null;
  if (ended.timedOut) return { exitCode: null, stdout: '', says: `no answer within ${timeoutMs / 1000} s` };
  if (ended.isMaxBuffer) return { exitCode: null, stdout: '', says: 'an answer of over 4 MiB' };
  if (exitCode === null) return { exitCode, stdout: '', says: ended.failed ? (ended.code ?? 'ended by a signal') : '' };
  const [firstLine = ''] = ended.stderr.trim().split('\n', 1);
  return {
    exitCode,
    stdout: ended.stdout,
    says: exitCode === 0 ? '' : `exit code ${exitCode}${firstLine === '' ? '' : `: ${firstLine.slice(0, 200)}`}`,
  };
}
