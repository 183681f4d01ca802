import { Args, Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { holdsLevel } from '../survey/overlap-narrow.ts';
import { askOverlaps, overlapLevels } from '../survey/overlap-question.ts';
import { renderOverlapDiff } from '../render/overlap/diff.ts';
import { overlapJson } from '../render/overlap/json.ts';
import { renderOverlap } from '../render/overlap/overlap.ts';

const selector = { description: 'branch, folder name, path, row number, session, @ or ^', ignoreStdin: true };

export default class Overlap extends KgCommand {
  static override summary = 'Show where working changes collide, as git would decide, before anybody commits';

  static override description =
    'Committed, staged, unstaged and untracked changes of every worktree are merged with those of every other, in a store of ' +
    'its own. Exit code with --exit-code: 1 when there is an overlap of that level.';

  static override examples = [
    { description: 'Every pair of worktrees', command: '<%= config.bin %> overlap' },
    { description: 'Both sides of one pair', command: '<%= config.bin %> overlap feature/auth feature/cart --diff' },
    { description: 'Merges that are wrong though clean', command: '<%= config.bin %> overlap --depth symbols' },
    { description: 'Stop a script on a conflict', command: '<%= config.bin %> overlap @ --exit-code' },
  ];

  static override args = { a: Args.string(selector), b: Args.string(selector) };

  static override flags = {
    path: Flags.string({ summary: 'Only files that match', helpValue: '<glob>' }),
    level: Flags.option({ options: overlapLevels, summary: 'Only this level and higher ones' })(),
    'exit-code': Flags.boolean({ summary: 'Exit with 1 on a conflict, or on the level of --level' }),
    diff: Flags.boolean({ summary: 'Show both sides, three-way' }),
    against: Flags.string({ summary: 'Compare each worktree with this commit', helpValue: '<ref>' }),
    depth: Flags.option({
      options: ['lines', 'symbols'] as const,
      summary: 'Check what clean merges declare and use',
    })(),
    verify: Flags.string({ summary: 'Run this in the merge of one pair, and in both sides', helpValue: '<command>' }),
    staged: Flags.boolean({ summary: 'Compare what is staged here, not the working files' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Overlap);
    const kg = await this.open(flags);
    const { path, level, against, staged, diff, depth, verify } = flags;
    const selectors = [args.a, args.b].filter((one) => one !== undefined);
    const asked = {
      selectors,
      staged,
      diff,
      symbols: depth === 'symbols',
      ...(path && { path }),
      ...(level && { level }),
      ...(against && { against }),
      ...(verify && { verify: { command: verify, onEnd: this.world().onEnd } }),
    };
    const { picture, diffs } = await this.showWaiting(askOverlaps(kg, asked));
    const how = { picture, style: this.style(), home: kg.home };
    const filter = { diff, narrowed: selectors.length > 0, ...(path && { path }), ...(level && { level }) };
    const shown = renderOverlap({ ...how, notesStyle: this.style('stderr'), now: kg.now(), filter });
    const both = diff ? ['', ...renderOverlapDiff({ ...how, diffs })] : [];
    this.print({ lines: [...shown.lines, ...both], notes: shown.notes });
    const isBroken = picture.verification?.verdict === 'breaks';
    if (flags['exit-code'] && (isBroken || holdsLevel(picture, level ?? 'conflict'))) process.exitCode = 1;
    return overlapJson(picture);
  }
}
