import { Args, Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { whoJson } from '../render/who/json.ts';
import { renderWho } from '../render/who/who.ts';
import { askWho } from '../who/ask-who.ts';

export default class Who extends KgCommand {
  static override summary =
    'Show which sessions and worktrees edited or read a file, when, and where the change is now';

  static override description =
    'A path, a file name, any part of a path, a directory or a pattern. Every transcript there is counts, that of finished ' +
    'sessions too; renames are followed.';

  static override examples = [
    { description: 'By file name', command: '<%= config.bin %> who user.ts' },
    { description: 'All below a directory', command: '<%= config.bin %> who src/models/' },
    { description: 'Whose changes lie in one declaration', command: '<%= config.bin %> who user.ts --symbol User' },
    { description: 'By pattern, for a script', command: "<%= config.bin %> who '**/*.sql' --json" },
  ];

  static override args = {
    path: Args.string({
      description: 'path, fragment, directory or pattern',
      required: true,
      multiple: true,
      ignoreStdin: true,
    }),
  };

  static override flags = {
    symbol: Flags.string({ summary: 'Only changes within declarations of this name', helpValue: '<name>' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Who);
    const kg = await this.open(flags);
    const [path = '', ...more] = args.path;
    const answer = await this.showWaiting(askWho(kg, path, { symbol: flags.symbol ?? null, more }));
    const style = this.style();
    this.print(renderWho({ answer, style, notesStyle: this.style('stderr'), now: kg.now(), home: kg.home }));
    return whoJson(answer);
  }
}
