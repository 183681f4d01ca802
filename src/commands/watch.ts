import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import type { DashboardOptions } from '../dashboard/dashboard.ts';
import { KgError } from '../errors.ts';
import { saveLastList } from '../last-list.ts';
import { survey } from '../survey.ts';

export default class Watch extends KgCommand {
  static override summary = 'Keep every worktree and session on the screen, and act on them with single keys';

  static override description =
    'Enter shows all about a worktree, o where it collides, w who touched its files, c saves a checkpoint, r copies the command ' +
    'that gets back into its session; ? lists all keys. With --json one line a survey, whenever something moved.';

  static override examples = [
    { description: 'This project', command: '<%= config.bin %> watch' },
    { description: 'Every project', command: '<%= config.bin %> watch --all' },
    {
      description: 'For a program: a line of JSON whenever something moved',
      command: '<%= config.bin %> watch --json',
    },
  ];

  static override flags = {
    all: Flags.boolean({ summary: 'Begin with every project that Claude Code or the config knows' }),
    finished: Flags.boolean({ summary: 'Show finished sessions however old' }),
    mouse: Flags.boolean({ summary: 'Clicks choose and the wheel scrolls, in place of selecting text' }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Watch);
    const { stdin, stdout, onEnd, isAlive, now, home } = this.world();
    const take: DashboardOptions['take'] = (kg, scope) =>
      survey(kg, { scope, sort: kg.config.list.sort, finished: flags.finished, overlaps: {} });
    const open: DashboardOptions['open'] = (scope, directory = flags.directory) =>
      this.open({ directory }, scope === 'all' ? 'nothing' : 'project');
    const scope = flags.all ? 'all' : 'project';
    const follow = { scope, open, take, save: saveLastList, isAlive, errorLines: await this.errorLines() } as const;
    if (this.jsonEnabled()) {
      const { streamSurveys } = await import('../dashboard/stream-surveys.ts');
      return streamSurveys({ ...follow, stdout, stderr: this.world().stderr });
    }
    if (!stdout.isTTY)
      throw new KgError('USAGE', { message: 'kg watch draws on a terminal only; for a program there is --json' });
    const [{ dashboard }, { saveNow }] = await Promise.all([
      import('../dashboard/dashboard.ts'),
      import('../dashboard/save-now.ts'),
    ]);
    const style = () => this.style();
    await dashboard({
      ...follow,
      stdin,
      stdout,
      onEnd,
      now,
      home,
      style,
      mouse: flags.mouse,
      suspend,
      checkpoint: saveNow,
    });
  }
}

/** As a shell does it with Ctrl-Z: the process stops, and goes on with `fg`. */
function suspend(resumed: () => void): void {
  process.once('SIGCONT', resumed);
  process.kill(process.pid, 'SIGTSTP');
}
