import { KgCommand } from '../command.ts';

export default class Mcp extends KgCommand {
  static override summary = 'Answer the same questions to a session, over the Model Context Protocol';

  static override description =
    'Serves on standard input and output until the input ends. The plugin starts it; any other client of the protocol can, too.';

  static override examples = [
    { description: 'What a client starts', command: '<%= config.bin %> mcp' },
    { description: 'Set it up with the plugin', command: '<%= config.bin %> init --claude' },
  ];

  static override enableJsonFlag = false;

  async run(): Promise<void> {
    await this.parse(Mcp);
    const { serveClaude } = await import('../mcp/door.ts');
    serveClaude(process, this.config.root);
  }
}
