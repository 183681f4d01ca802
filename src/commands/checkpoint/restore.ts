import { Args, Flags } from '@oclif/core';
import { KgCommand } from '../../command.ts';
import { restoreJson } from '../../render/checkpoint/restore-json.ts';
import { renderRestored } from '../../render/checkpoint/restored.ts';
import { restore } from '../../restore.ts';

export default class CheckpointRestore extends KgCommand {
  static override summary = 'Bring back the code of a checkpoint, in a new worktree and never over anything';

  static override examples = [
    { description: 'How would I do it by hand?', command: '<%= config.bin %> checkpoint restore 4f9a2c' },
    { description: 'A new worktree', command: '<%= config.bin %> checkpoint restore 4f9a2c --to ../shop.back' },
    {
      description: 'On a new branch',
      command: '<%= config.bin %> checkpoint restore 4f9a2c --to ../shop.back --branch feature/again',
    },
  ];

  static override args = {
    id: Args.string({ description: 'id of a checkpoint, or the beginning of one', required: true, ignoreStdin: true }),
  };

  static override flags = {
    to: Flags.string({ summary: 'Where the new worktree is to be', helpValue: '<path>' }),
    branch: Flags.string({ summary: 'Begin a branch there', helpValue: '<name>', dependsOn: ['to'] }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CheckpointRestore);
    const kg = await this.open(flags);
    const asked = { id: args.id, to: flags.to ?? null, branch: flags.branch ?? null };
    const restoration = await this.showWaiting(restore(kg, asked));
    const how = { style: this.style(), notesStyle: this.style('stderr'), home: kg.home };
    this.print(renderRestored({ ...how, restoration }));
    return restoreJson(restoration, kg.home);
  }
}
