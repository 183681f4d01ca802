import { Flags } from '@oclif/core';
import { ask } from '../../ask.ts';
import { pruneHistory } from '../../checkpoint-history.ts';
import { removeCheckpoints } from '../../checkpoint-removal.ts';
import { KgCommand } from '../../command.ts';
import type { Kg } from '../../kg.ts';
import { pruneJson, removalJson } from '../../render/checkpoint/json.ts';
import { renderPruned } from '../../render/checkpoint/pruned.ts';
import { renderRemoval, renderTraces } from '../../render/checkpoint/removal.ts';

export default class CheckpointPrune extends KgCommand {
  static override summary = 'Remove old checkpoints, and the code that only they needed';

  static override description =
    'With --all, the repository and its worktrees are as before the first checkpoint: shows what goes, and asks. ' +
    'Exit code: 0 done, 2 not all of it was done.';

  static override examples = [
    { description: 'Down to what the config keeps of each worktree', command: '<%= config.bin %> checkpoint prune' },
    { description: 'All of worktrees that are gone', command: '<%= config.bin %> checkpoint prune --removed' },
    { description: 'All that kg has put into the repository', command: '<%= config.bin %> checkpoint prune --all' },
    { description: 'What would go?', command: '<%= config.bin %> checkpoint prune --keep 3 --dry-run' },
  ];

  static override flags = {
    keep: Flags.integer({ summary: 'Checkpoints of each worktree to keep', min: 1, helpValue: '<n>' }),
    removed: Flags.boolean({ summary: 'All checkpoints of worktrees that are gone, too' }),
    all: Flags.boolean({ summary: 'Every checkpoint, and all else they made', exclusive: ['keep', 'removed'] }),
    yes: Flags.boolean({ char: 'y', summary: 'With --all: do not ask', dependsOn: ['all'] }),
    'dry-run': Flags.boolean({ summary: 'Only say what would be removed' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(CheckpointPrune);
    const kg = await this.open(flags);
    if (flags.all) return this.removeAll(kg, flags);
    const { keep = null, removed, 'dry-run': dryRun } = flags;
    const pruned = await pruneHistory(kg, { keep, removed, dryRun });
    this.print(renderPruned(pruned, { style: this.style(), notesStyle: this.style('stderr') }));
    return pruneJson(pruned);
  }

  private async removeAll(kg: Kg, flags: { readonly 'dry-run': boolean; readonly yes: boolean }): Promise<unknown> {
    const { stdin, stderr } = this.world();
    const { home } = kg;
    const question = 'Remove all of this?';
    const removal = await removeCheckpoints(kg, {
      dryRun: flags['dry-run'],
      show: (traces) => this.print({ lines: renderTraces(traces, { style: this.style(), home }), notes: [] }),
      agree: async () => flags.yes || (this.jsonEnabled() ? null : ask({ question, stdin, output: stderr })),
    });
    this.print({ lines: [], notes: renderRemoval(removal, { style: this.style('stderr'), home }) });
    if (['declined', 'unasked', 'busy'].includes(removal.outcome)) process.exitCode = 2;
    return removalJson(removal);
  }
}
