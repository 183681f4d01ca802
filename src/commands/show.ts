import { Args, Flags } from '@oclif/core';
import { resolve } from 'node:path';
import { KgCommand } from '../command.ts';
import { KgError } from '../errors.ts';
import { readLastList } from '../last-list.ts';
import { showJson } from '../render/json.ts';
import { renderShow } from '../render/show.ts';
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
      lastList: await readLastList(kg.cache, project.commonDirectory),
      selector: args.worktree,
      resolve: (relative) => resolve(kg.directory, relative),
    });
    const shown = await showWorktree({ kg, survey: picture, path, ...(flags.since && { since: flags.since }) });
    this.print(
      renderShow({ shown, style: this.style(), notesStyle: this.style('stderr'), now: kg.now(), home: kg.home }),
    );
    return showJson(picture, shown);
  }
}
