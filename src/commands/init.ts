import { Flags } from '@oclif/core';
import { ask } from '../ask.ts';
import { KgCommand } from '../command.ts';
import { carryOut, exitCodeOf, type PartResult } from '../init/carry-out.ts';
import { partNames, type Part } from '../init/part.ts';
import { openParts } from '../init/parts.ts';
import { checkupJson, initJson } from '../render/init-json.ts';
import { renderCheckup, renderPlan, renderResult } from '../render/init.ts';

export default class Init extends KgCommand {
  static override summary = 'Set up the hooks of kg, or take them out again: shows the change, asks, undoes completely';

  static override description =
    'Exit code: 0 done or nothing to do, 1 with --check when something is off, 2 nothing was done. Without a terminal to ask on, ' +
    '--yes is needed.';

  static override examples = [
    { description: 'Tell before each commit where it collides', command: '<%= config.bin %> init --git-hook' },
    { description: 'Is it there, and does it work?', command: '<%= config.bin %> init --git-hook --check' },
    { description: 'Tell sessions of each other before they edit', command: '<%= config.bin %> init --claude' },
    { description: 'Take it out again', command: '<%= config.bin %> init --git-hook --remove' },
  ];

  static override flags = {
    'git-hook': Flags.boolean({ summary: 'The pre-commit hook of this repository' }),
    claude: Flags.boolean({ summary: 'The plugin of Claude Code, for this user' }),
    check: Flags.boolean({ summary: 'Only say whether it is set up and works', exclusive: ['remove', 'yes'] }),
    remove: Flags.boolean({ summary: 'Take it out again' }),
    yes: Flags.boolean({ char: 'y', summary: 'Do not ask' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Init);
    const { node, self, now, stdin, stderr } = this.world();
    const names = partNames.filter((name) => flags[name]);
    const kg = await this.open(flags, 'nothing');
    const parts = openParts(kg, names, { node: node.path, main: self });
    if (flags.check) return this.check(parts, kg.home);
    const { home } = kg;
    const results: PartResult[] = [];
    for (const part of parts) {
      const agree: Parameters<typeof carryOut>[0]['agree'] = async (plan) => {
        this.print({ lines: renderPlan(plan, { style: this.style(), home }), notes: [] });
        if (flags.yes) return true;
        return this.jsonEnabled() ? null : ask({ question: 'Make these changes?', stdin, output: stderr });
      };
      const result = await carryOut({ part, remove: flags.remove, agree });
      this.print({ lines: [], notes: renderResult(result, flags.remove, { style: this.style('stderr'), home }) });
      results.push(result);
    }
    process.exitCode = exitCodeOf(results);
    return initJson(now(), results);
  }

  private async check(parts: readonly Part[], home: string): Promise<unknown> {
    const checkups = await Promise.all(parts.map(async (part) => [part.name, await part.check()] as const));
    const how = { style: this.style(), home };
    const lines = checkups.flatMap(([name, checkup]) => renderCheckup(name, checkup, how));
    this.print({ lines, notes: [] });
    process.exitCode = checkups.every(([, { state }]) => state === 'installed') ? 0 : 1;
    return checkupJson(this.world().now(), checkups);
  }
}
