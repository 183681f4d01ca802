import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import type { LiveListOptions } from '../dashboard/live-list.ts';
import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { saveLastList } from '../last-list.ts';
import { sortOrders } from '../order.ts';
import { age } from '../render/age.ts';
import { renderElsewhere } from '../render/elsewhere.ts';
import { listJson } from '../render/json.ts';
import { renderList } from '../render/list.ts';
import type { Style } from '../render/style.ts';
import { survey, type Survey } from '../survey.ts';

export default class List extends KgCommand {
  static override summary = 'Show every worktree, its Claude Code sessions, and where each stands';

  static override examples = [
    { description: 'What is everyone doing in this project?', command: '<%= config.bin %> list' },
    { description: 'And in all the others?', command: '<%= config.bin %> list --all' },
    { description: 'Keep it on the screen', command: '<%= config.bin %> list --watch' },
    { description: 'For a script', command: '<%= config.bin %> list --json' },
  ];

  static override flags = {
    all: Flags.boolean({ summary: 'Every project that Claude Code or the config knows' }),
    elsewhere: Flags.boolean({
      summary: 'With --all: list the sessions outside of any repository',
      dependsOn: ['all'],
    }),
    finished: Flags.boolean({ summary: 'Show finished sessions however old' }),
    sort: Flags.option({ options: sortOrders, summary: 'Order of the rows' })(),
    watch: Flags.boolean({ summary: 'Redraw on change, until q or Ctrl-C' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(List);
    const scope = flags.all ? 'all' : 'project';
    const open = () => this.open(flags, flags.all ? 'nothing' : 'project');
    const take = (kg: Kg) => survey(kg, { scope, sort: flags.sort ?? kg.config.list.sort, finished: flags.finished });
    const render = (picture: Survey, style: Style) => {
      const { now, home } = this.world();
      const finishedAfter = age(picture.foldedBefore, new Date(picture.takenAt));
      const how = { survey: picture, style, notesStyle: this.style('stderr'), now: now(), home, finishedAfter };
      return flags.elsewhere ? renderElsewhere(how) : renderList(how);
    };
    if (flags.watch) return this.watch({ open, take, render });
    const kg = await open();
    const picture = await this.showWaiting(take(kg));
    await saveLastList(kg, picture);
    this.print(render(picture, this.style()));
    return listJson(picture);
  }

  private async watch(list: Pick<LiveListOptions, 'open' | 'take' | 'render'>): Promise<void> {
    const { stdin, stdout, onEnd, isAlive } = this.world();
    if (this.jsonEnabled() || !stdout.isTTY)
      throw new KgError('USAGE', { message: '--watch draws on a terminal only' });
    const { liveList } = await import('../dashboard/live-list.ts');
    const style = () => this.style();
    await liveList({ ...list, stdin, stdout, onEnd, isAlive, style, errorLines: (error) => this.errorLines(error) });
  }
}
