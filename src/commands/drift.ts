import { Args, Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { askDrift } from '../drift/ask-drift.ts';
import { driftJson } from '../render/drift/json.ts';
import { renderDrift } from '../render/drift/drift.ts';

const selector = { description: 'branch, folder name, path, row number, session, @ or ^', ignoreStdin: true };

export default class Drift extends KgCommand {
  static override summary =
    'Show which sessions work against code that another worktree, or the trunk, has changed since';

  static override description =
    'What sessions read is compared, by content, with what other worktrees and the trunk changed: a reader has the change, ' +
    'lacks it, cannot have it yet because it is not committed, or has it and read the file before.';

  static override examples = [
    { description: 'Everybody', command: '<%= config.bin %> drift' },
    { description: 'One worktree, as reader and as writer', command: '<%= config.bin %> drift @' },
    { description: 'One pair, with what is well too', command: '<%= config.bin %> drift test/checkout feature/auth' },
  ];

  static override args = { a: Args.string(selector), b: Args.string(selector) };

  static override flags = {
    depth: Flags.option({ options: ['files', 'symbols'] as const, summary: 'Tell what changed in declarations too' })(),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Drift);
    const kg = await this.open(flags);
    const selectors = [args.a, args.b].filter((one) => one !== undefined);
    const picture = await this.showWaiting(askDrift(kg, selectors, { symbols: flags.depth === 'symbols' }));
    const how = { style: this.style(), notesStyle: this.style('stderr'), now: kg.now(), home: kg.home };
    this.print(renderDrift({ ...how, picture, whole: selectors.length === 2 }));
    return driftJson(picture);
  }
}
