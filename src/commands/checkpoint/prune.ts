import { Flags } from '@oclif/core';
import { pruneHistory } from '../../checkpoint-history.ts';
import { KgCommand } from '../../command.ts';
import { pruneJson } from '../../render/checkpoint/json.ts';
import { renderPruned } from '../../render/checkpoint/pruned.ts';

export default class CheckpointPrune extends KgCommand {
  static override summary = 'Remove old checkpoints, and the code that only they needed';

  static override examples = [
    { description: 'Down to what the config keeps of each worktree', command: '<%= config.bin %> checkpoint prune' },
    { description: 'All of worktrees that are gone', command: '<%= config.bin %> checkpoint prune --removed' },
    { description: 'What would go?', command: '<%= config.bin %> checkpoint prune --keep 3 --dry-run' },
  ];

  static override flags = {
    keep: Flags.integer({ summary: 'Checkpoints of each worktree to keep', min: 1, helpValue: '<n>' }),
    removed: Flags.boolean({ summary: 'All checkpoints of worktrees that are gone, too' }),
    'dry-run': Flags.boolean({ summary: 'Only say what would be removed' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(CheckpointPrune);
    const kg = await this.open(flags);
    const { keep = null, removed, 'dry-run': dryRun } = flags;
    const pruned = await pruneHistory(kg, { keep, removed, dryRun });
    this.print(renderPruned(pruned, { style: this.style(), notesStyle: this.style('stderr') }));
    return pruneJson(pruned);
  }
}
