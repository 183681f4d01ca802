import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { KgError } from '../errors.ts';

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
    const world = this.world();
    const { stdout, stderr } = world;
    const asked = { world, directory: this.directory(flags), flags };
    if (this.jsonEnabled()) {
      const [{ followOf }, { streamSurveys }] = await Promise.all([
        import('../dashboard/keep-watch.ts'),
        import('../dashboard/stream-surveys.ts'),
      ]);
      const errorLines = await this.errorLines();
      return streamSurveys({ ...followOf(asked), errorLines, stdout, stderr });
    }
    if (!stdout.isTTY)
      throw new KgError('USAGE', { message: 'kg watch draws on a terminal only; for a program there is --json' });
    const { keepWatch } = await import('../dashboard/keep-watch.ts');
    return keepWatch(asked);
  }
}
