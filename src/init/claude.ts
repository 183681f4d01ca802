import { findPrograms } from '../doctor/path-search.ts';
import { KgError } from '../errors.ts';
import { applyFiles } from './apply-files.ts';
import { readClaudeFacts, runClaude, type ClaudeOptions } from './claude/facts.ts';
import { checkClaude, planClaude, planClaudeRemoval } from './claude/plan.ts';
import type { Part, Plan } from './part.ts';

/** The plugin of Claude Code. Claude Code installs and removes it; kg writes nothing into its settings. */
export function claudePart(options: ClaudeOptions): Part {
  const facts = () => readClaudeFacts(options);
  return {
    name: 'claude',
    plan: async () => planClaude(await facts(), options.launcher),
    remove: async () => planClaudeRemoval(await facts()),
    check: async () => checkClaude(await facts()),
    apply: async ({ changes }: Plan) => {
      const [claude = null] = await findPrograms('claude', options);
      for (const change of changes) {
        if (change.kind === 'file') {
          await applyFiles([change]);
          continue;
        }
        const [, ...args] = change.command;
        const answer = claude === null ? null : await runClaude(options, claude, args);
        if (answer?.exitCode === 0) continue;
        const said = answer?.says ?? 'Claude Code is not on PATH';
        const command = change.command.join(' ');
        throw new KgError('INIT_FAILED', {
          message: `This did not work (${said}): ${command}`,
          hint: `To see why, run ${command}`,
        });
      }
    },
  };
}
