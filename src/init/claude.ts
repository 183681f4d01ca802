import { findPrograms } from '../doctor/path-search.ts';
import { KgError } from '../errors.ts';
import { applyFiles } from './apply-files.ts';
import { readClaudeFacts, runClaude, type ClaudeOptions } from './claude/facts.ts';
import { checkClaude, planClaude, planClaudeRemoval } from './claude/plan.ts';
import { forgetPluginFolder, rememberPluginFolder } from './claude/plugin-memory.ts';
import { forgetSettings, rememberSettings } from './claude/settings.ts';
import { keptFindings, putBack, removeFolder } from './claude/tidy.ts';
import type { Change, FileRestored, Finding, FolderGone, Part, Plan } from './part.ts';

/**
 * The plugin of Claude Code. Claude Code installs and removes it, and notes it in its settings and lists; kg writes nothing into
 * them, and only puts them back as they were before the plugin.
 */
export function claudePart(options: ClaudeOptions): Part {
  const facts = () => readClaudeFacts(options);
  return {
    name: 'claude',
    plan: async () => planClaude(await facts(), options.launcher),
    remove: async () => planClaudeRemoval(await facts()),
    check: async () => checkClaude(await facts()),
    apply: (plan) => applyPlan(options, plan),
  };
}

async function applyPlan(options: ClaudeOptions, { changes }: Plan): Promise<readonly Finding[]> {
  const runs = (word: string): boolean => changes.some((one) => one.kind === 'run' && one.command.includes(word));
  if (runs('install')) {
    await rememberSettings(options);
    await rememberPluginFolder(options);
  }
  const [claude = null] = await findPrograms('claude', options);
  const stays: string[] = [];
  for (const change of changes) {
    if (change.kind === 'file') await applyFiles([change]);
    else if (change.kind === 'run') await applyRun(options, claude, change.command);
    else if (!(await takeBack(options, change))) stays.push(change.path);
  }
  // A plugin that comes from another place now is forgotten and installed: what was before it is still needed.
  if (!runs('install') && changes.some(takesAway)) {
    await forgetSettings(options.cache);
    await forgetPluginFolder(options.cache);
  }
  return keptFindings(stays);
}

function takeBack(options: ClaudeOptions, change: FileRestored | FolderGone): Promise<boolean> {
  return change.kind === 'restore' ? putBack(options, change) : removeFolder(options, change);
}

function takesAway(change: Change): boolean {
  if (change.kind === 'run') return change.command.includes('uninstall') || change.command.includes('remove');
  return change.kind !== 'file' || change.after === null;
}

async function applyRun(options: ClaudeOptions, claude: string | null, words: readonly string[]): Promise<void> {
  const answer = claude === null ? null : await runClaude(options, claude, words.slice(1));
  if (answer?.exitCode === 0) return;
  const said = answer?.says ?? 'Claude Code is not on PATH';
  const command = words.join(' ');
  throw new KgError('INIT_FAILED', {
    message: `This did not work (${said}): ${command}`,
    hint: `To see why, run ${command}`,
  });
}
