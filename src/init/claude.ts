import { findPrograms } from '../doctor/path-search.ts';
import { KgError } from '../errors.ts';
import { applyFiles } from './apply-files.ts';
import { readClaudeFacts, runClaude, type ClaudeOptions } from './claude/facts.ts';
import { earlierSettings, forgetSettings, readSettings, rememberSettings } from './claude/settings.ts';
import { checkClaude, planClaude, planClaudeRemoval } from './claude/plan.ts';
import type { Change, Part, Plan } from './part.ts';

/**
 * The plugin of Claude Code. Claude Code installs and removes it, and notes it in its settings; kg writes nothing into them, and
 * only puts them back as they were before the plugin.
 */
export function claudePart(options: ClaudeOptions): Part {
  const facts = () => readClaudeFacts(options);
  return {
    name: 'claude',
    plan: async () => planClaude(await facts(), options.launcher),
    remove: async () => planClaudeRemoval(await facts()),
    check: async () => checkClaude(await facts()),
    apply: async ({ changes }: Plan) => {
      const runs = (word: string): boolean => changes.some((one) => one.kind === 'run' && one.command.includes(word));
      if (runs('install')) await rememberSettings(options);
      const [claude = null] = await findPrograms('claude', options);
      for (const change of changes) await applyChange(options, claude, change);
      // A plugin that comes from another place now is forgotten and installed: what was before it is still needed.
      if (!runs('install') && changes.some(takesAway)) await forgetSettings(options.cache);
    },
  };
}

function takesAway(change: Change): boolean {
  if (change.kind !== 'run') return change.after === null;
  return change.command.includes('uninstall') || change.command.includes('remove');
}

async function applyChange(options: ClaudeOptions, claude: string | null, change: Change): Promise<void> {
  if (change.kind === 'file') return applyFiles([change]);
  if (change.kind === 'restore') return restoreSettings(options, change.path);
  const [, ...args] = change.command;
  const answer = claude === null ? null : await runClaude(options, claude, args);
  if (answer?.exitCode === 0) return;
  const said = answer?.says ?? 'Claude Code is not on PATH';
  const command = change.command.join(' ');
  throw new KgError('INIT_FAILED', {
    message: `This did not work (${said}): ${command}`,
    hint: `To see why, run ${command}`,
  });
}

/** By now Claude Code has taken the plugin out of them. What somebody else has changed meanwhile stays. */
async function restoreSettings(options: ClaudeOptions, path: string): Promise<void> {
  const settings = await readSettings(options);
  const earlier = settings === null ? null : earlierSettings(settings);
  if (settings === null || earlier === null) return;
  await applyFiles([{ kind: 'file', path, before: settings.now, after: earlier.state }]);
}
