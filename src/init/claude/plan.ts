import { join } from 'node:path';
import type { Change, Checkup, Finding, Plan } from '../part.ts';
import type { ClaudeFacts, ClaudeOptions } from './facts.ts';
import { planLeftovers } from './leftovers.ts';
import { MARKETPLACE, PLUGIN } from './names.ts';
import { pluginLists } from './plugin-folder.ts';
import { namesPlugin } from './plugin-memory.ts';
import { earlierSettings, settingsNamePlugin } from './settings.ts';

/** Pure: what installing the plugin would do now. Claude Code does it itself; kg only leaves word where it is. */
export function planClaude(facts: ClaudeFacts, launcher: ClaudeOptions['launcher']): Plan {
  const refusals = refusalsOf(facts);
  if (refusals.length > 0) return { ...nothing, refusals };
  const { plugin, marketplace, place } = facts;
  const { root, version } = facts.own;
  const elsewhere = marketplace !== null && marketplace !== root;
  const after = Buffer.from(`${launcher.node}\n${launcher.main}\n`);
  const known = marketplace === root;
  const word: readonly Change[] =
    place.now?.bytes.equals(after) === true
      ? []
      : [{ kind: 'file', path: place.file, before: place.now, after: { bytes: after, mode: 0o600 } }];
  const changes: readonly Change[] = [
    ...word,
    ...(elsewhere
      ? [run(['plugin', 'marketplace', 'remove', MARKETPLACE], 'Forgets the other place of the plugin')]
      : []),
    ...(known ? [] : [run(['plugin', 'marketplace', 'add', root], 'Tells Claude Code where the plugin of kg lies')]),
    // Forgetting a marketplace takes its plugins along.
    ...(plugin === null || elsewhere ? [run(['plugin', 'install', PLUGIN], 'Installs the plugin for this user')] : []),
    ...(plugin !== null && !elsewhere && plugin.version !== version
      ? [
          run(
            ['plugin', 'update', PLUGIN],
            `Brings the plugin from ${plugin.version ?? 'another version'} to ${version ?? 'this one'}`,
          ),
        ]
      : []),
    ...(plugin !== null && !elsewhere && !plugin.enabled
      ? [run(['plugin', 'enable', PLUGIN], 'Turns the plugin on')]
      : []),
  ];
  const message = 'Sessions that are running get the plugin at their next start, or after /reload-plugins';
  return { ...nothing, changes, remarks: changes.length === 0 ? [] : [{ code: 'CLAUDE_SESSIONS', message }] };
}

/** Pure: what taking the plugin away would do now. */
export function planClaudeRemoval(facts: ClaudeFacts): Plan {
  const { plugin, marketplace, place, settings, plugins } = facts;
  const refusals = plugin === null && marketplace === null && facts.failure === null ? [] : refusalsOf(facts);
  if (refusals.length > 0) return { ...nothing, refusals };
  const gone: Change = { kind: 'file', path: place.file, before: place.now, after: null };
  const runs = [
    ...(plugin === null ? [] : [run(['plugin', 'uninstall', PLUGIN], 'Takes the plugin away')]),
    ...(marketplace === null ? [] : [run(['plugin', 'marketplace', 'remove', MARKETPLACE], 'Forgets where it lies')]),
  ];
  const earlier = settings === null ? null : earlierSettings(settings);
  const back: readonly Change[] =
    settings === null || earlier === null ? [] : [{ kind: 'restore', path: settings.path, after: earlier.state }];
  const left = planLeftovers(plugins.folder, { before: plugins.before, installed: plugin !== null });
  const changes = [...runs, ...back, ...left, ...(place.now === null ? [] : [gone])];
  return { ...nothing, changes, remarks: runs.length === 0 ? [] : stayingFiles(facts, changes) };
}

/** Files that the plugin is noted in, and that are not put back. */
function stayingFiles({ settings, plugins: { folder } }: ClaudeFacts, changes: readonly Change[]): readonly Finding[] {
  const noted = [
    ...(settings !== null && settingsNamePlugin(settings) ? [settings.path] : []),
    ...pluginLists.flatMap((name) =>
      namesPlugin(name, folder.lists[name]?.state ?? null) ? [join(folder.path, name)] : [],
    ),
  ];
  const lines = noted.filter((path) => !changes.some((one) => one.kind === 'restore' && one.path === path));
  const message =
    'These stay as Claude Code leaves them: something else in them has changed, or how they were is not known';
  return lines.length === 0 ? [] : [{ code: 'CLAUDE_KEEPS', message, lines }];
}

/** Pure: whether the plugin is there and works. */
export function checkClaude(facts: ClaudeFacts): Checkup {
  const { plugin, marketplace, place, failure, claude } = facts;
  const { root, version } = facts.own;
  if (claude === null) return { state: 'absent', faults: [], remarks: refusalsOf(facts) };
  if (failure !== null) return { state: 'broken', faults: refusalsOf(facts), remarks: [] };
  if (plugin === null && marketplace === null) return { state: 'absent', faults: [], remarks: [] };
  const hint = 'To set it right, run kg init --claude';
  const fault = (code: string, message: string): Finding => ({ code, message, hint });
  const faults = [
    ...(plugin === null
      ? [fault('CLAUDE_PLUGIN_MISSING', 'Claude Code knows the marketplace, but the plugin is not installed')]
      : []),
    ...(plugin !== null && !plugin.enabled ? [fault('CLAUDE_PLUGIN_OFF', 'The plugin is turned off')] : []),
    ...(plugin !== null && plugin.version !== version
      ? [
          fault(
            'CLAUDE_PLUGIN_VERSION',
            `The plugin is of version ${plugin.version ?? 'unknown'}, kg of ${version ?? 'unknown'}`,
          ),
        ]
      : []),
    ...(marketplace === null
      ? [fault('CLAUDE_MARKETPLACE_MISSING', 'Claude Code has forgotten where the plugin comes from')]
      : []),
    ...(place.works
      ? []
      : [fault('CLAUDE_KG_MISSING', 'The plugin does not know where kg is, or it is no longer there')]),
  ];
  const other = marketplace !== null && marketplace !== '' && marketplace !== root;
  const remarks = other
    ? [{ code: 'CLAUDE_MARKETPLACE_ELSEWHERE', message: `The plugin comes from another kg: ${marketplace}` }]
    : [];
  return { state: faults.length === 0 ? 'installed' : 'broken', faults, remarks };
}

const nothing: Plan = { changes: [], byHand: [], refusals: [], remarks: [] };

function refusalsOf({ claude, failure }: ClaudeFacts): readonly Finding[] {
  if (claude === null)
    return [{ code: 'CLAUDE_MISSING', message: 'Claude Code is not on PATH, so there is nothing to set up' }];
  if (failure === null) return [];
  return [
    {
      code: 'CLAUDE_FAILED',
      message: `Claude Code did not say which plugins it has: ${failure}`,
      hint: 'To see what it says, run claude plugin list',
    },
  ];
}

function run(args: readonly string[], means: string): Change {
  return { kind: 'run', command: ['claude', ...args], means };
}
