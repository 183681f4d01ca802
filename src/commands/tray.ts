import { Flags } from '@oclif/core';
import { attentionOf } from '../attention.ts';
import { KgCommand } from '../command.ts';
import { attentionJson } from '../render/attention-json.ts';
import { survey } from '../survey.ts';

export default class Tray extends KgCommand {
  static override summary = 'Show an icon in the tray: who waits for you, who crashed, who collides';

  static override description =
    'Runs until it is ended. The icon counts the sessions that need you, its menu shows every session of every project, and ' +
    'notifications come when one begins to wait, crashes, or collides with another.\n\n' +
    'The icons for macOS and Windows are written, and have not been run on a Mac or on Windows yet.';

  static override examples = [
    { description: 'Show the icon', command: '<%= config.bin %> tray' },
    { description: 'With every login', command: '<%= config.bin %> tray --install' },
    { description: 'What it would show, for a script', command: '<%= config.bin %> tray --json' },
  ];

  static override flags = {
    install: Flags.boolean({ summary: 'Start it with every login: shows the entry, and asks', exclusive: ['remove'] }),
    remove: Flags.boolean({ summary: 'Take that entry away again' }),
    yes: Flags.boolean({ char: 'y', summary: 'With --install or --remove: do not ask' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Tray);
    const { home, node, self, onEnd, isAlive, stderr } = this.world();
    const kg = await this.open(flags, 'nothing');
    if (flags.install || flags.remove) {
      const [{ changeAutostart }, { confirm }] = await Promise.all([
        import('../tray/autostart.ts'),
        import('../tray/confirm.ts'),
      ]);
      const ask = (lines: readonly string[]) => confirm(lines, this.world());
      const change = await changeAutostart({ ...flags, kg, argv: [node.path, self, 'tray'], confirm: ask });
      this.print({ lines: change.lines, notes: [] });
      return change.json;
    }
    if (this.jsonEnabled()) {
      const how = { scope: 'all', sort: 'need', finished: false, overlaps: {} } as const;
      return attentionJson(attentionOf(await survey(kg, how)));
    }
    const [{ openTray }, errorLines] = await Promise.all([import('../tray/door.ts'), this.errorLines()]);
    const say = (sentence: string) => void stderr.write(`○ ${sentence}\n`);
    const errorLine = (error: unknown) => (errorLines(error)[0] ?? 'unknown error').replace(/^✗ /u, '');
    // The directory that it was started in may be a worktree, and go away.
    const open = () => this.open({ directory: home }, 'nothing');
    const ours = { kg, open, say, errorLine, isAlive, onEnd, pid: process.pid, self: [node.path, self] };
    const found = await openTray(ours);
    if (found !== null) say(`kg tray already runs, in process ${found.other}`);
    return undefined;
  }
}
