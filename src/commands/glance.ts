import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { glance, type Glance } from '../glance.ts';
import { saveLastList } from '../last-list.ts';
import { glanceFormats, renderBar } from '../render/glance-bars.ts';
import { survey } from '../survey.ts';

export default class GlanceCommand extends KgCommand {
  static override summary = 'Print one line for a prompt or a status bar';

  static override description =
    'Answers from the last survey that kg made, and says its age when that is more than a minute. Where there was none yet, ' +
    'surveys every project first.';

  static override examples = [
    { description: 'How many sessions wait, run and rest', command: '<%= config.bin %> glance' },
    { description: 'For Waybar, with a tooltip', command: '<%= config.bin %> glance --format waybar' },
    {
      description: 'Keep it fresh from a status bar',
      command: '<%= config.bin %> list --all > /dev/null; <%= config.bin %> glance',
    },
  ];

  static override flags = {
    format: Flags.option({ options: glanceFormats, summary: 'Notation of the bar that shows it', default: 'text' })(),
  };

  async run(): Promise<Glance> {
    const { flags } = await this.parse(GlanceCommand);
    const kg = await this.open(flags, 'nothing');
    const picture = await this.showWaiting(
      survey(kg, { scope: 'all', sort: kg.config.list.sort, finished: false, overlaps: {} }),
    );
    await saveLastList(kg, picture);
    const value = glance(picture);
    const { node, self } = this.world();
    const line = renderBar(flags.format, value, { now: kg.now(), kg: { node: node.path, self } });
    this.print({ lines: line === '' ? [] : [line], notes: [] });
    return value;
  }
}
