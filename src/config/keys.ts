import { noticeKinds, program, quietHours } from './tray-types.ts';
import { branchName, choice, directories, duration, type Plain, texts, type ValueType, wholeNumber } from './types.ts';
import { checkWeights } from './check-weights.ts';
import { sortOrders } from '../survey/order.ts';
import { transitionKinds, type TransitionKind } from '../notify/transition-kind.ts';

/** One key of the config: all that is to be said of it. The check, the environment and the example come from here. */
export type ConfigKey<T> = {
  /** As it is written in a file, with a dot for each level: `list.sort`. */
  readonly name: string;
  /** `user`: only the person's own config and environment may set it; in a repository's file it is ignored. */
  readonly who: 'anyone' | 'user';
  readonly type: ValueType<T>;
  /** In the notation of a file. */
  readonly default: Plain;
  /** Another value that would do, in the notation of a file. */
  readonly example: Plain;
  /** What it decides, in one sentence: the comment of the example file. */
  readonly means: string;
};

/** From which level of overlap on a commit is stopped. The same words as those of `kg overlap`, and `never`. */
const blockLevels = ['conflict', 'near', 'file', 'never'] as const;
export type BlockLevel = (typeof blockLevels)[number];

/** Every key there is. */
export const configKeys = {
  trunk: {
    name: 'trunk',
    who: 'anyone',
    type: branchName,
    default: null,
    example: 'develop',
    means: 'The branch that work is measured against; without one, what origin/HEAD names, else main or master.',
  } satisfies ConfigKey<string | null>,

  projects: {
    name: 'projects',
    who: 'user',
    type: directories,
    default: [],
    example: ['~/code/shop', '~/code/billing'],
    means: 'Repositories that --all shows besides those where Claude Code has worked.',
  } satisfies ConfigKey<readonly string[]>,

  claudeDirectories: {
    name: 'claude.directories',
    who: 'user',
    type: directories,
    default: [],
    example: ['~/.claude-work'],
    means: 'Config directories of Claude Code to read besides CLAUDE_CONFIG_DIR and ~/.claude.',
  } satisfies ConfigKey<readonly string[]>,

  claudeAsk: {
    name: 'claude.ask',
    who: 'anyone',
    type: choice(['never', 'conflict']),
    default: 'never',
    example: 'conflict',
    means: 'Whether Claude Code asks the person before it edits a file that git would not merge as it stands.',
  } satisfies ConfigKey<'never' | 'conflict'>,

  listSort: {
    name: 'list.sort',
    who: 'anyone',
    type: choice(sortOrders),
    default: 'need',
    example: 'activity',
    means: 'The order of the rows: need shows first what waits for a person, activity what moved last.',
  } satisfies ConfigKey<(typeof sortOrders)[number]>,

  listFinishedAfter: {
    name: 'list.finishedAfter',
    who: 'anyone',
    type: duration({ least: '0s', most: '3650d', example: '24h' }),
    default: '24h',
    example: '7d',
    means: 'How long a finished session keeps a line of its own; older ones fold into a count.',
  } satisfies ConfigKey<number>,

  hookBlock: {
    name: 'hook.block',
    who: 'anyone',
    type: choice(blockLevels),
    default: 'never',
    example: 'conflict',
    means: 'From which level of overlap on the pre-commit hook stops a commit instead of only telling.',
  } satisfies ConfigKey<BlockLevel>,

  hookTimeout: {
    name: 'hook.timeout',
    who: 'anyone',
    type: duration({ least: '100ms', most: '1m', example: '1500ms' }),
    default: '1500ms',
    example: '3s',
    means: 'How long the pre-commit hook may look; past that it tells what it knows, and how much it did not look at.',
  } satisfies ConfigKey<number>,

  checkpointsEvery: {
    name: 'checkpoints.every',
    who: 'anyone',
    type: duration({ least: '0s', most: '1d', example: '5m' }),
    default: '5m',
    example: '30m',
    means: 'How long after an automatic checkpoint a session that comes to rest saves no other one.',
  } satisfies ConfigKey<number>,

  checkpointsKeep: {
    name: 'checkpoints.keep',
    who: 'anyone',
    type: wholeNumber({ least: 1, most: 10_000 }),
    default: 20,
    example: 100,
    means: 'How many checkpoints of each worktree are kept.',
  } satisfies ConfigKey<number>,

  checkpointsKeepRemoved: {
    name: 'checkpoints.keepRemoved',
    who: 'anyone',
    type: duration({ least: '1d', most: '36500d', example: '90d' }),
    default: '90d',
    example: '365d',
    means: 'How long the checkpoints of a worktree that is gone are kept after its last one.',
  } satisfies ConfigKey<number>,

  checkpointsSkip: {
    name: 'checkpoints.skip',
    who: 'anyone',
    type: texts('globs, of names or of paths'),
    default: [],
    example: ['*.dump', 'fixtures/private/**'],
    means: 'Files whose content no checkpoint takes, besides those that hold secrets by their name.',
  } satisfies ConfigKey<readonly string[]>,

  checkpointsTests: {
    name: 'checkpoints.tests',
    who: 'anyone',
    type: texts('beginnings of commands'),
    default: [],
    example: ['make check', './ci.sh'],
    means: 'Commands that run the tests, besides those that are known; a checkpoint tells how the last one ended.',
  } satisfies ConfigKey<readonly string[]>,

  checkWeights: {
    name: 'check.weights',
    who: 'anyone',
    type: checkWeights,
    default: [],
    example: ['near=info', 'two-sessions=stop'],
    means:
      'What kg check makes of what it finds, where that is to differ: code=weight, weights off, info, caution and stop.',
  } satisfies ConfigKey<readonly string[]>,

  gitTimeout: {
    name: 'git.timeout',
    who: 'user',
    type: duration({ least: '1s', most: '1h', example: '30s' }),
    default: '30s',
    example: '2m',
    means: 'How long one call of git may take before it is ended and its cell left unread.',
  } satisfies ConfigKey<number>,

  trayOpen: {
    name: 'tray.open',
    who: 'user',
    type: program,
    default: [],
    example: ['code', '{path}'],
    means: "What the tray opens a worktree with; without one, the desktop's own program for folders.",
  } satisfies ConfigKey<readonly string[]>,

  trayJump: {
    name: 'tray.jump',
    who: 'user',
    type: program,
    default: [],
    example: ['wezterm-jump', '{tty}'],
    means: "What the tray brings a session's terminal to the front with, where it is no pane of tmux.",
  } satisfies ConfigKey<readonly string[]>,

  trayNotify: {
    name: 'tray.notify',
    who: 'user',
    type: noticeKinds,
    default: [...transitionKinds],
    example: ['waiting'],
    means: 'What the tray sends a notification for.',
  } satisfies ConfigKey<readonly TransitionKind[]>,

  trayQuietHours: {
    name: 'tray.quietHours',
    who: 'user',
    type: quietHours,
    default: 'never',
    example: '22:00-07:00',
    means: 'When the tray sends no notifications, by the local clock; what is still so afterwards is told then.',
  } satisfies ConfigKey<string>,
} as const;

/** The same as a list, in the order of the example file. */
export const everyKey: readonly ConfigKey<unknown>[] = Object.values(configKeys);

/** Name of the environment variable of a key: `list.finishedAfter` is KG_LIST_FINISHED_AFTER. */
export function environmentName(name: string): string {
  const words = name.replaceAll('.', '_').replaceAll(/[A-Z]/gu, (letter) => `_${letter}`);
  return `KG_${words.toUpperCase()}`;
}
