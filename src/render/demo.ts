import type { Demo } from '../demo/build.ts';
import { homePath } from './path.ts';
import type { Style } from './style.ts';

/** What is said before the shell of the demo opens. */
export function renderDemo({ home, directory }: Demo, style: Style): readonly string[] {
  const say = (text: string): string => `${style.paint('dim', '○')} ${text}`;
  return [
    say(`A made-up project: 6 worktrees, 6 sessions. You are in ${homePath(directory, home)}`),
    ...tries.map(([command, what]) => `${style.paint('dim', '↳')} ${command.padEnd(wide)}${style.paint('dim', what)}`),
    say('Nothing of yours is touched. exit leaves it, and removes it'),
  ];
}

const wide = 46;

const tries: readonly (readonly [string, string])[] = [
  ['kg list', 'what everyone is doing'],
  ['kg show feature/cart', 'all about one'],
  ['kg overlap', 'where they will collide'],
  ['kg overlap feature/auth feature/cart --diff', 'both sides of a conflict'],
];
