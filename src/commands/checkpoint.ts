import { Args, Flags } from '@oclif/core';
import { resolve } from 'node:path';
import { askers, beginCheckpoints, onlyCheckpoint, settleCheckpoints, type Savings } from '../checkpoint.ts';
import { KgCommand } from '../command.ts';
import { KgError } from '../errors.ts';
import { checkpointJson, checkpointsJson } from '../render/checkpoint/json.ts';
import { renderCheckpointMarkdown } from '../render/checkpoint/markdown.ts';
import { renderCheckpointSaved } from '../render/checkpoint/saved.ts';
import { renderCheckpointsSaved } from '../render/checkpoint/checkpoints-saved.ts';

export default class Checkpoint extends KgCommand {
  static override summary = 'Save where a session stands, from its transcript and git, so that anybody can carry on';

  static override description =
    'Works at any time, also after the session crashed or hit a limit. Exit code with --all: 2 when a worktree could not be saved.';

  static override examples = [
    { description: 'The worktree of the current directory', command: '<%= config.bin %> checkpoint' },
    { description: 'With a note', command: '<%= config.bin %> checkpoint feature/auth -m "cookies are next"' },
    { description: 'Every worktree, before the machine restarts', command: '<%= config.bin %> checkpoint --all' },
  ];

  static override args = {
    worktree: Args.string({ description: 'branch, folder name, path, row number, session, @ or ^', ignoreStdin: true }),
  };

  static override flags = {
    message: Flags.string({ char: 'm', summary: 'A note to keep', helpValue: '<note>' }),
    next: Flags.string({ summary: 'What to do next', helpValue: '<text>' }),
    all: Flags.boolean({ summary: 'Every worktree of the project' }),
    ai: Flags.boolean({ summary: 'Add a summary by your own claude -p, whose cost is stated' }),
    by: Flags.option({
      options: askers,
      summary: 'Who asks for it, or which event of a session',
      default: 'person',
      hidden: true,
    })(),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Checkpoint);
    const { ai, all, by, message, next } = flags;
    if (all && args.worktree !== undefined) throw new KgError('USAGE', { message: '--all takes no worktree' });
    const kg = await this.open(flags);
    const begun = beginCheckpoints(kg, {
      selector: all ? null : (args.worktree ?? '@'),
      by,
      ai,
      ...(message && { note: message }),
      ...(next && { next }),
      markdown: renderCheckpointMarkdown,
      resolve: (path) => resolve(kg.directory, path),
    });
    const how = { style: this.style(), notesStyle: this.style('stderr'), home: kg.home };
    if (!all) {
      const { saved, envelope } = await this.showWaiting(begun.then(onlyCheckpoint));
      this.print(renderCheckpointSaved({ ...how, saved }));
      return checkpointJson(saved, envelope);
    }
    const savings = await this.showWaiting(begun);
    await this.showSaving(savings);
    const outcomes = await settleCheckpoints(savings);
    if (outcomes.some(({ saved }) => saved === null)) process.exitCode = 2;
    this.print(renderCheckpointsSaved({ ...how, outcomes, problems: savings.problems }));
    return checkpointsJson(outcomes, { ...savings, home: kg.home });
  }

  /** Every worktree with its own mark, when it takes long enough to wonder. */
  private async showSaving({ savings }: Savings): Promise<void> {
    const { showProgress } = await import('../render/progress.ts');
    const { stderr, patience } = this.world();
    const tasks = savings.map(({ worktree, work }) => ({ title: worktree.branch ?? worktree.path, work }));
    await showProgress({ tasks, stream: stderr, after: patience });
  }
}
