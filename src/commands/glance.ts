import { KgCommand } from '../command.ts';
import { glance, type Glance } from '../glance.ts';
import { saveLastList } from '../last-list.ts';
import { renderGlance } from '../render/glance.ts';
import { survey } from '../survey.ts';

export default class GlanceCommand extends KgCommand {
  static override summary = 'Print one line for a prompt or a status bar';

  static override description =
    'Answers from the last survey that kg made, and says its age when that is more than a minute. Where there was none yet, ' +
    'surveys every project first.';

  static override examples = [
    { description: 'How many sessions wait, run and rest', command: '<%= config.bin %> glance' },
    {
      description: 'Keep it fresh from a status bar',
      command: '<%= config.bin %> list --all > /dev/null; <%= config.bin %> glance',
    },
  ];

  async run(): Promise<Glance> {
    const { flags } = await this.parse(GlanceCommand);
    const kg = await this.open(flags, 'nothing');
    const picture = await this.showWaiting(
      survey(kg, { scope: 'all', sort: kg.config.list.sort, finished: false, overlaps: null }),
    );
    await saveLastList(kg, picture);
    const value = glance(picture);
    this.print({ lines: [renderGlance(value, kg.now())], notes: [] });
    return value;
  }
}
