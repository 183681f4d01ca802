import { Args, Flags } from '@oclif/core';
import { resolve } from 'node:path';
import { KgCommand } from '../command.ts';
import { KgError } from '../errors.ts';
import { readLastList } from '../last-list.ts';
import { showJson } from '../render/json.ts';
import { renderShowBrief } from '../render/show/brief.ts';
import { renderShow } from '../render/show/show.ts';
import { selectWorktree } from '../select.ts';
import { showWorktree } from '../show.ts';
import { survey } from '../survey.ts';

export default class Show extends KgCommand {
  static override summary = 'Show all about one worktree: sessions with evidence, changes, and the way back in';

  static override examples = [
    { description: 'The worktree of the current directory', command: '<%= config.bin %> show' },
    { description: 'By branch, folder, path or session', command: '<%= config.bin %> show feature/auth' },
    { description: 'The second row of the last list', command: '<%= config.bin %> show 2' },
  ];

  static override args = {
    worktree: Args.string({
      description: 'branch, folder name, path, row number, session id or name, @ current, ^ main',
      default: '@',
      ignoreStdin: true,
    }),
  };

  static override flags = {
    since: Flags.string({ summary: 'Compare with this checkpoint instead of the last', helpValue: '<id>' }),
    diff: Flags.boolean({ summary: 'Show the code that has changed since' }),
    brief: Flags.boolean({ summary: 'One line on the last checkpoint, at most 400 characters', exclusive: ['diff'] }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Show);
    const kg = await this.open(flags);
    const picture = await this.showWaiting(
      survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: true, overlaps: {} }),
    );
    const project = picture.projects[0];
    if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
    const path = selectWorktree({
      rows: project.worktrees,
      lastList: readLastList(kg.cache, project.commonDirectory),
      selector: args.worktree,
      resolve: (relative) => resolve(kg.directory, relative),
    });
    const { since, diff } = flags;
    const shown = await showWorktree({ kg, survey: picture, path, diff, ...(since && { since }) });
    const how = { shown, style: this.style(), notesStyle: this.style('stderr'), now: kg.now(), home: kg.home };
    this.print(flags.brief ? { lines: [renderShowBrief(shown)], notes: [] } : renderShow(how));
    return showJson(picture, shown);
  }
}
