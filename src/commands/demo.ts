import { tmpdir } from 'node:os';
import { KgCommand } from '../command.ts';
import { runDemo } from '../demo.ts';
import { awaySignals, onEnd } from '../ending.ts';
import { renderDemo } from '../render/demo.ts';

export default class DemoCommand extends KgCommand {
  static override summary =
    'Try every command in a made-up project: a shell in a temporary folder, gone when you leave it';

  static override description =
    'Builds a small shop with six worktrees and their Claude Code sessions, and opens your shell there. Nothing of yours is ' +
    'read or changed, and everything is removed when the shell ends. With a command after --, that is run instead.';

  static override examples = [
    { description: 'Look around in it; exit leaves it', command: '<%= config.bin %> demo' },
    { description: 'One command in it', command: '<%= config.bin %> demo -- kg overlap' },
  ];

  // The answer is that of the command that is run.
  static override enableJsonFlag = false;
  static override strict = false;

  async run(): Promise<void> {
    const { argv } = await this.parse(DemoCommand);
    const { env, platform, now, node, self } = this.world();
    const command = argv.map(String);
    // Ctrl-C and Ctrl-\ are for whatever runs in the demo; they must not end what cleans up after it.
    const stay = () => {};
    for (const signal of keyboard) process.on(signal, stay);
    process.exitCode = await runDemo({
      temporary: tmpdir(),
      env,
      platform,
      now: now(),
      kg: { node: node.path, self },
      command,
      onEnd: (restore) => onEnd(process, restore, awaySignals),
      onReady: (demo) => {
        if (command.length === 0) this.print({ lines: [], notes: renderDemo(demo, this.style('stderr')) });
      },
    });
    for (const signal of keyboard) process.off(signal, stay);
  }
}

const keyboard = ['SIGINT', 'SIGQUIT'] as const;
