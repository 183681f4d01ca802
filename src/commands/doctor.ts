import { Flags } from '@oclif/core';
import { KgCommand } from '../command.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { exitCode, type Diagnosis } from '../doctor/diagnosis.ts';
import { gatherFacts } from '../doctor/gather.ts';
import { checkAudits, gatherAudits } from '../doctor/second-reader.ts';
import { renderDoctor } from '../render/doctor.ts';
import { doctorJson } from '../render/json.ts';
import { showProgress } from '../render/progress.ts';

export default class Doctor extends KgCommand {
  static override summary = 'Check git, Node, Claude Code and config: what works, what does not, how to mend it';

  static override description =
    'Exit code: 0 all well, 1 something to mend, 2 kg cannot work. Nothing is changed, and no other kg on PATH is run.';

  static override examples = [
    { description: 'Is everything as kg needs it?', command: '<%= config.bin %> doctor' },
    {
      description: 'Read the committed changes a second time, without git',
      command: '<%= config.bin %> doctor --verify',
    },
  ];

  static override flags = {
    verify: Flags.boolean({ summary: 'Compare what git reads with a second implementation' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Doctor);
    const world = this.world();
    const { env, home, platform, now, node, self } = world;
    const facts = gatherFacts({ env, home, platform, now, node, self, directory: this.directory(flags) });
    const audits = flags.verify ? this.open(flags).then(gatherAudits) : null;
    const tasks = [
      { title: 'Looking at git, Node, Claude Code and config', work: facts },
      ...(audits === null ? [] : [{ title: 'Reading committed changes a second time', work: audits }]),
    ];
    if (!this.jsonEnabled()) await showProgress({ tasks, stream: world.stderr, after: world.patience });
    const diagnoses: readonly Diagnosis[] = [
      ...diagnose(await facts),
      ...(audits === null ? [] : [checkAudits(await audits)]),
    ];
    this.print(renderDoctor({ diagnoses, style: this.style(), notesStyle: this.style('stderr') }));
    process.exitCode = exitCode(diagnoses);
    return doctorJson({ takenAt: world.now().toISOString(), diagnoses });
  }
}
