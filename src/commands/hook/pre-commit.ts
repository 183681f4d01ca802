import { Flags } from '@oclif/core';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { KgCommand } from '../../command.ts';
import { checkCommit } from '../../hooks/git/check-commit.ts';
import { reachesLevel } from '../../hooks/git/commit-check.ts';
import { openTimeBox } from '../../hooks/git/time-box.ts';
import { preCommitJson } from '../../render/pre-commit/json.ts';
import { renderNotChecked, renderPreCommit } from '../../render/pre-commit/pre-commit.ts';

export default class PreCommit extends KgCommand {
  static override summary = 'Tell before a commit where it collides with the work in other worktrees';

  static override description =
    'For the pre-commit hook of git. Silent when there is nothing to tell. Exit code: 1 when hook.block or --strict stops ' +
    'the commit, else 0, also when kg itself fails. KG_SKIP=1 or git commit --no-verify leaves it out.';

  static override examples = [
    { description: 'As git runs it, once it is set up', command: '<%= config.bin %> hook pre-commit' },
    { description: 'Stop the commit on a conflict', command: '<%= config.bin %> hook pre-commit --strict' },
  ];

  static override flags = {
    strict: Flags.boolean({ summary: 'Stop the commit on a conflict, whatever the config says' }),
    // A Node that cannot start kg ends with 1 too; whoever must tell the two apart asks for another number.
    'stop-code': Flags.integer({ summary: 'Exit code of a stopped commit', default: 1, min: 1, max: 125 }),
  };

  async run(): Promise<unknown> {
    const { env, home, platform, now, directory, stderr, leave, life } = this.world();
    const { flags } = await this.parse(PreCommit);
    if (env['KG_SKIP'] && env['KG_SKIP'] !== '0') return undefined;
    const index = env['GIT_INDEX_FILE'] ? resolve(directory, env['GIT_INDEX_FILE']) : null;
    const place = { env, home, platform, now: now(), directory: this.directory(flags), ...(life && { life: life() }) };
    const box = openTimeBox(1500);
    const { check, config } = await checkCommit({ ...place, index, box, concurrency: availableParallelism() * 2 });
    box.close();
    const block = flags.strict && config.hook.block === 'never' ? 'conflict' : config.hook.block;
    const blocked = block !== 'never' && reachesLevel(check, block);
    const style = this.style('stderr');
    const lines = renderPreCommit({ check, blocked, strict: block !== 'never', style, now: now(), home });
    if (!this.jsonEnabled()) stderr.write(lines.map((line) => `${line}\n`).join(''));
    const exitCode = blocked ? flags['stop-code'] : 0;
    process.exitCode = exitCode;
    // What hangs must not keep the commit waiting now that all is said.
    const hangs = check.notLooked.length > 0 || check.sessions === null;
    if (hangs && !this.jsonEnabled()) leave(exitCode);
    return preCommitJson(check, { blocked });
  }

  /** A hook that fails itself lets the commit through. */
  protected override async catch(error: unknown): Promise<void> {
    const { stderr, leave } = this.world();
    const words = (await this.errorLines())(error).filter((line) => !line.startsWith('↳'));
    const told = words.map((line) => line.replace(/^(?:\S+|\s+) */u, '')).slice(0, 2);
    const lines = renderNotChecked(told.join(': '), this.style('stderr'));
    stderr.write(lines.map((line) => `${line}\n`).join(''));
    process.exitCode = 0;
    leave(0);
  }
}
