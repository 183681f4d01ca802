import type { ArticleScene } from './article.ts';
import { runCommand, type Outcome } from './command.ts';

type Asked = { readonly columns?: number; readonly directory?: string };

/** Runs a command where the tests are written in the scene, a pipe unless it has columns. Homes are `~` in what it says. */
export async function askArticle(
  { home, now, tests }: ArticleScene,
  command: Parameters<typeof runCommand>[0],
  argv: string[],
  asked: Asked = {},
): Promise<Outcome> {
  const at = { directory: tests.path, home, now, env: { NO_COLOR: '1' }, ...asked };
  const outcome = await runCommand(command, argv, at);
  const told = (text: string) => `\n${text.replaceAll(home, '~')}`;
  return { ...outcome, stdout: told(outcome.stdout), stderr: told(outcome.stderr) };
}
