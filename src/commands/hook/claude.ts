import { KgCommand } from '../../command.ts';
import { claudeHook } from '../../hooks/claude/door.ts';

export default class HookClaude extends KgCommand {
  static override summary = 'Answer an event of Claude Code, for the plugin';

  static override description =
    'Reads the event as JSON on standard input and prints the answer, or nothing. Always exits with 0; what could not be ' +
    'answered is counted, and kg doctor tells.';

  static override examples = [
    { description: 'What the plugin calls', command: '<%= config.bin %> hook claude < event.json' },
    { description: 'Set the plugin up', command: '<%= config.bin %> init --claude' },
  ];

  static override enableJsonFlag = false;

  async run(): Promise<void> {
    await this.parse(HookClaude);
    await claudeHook(process);
  }
}
