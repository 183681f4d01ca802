import { Args, Flags } from '@oclif/core';
import { askCheck } from '../check/ask-check.ts';
import { KgCommand } from '../command.ts';
import { checkJson } from '../render/check/json.ts';
import { renderCheck } from '../render/check/check.ts';

export default class Check extends KgCommand {
  static override summary =
    'Say whether it is safe to go on in a worktree: clear, caution, stop or unknown, with reasons';

  static override description =
    'Exit code 0: clear or caution. 1: stop or unknown, since nothing is called safe that could not be read; with --strict, ' +
    'caution too. The weight of each reason can be changed in the config (check.weights).';

  static override examples = [
    { description: 'The worktree of the current directory', command: '<%= config.bin %> check' },
    { description: 'Another one', command: '<%= config.bin %> check feature/auth' },
    { description: 'As a gate', command: '<%= config.bin %> check --strict && git push' },
  ];

  static override args = {
    worktree: Args.string({
      description: 'branch, folder name, path, row number, session id or name, @ current, ^ main',
      default: '@',
      ignoreStdin: true,
    }),
  };

  static override flags = { strict: Flags.boolean({ summary: 'Exit with 1 on caution too' }) };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Check);
    const kg = await this.open(flags);
    const answer = await this.showWaiting(askCheck(kg, args.worktree));
    this.print(renderCheck({ answer, style: this.style(), home: kg.home }));
    const stops =
      answer.verdict === 'stop' || answer.verdict === 'unknown' || (flags.strict && answer.verdict === 'caution');
    if (stops) process.exitCode = 1;
    return checkJson(answer, kg.home);
  }
}
