import type { StoryCommand } from '../../sessions/story/story.ts';
import type { CommandRun } from '../checkpoint.ts';
import { isNotableCommand } from './notable-commands.ts';
import { simpleCommands, type SimpleCommand } from './shell-line.ts';
import { isTestCommand } from './test-commands.ts';

export type CommandRuns = { readonly tests: CommandRun | null; readonly commands: readonly CommandRun[] };

export type CommandRunsInput = {
  /** Oldest first. */
  readonly commands: readonly StoryCommand[];
  /** Path of the worktree: what was run elsewhere says nothing about it. */
  readonly worktree: string;
  readonly patterns: readonly string[];
  /** When files of the worktree were last changed (ISO), by the session's own word or the file system's; `null`: not known. */
  readonly lastChange: string | null;
  /** Whether the session is at work, so that a command without a result may still run. */
  readonly live: boolean;
};

const mostCommands = 8;

/** The last test run, and the other commands worth knowing, the newest first and each line once. */
export function commandRuns({ commands, worktree, patterns, lastChange, live }: CommandRunsInput): CommandRuns {
  let tests: CommandRun | null = null;
  const others = new Map<string, CommandRun>();
  for (const command of commands.toReversed()) {
    if (command.end === 'refused') continue;
    if (tests !== null && others.size >= mostCommands) break;
    const simple = unwrapped(simpleCommands(command.command));
    if (!isHere(command, simple, worktree)) continue;
    const at = simple.findLastIndex(({ words }) => isTestCommand(words, patterns));
    if (at !== -1) tests ??= withStale(testRun(command, simple, at, live), lastChange);
    else if (others.size < mostCommands && simple.some(({ words }) => isNotableCommand(words))) {
      const key = command.command.trim();
      if (!others.has(key)) others.set(key, plainRun(command, live));
    }
  }
  return { tests, commands: [...others.values()] };
}

/** `bash -c "npm test"` is what it is told to run. */
function unwrapped(commands: readonly SimpleCommand[]): readonly SimpleCommand[] {
  return commands.flatMap((command): readonly SimpleCommand[] => {
    const [shell, flags, line, ...rest] = command.words;
    if (!/^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da)?sh$/u.test(shell ?? '') || !/^-[a-z]*c$/u.test(flags ?? ''))
      return [command];
    if (line === undefined || rest.length > 0) return [command];
    const inner = simpleCommands(line);
    const last = inner.at(-1);
    return last === undefined ? [command] : [...inner.slice(0, -1), { ...last, next: command.next }];
  });
}

/** A command counts where it was run: in the directory of its record, unless it begins by going elsewhere. */
function isHere({ cwd }: StoryCommand, commands: readonly SimpleCommand[], worktree: string): boolean {
  const [first, target] = commands[0]?.words ?? [];
  const gone = first === 'cd' && target?.startsWith('/') === true ? target : null;
  const place = gone ?? cwd;
  return place === null || place === worktree || place.startsWith(`${worktree}/`);
}

/** Commands in front of a test run that do not fail in practice, so that the exit of the line is the tests' own. */
const harmless = new Set([
  'cd',
  'pushd',
  'export',
  'set',
  'source',
  '.',
  'true',
  ':',
  'echo',
  'printf',
  'sleep',
  'clear',
  'unset',
]);

/** The exit of a line is that of its tests only when nothing else could have made it. */
function testRun(command: StoryCommand, commands: readonly SimpleCommand[], at: number, live: boolean): CommandRun {
  const run = plainRun(command, live);
  if (run.outcome !== 'passed' && run.outcome !== 'failed') return run;
  const exitOf = exitOfTests(commands, at);
  if (exitOf === 'tests' || (exitOf === 'all' && run.outcome === 'passed')) return run;
  return { ...run, outcome: 'unknown', ...(exitOf === 'pipe' ? { doubt: 'piped' } : { doubt: 'several commands' }) };
}

/** `all`: the line succeeds only when the tests do, but can fail without them. */
function exitOfTests(commands: readonly SimpleCommand[], at: number): 'tests' | 'all' | 'pipe' | 'others' {
  const own = commands[at];
  if (own === undefined || own.nested) return 'others';
  const pipefail = commands.slice(0, at).some(({ words }) => words[0] === 'set' && words.includes('pipefail'));
  // What came before a semicolon has no say in whether the tests ran.
  const start = commands.findLastIndex(({ next }, index) => index < at && (next === ';' || next === '&')) + 1;
  const before = commands.slice(start, at);
  const end = commands.findIndex((one, index) => index >= at && one.next !== '|');
  if (end > at && !pipefail) return 'pipe';
  const last = commands[end];
  if (last === undefined) return 'others';
  const fed = before.at(-1)?.next === '|';
  const chained = before.every(({ next }) => next !== '||');
  const quiet = before.every(({ words }) => harmless.has(words[0] ?? '') || /^\w+=/u.test(words[0] ?? ''));
  if (last.next === 'end' || (last.next === ';' && end === commands.length - 1)) {
    if (end > at) return quiet && chained ? 'tests' : 'all';
    if (quiet && chained && !fed) return 'tests';
    return chained ? 'all' : 'others';
  }
  const after = commands.slice(end);
  return chained && after.every(({ next }) => next === '&&' || next === 'end') ? 'all' : 'others';
}

function plainRun({ command, cut, from, to, exit, end, background }: StoryCommand, live: boolean): CommandRun {
  return { command: cut ? `${command}…` : command, at: to ?? from, exit, outcome: outcomeOf() };

  function outcomeOf(): CommandRun['outcome'] {
    if (end === 'interrupted') return 'interrupted';
    if (end === 'open') {
      if (live) return 'running';
      return background ? 'unknown' : 'interrupted';
    }
    if (exit === null) return 'unknown';
    return exit === 0 ? 'passed' : 'failed';
  }
}

function withStale(run: CommandRun, lastChange: string | null): CommandRun {
  const stale = run.at !== null && lastChange !== null && lastChange > run.at;
  return stale ? { ...run, stale } : run;
}
