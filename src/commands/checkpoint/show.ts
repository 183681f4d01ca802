import { Args } from '@oclif/core';
import { findCheckpoint } from '../../checkpoint-history.ts';
import { KgCommand } from '../../command.ts';
import { shownCheckpointJson } from '../../render/checkpoint/json.ts';
import { renderCheckpointMarkdown } from '../../render/checkpoint/markdown.ts';

export default class CheckpointShow extends KgCommand {
  static override summary = 'Show a checkpoint as the page that a person or an agent can carry on from';

  static override examples = [
    { description: 'The last one of the current worktree', command: '<%= config.bin %> checkpoint show' },
    { description: 'By its id or the beginning of it', command: '<%= config.bin %> checkpoint show 4f9a2c' },
  ];

  static override args = {
    id: Args.string({ description: 'id of a checkpoint, or the beginning of one', ignoreStdin: true }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CheckpointShow);
    const kg = await this.open(flags);
    const kept = await findCheckpoint(kg, args.id ?? null);
    this.print({ lines: renderCheckpointMarkdown(kept.checkpoint).trimEnd().split('\n'), notes: [] });
    return shownCheckpointJson(kept, kg.now().toISOString());
  }
}
