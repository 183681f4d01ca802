import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import type { LiveListOptions } from '../dashboard/live-list.ts';
import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { saveLastList } from '../last-list.ts';
import { sortOrders } from '../survey/order.ts';
import { age } from '../render/age.ts';
import { listJson } from '../render/json.ts';
import { survey } from '../survey.ts';

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
    const take = (kg: Kg) => {
      const sort = flags.sort ?? kg.config.list.sort;
      return survey(kg, { scope, sort, finished: flags.finished, overlaps: {} });
    };
    if (flags.watch) return this.watch({ scope, open, take, render: await this.renderer(flags) });
    const kg = await open();
    const picture = await this.showWaiting(take(kg));
    await saveLastList(kg, picture);
    if (!this.jsonEnabled()) this.print((await this.renderer(flags))(picture, this.style()));
    return listJson(picture);
  }

  /** The tables are loaded only where one is drawn: what measures text takes as long to load as a small survey. */
  private async renderer({ elsewhere }: { readonly elsewhere: boolean }): Promise<LiveListOptions['render']> {
    const [{ renderList }, { renderElsewhere }] = await Promise.all([
      import('../render/list/list.ts'),
      import('../render/elsewhere.ts'),
    ]);
    return (picture, style) => {
      const { now, home } = this.world();
      const finishedAfter = age(picture.foldedBefore, new Date(picture.takenAt));
      const how = { survey: picture, style, notesStyle: this.style('stderr'), now: now(), home, finishedAfter };
      return elsewhere ? renderElsewhere(how) : renderList(how);
    };
  }

  private async watch(list: Pick<LiveListOptions, 'scope' | 'open' | 'take' | 'render'>): Promise<void> {
    const { stdin, stdout, onEnd, isAlive } = this.world();
    if (this.jsonEnabled() || !stdout.isTTY)
      throw new KgError('USAGE', { message: '--watch draws on a terminal only' });
    const [{ liveList }, errorLines] = await Promise.all([import('../dashboard/live-list.ts'), this.errorLines()]);
    const style = () => this.style();
    const save: LiveListOptions['save'] = (kg, taken) => saveLastList(kg, taken.survey);
    await liveList({ ...list, save, stdin, stdout, onEnd, isAlive, style, errorLines });
  }
}
