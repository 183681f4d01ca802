import { Args } from '@oclif/core';
import { readHistory } from '../../checkpoint-history.ts';
import { KgCommand } from '../../command.ts';
import { checkpointListJson } from '../../render/checkpoint/json.ts';
import { renderCheckpointList } from '../../render/checkpoint/list.ts';

export default class CheckpointList extends KgCommand {
  static override summary = 'List what was saved, also of worktrees that are gone';

  static override examples = [
    { description: 'Of the whole project', command: '<%= config.bin %> checkpoint list' },
    { description: 'Of one worktree', command: '<%= config.bin %> checkpoint list feature/auth' },
  ];

  static override args = {
    worktree: Args.string({ description: 'branch, folder name, path, row number, @ or ^', ignoreStdin: true }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CheckpointList);
    const kg = await this.open(flags);
    const history = await readHistory(kg, args.worktree ?? null);
    const how = { style: this.style(), notesStyle: this.style('stderr'), now: kg.now(), home: kg.home };
    this.print(renderCheckpointList({ ...history, ...how }));
    return checkpointListJson(history, history);
  }
}
