/** Programs that the demo starts: those that stand for running sessions, and the person's shell in the made-up world. */

/** Processes that end with kg itself, however that ends: their standard input closes then. */
export type Living = { readonly pid: number; readonly end: () => Promise<void> };

/** Starts a process that does nothing but wait for its input to close. */
export async function startLiving(platform: NodeJS.Platform, node: string): Promise<Living> {
  const { execa } = await import('execa');
  const [program, args] = platform === 'win32' ? [node, ['-e', 'process.stdin.resume()']] : ['/bin/cat', []];
  const child = execa(program, args, { stdin: 'pipe', stdout: 'ignore', stderr: 'ignore', reject: false });
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.stdin.end();
      await child;
    },
  };
}

/** The id of a process that has just ended. */
export async function endedProcess(platform: NodeJS.Platform, node: string): Promise<number> {
  const one = await startLiving(platform, node);
  await one.end();
  return one.pid;
}

/** Hands the terminal to a program until it ends; answers its exit code. */
export async function handOver({
  program,
  args,
  cwd,
  env,
}: {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<number> {
  const { execa } = await import('execa');
  const ended = await execa(program, args, { cwd, env, extendEnv: false, stdio: 'inherit', reject: false });
  if (ended.exitCode === undefined && ended.cause !== undefined) throw ended.cause;
  return ended.exitCode ?? 1;
}
