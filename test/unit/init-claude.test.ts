import { expect, test } from 'vitest';
import type { ClaudeFacts } from '../../src/init/claude/facts.ts';
import { checkClaude, planClaude, planClaudeRemoval } from '../../src/init/claude/plan.ts';
import { earlierSettings } from '../../src/init/claude/settings.ts';
import type { Plan } from '../../src/init/part.ts';

const launcher = { node: '/opt/node', main: '/opt/keepgoing/bin/run.js' };
const word = { bytes: Buffer.from(`${launcher.node}\n${launcher.main}\n`), mode: 0o600 };
const file = '/home/ada/.cache/keepgoing/kg';
const absent: ClaudeFacts = {
  own: { root: '/opt/keepgoing', version: '0.1.0' },
  claude: '/usr/bin/claude',
  failure: null,
  plugin: null,
  marketplace: null,
  place: { file, now: null, works: false },
  settings: null,
  plugins: {
    folder: {
      path: '/home/ada/.claude/plugins',
      folders: [],
      copies: [],
      shared: [],
      lists: { 'installed_plugins.json': { state: null }, 'known_marketplaces.json': { state: null } },
    },
    before: null,
  },
};
const installed: ClaudeFacts = {
  ...absent,
  plugin: { version: '0.1.0', enabled: true },
  marketplace: '/opt/keepgoing',
  place: { file, now: word, works: true },
};

const inWords = ({ changes, refusals }: Plan) => [
  ...changes.map((change) =>
    change.kind === 'run'
      ? change.command.join(' ')
      : `${change.kind === 'file' ? (change.after === null ? 'remove' : 'write') : change.kind} ${change.path}`,
  ),
  ...refusals.map(({ code }) => code),
];

test('installing is the pair of commands of Claude Code, and word of where kg is; what is there already is left', () => {
  const old = { ...installed, plugin: { version: '0.0.9', enabled: false } };
  expect({
    absent: inWords(planClaude(absent, launcher)),
    installed: inWords(planClaude(installed, launcher)),
    old: inWords(planClaude(old, launcher)),
    elsewhere: inWords(planClaude({ ...installed, marketplace: '/old/keepgoing' }, launcher)),
    missing: inWords(planClaude({ ...absent, claude: null }, launcher)),
    broken: inWords(planClaude({ ...absent, failure: 'exit code 1' }, launcher)),
  }).toMatchInlineSnapshot(`
    {
      "absent": [
        "write /home/ada/.cache/keepgoing/kg",
        "claude plugin marketplace add /opt/keepgoing",
        "claude plugin install kg@keepgoing",
      ],
      "broken": [
        "CLAUDE_FAILED",
      ],
      "elsewhere": [
        "claude plugin marketplace remove keepgoing",
        "claude plugin marketplace add /opt/keepgoing",
        "claude plugin install kg@keepgoing",
      ],
      "installed": [],
      "missing": [
        "CLAUDE_MISSING",
      ],
      "old": [
        "claude plugin update kg@keepgoing",
        "claude plugin enable kg@keepgoing",
      ],
    }
  `);
});

test('removing takes back what is there', () => {
  const plan = planClaudeRemoval(installed);
  expect({ plan: inWords(plan), remarks: plan.remarks, absent: inWords(planClaudeRemoval(absent)) })
    .toMatchInlineSnapshot(`
      {
        "absent": [],
        "plan": [
          "claude plugin uninstall kg@keepgoing",
          "claude plugin marketplace remove keepgoing",
          "remove /home/ada/.cache/keepgoing/kg",
        ],
        "remarks": [],
      }
    `);
});

test('the settings are put back only where nothing but the plugin has come to them', () => {
  const path = '/home/ada/.claude/settings.json';
  const state = (text: string) => ({ bytes: Buffer.from(text), mode: 0o600 });
  const plugin = '{"enabledPlugins":{"kg@keepgoing":true},"extraKnownMarketplaces":{"keepgoing":{"source":{}}}';
  const earlier = (before: string | null, now: string) => {
    const remembered = { state: before === null ? null : state(before) };
    const found = earlierSettings({ path, now: state(now), remembered });
    return found === null ? 'left' : (found.state?.bytes.toString() ?? 'none');
  };
  expect({
    'there were none': earlier(null, `${plugin}}`),
    'after the removal': earlier(null, '{"enabledPlugins":{},"extraKnownMarketplaces":{}}'),
    'written otherwise': earlier('{\t"theme": "dark" }', `${plugin},"theme":"dark"}`),
    'another plugin before': earlier(
      '{"enabledPlugins":{"a@b":true}}',
      '{"enabledPlugins":{"a@b":true,"kg@keepgoing":true}}',
    ),
    'another plugin since': earlier(null, '{"enabledPlugins":{"a@b":true,"kg@keepgoing":true}}'),
    'a setting since': earlier('{"theme":"dark"}', `${plugin},"theme":"light"}`),
    'a setting gone since': earlier('{"theme":"dark","model":"opus"}', `${plugin},"theme":"dark"}`),
    'an empty list before': earlier('{ "enabledPlugins": {} }', '{"enabledPlugins":{"kg@keepgoing":true}}'),
    'no JSON before': earlier('{"theme":', `${plugin}}`),
    'no JSON now': earlier(null, '{"theme":'),
    'the same': earlier('{}', '{}'),
  }).toMatchInlineSnapshot(`
    {
      "a setting gone since": "left",
      "a setting since": "left",
      "after the removal": "none",
      "an empty list before": "{ "enabledPlugins": {} }",
      "another plugin before": "{"enabledPlugins":{"a@b":true}}",
      "another plugin since": "left",
      "no JSON before": "left",
      "no JSON now": "left",
      "the same": "left",
      "there were none": "none",
      "written otherwise": "{	"theme": "dark" }",
    }
  `);
  const settings = { path, now: state(`${plugin}}`), remembered: { state: null } };
  const plan = planClaudeRemoval({ ...installed, settings });
  expect({ plan: inWords(plan), remarks: plan.remarks }).toMatchInlineSnapshot(`
    {
      "plan": [
        "claude plugin uninstall kg@keepgoing",
        "claude plugin marketplace remove keepgoing",
        "restore /home/ada/.claude/settings.json",
        "remove /home/ada/.cache/keepgoing/kg",
      ],
      "remarks": [],
    }
  `);
  const forgotten = planClaudeRemoval({ ...installed, settings: { ...settings, remembered: null } });
  expect(inWords(forgotten)).toHaveLength(3);
  expect(forgotten.remarks).toMatchObject([{ code: 'CLAUDE_KEEPS', lines: [path] }]);
});

test('the check names what is off', () => {
  const faults = (facts: ClaudeFacts) => {
    const { state, ...found } = checkClaude(facts);
    return [state, ...[...found.faults, ...found.remarks].map(({ code }) => code)];
  };
  expect([
    faults(absent),
    faults(installed),
    faults({ ...absent, claude: null }),
    faults({ ...absent, failure: 'exit code 1' }),
    faults({ ...installed, plugin: { version: '0.0.9', enabled: false }, place: { ...installed.place, works: false } }),
    faults({ ...installed, plugin: null }),
    faults({ ...installed, marketplace: null }),
    faults({ ...installed, marketplace: '/old/keepgoing' }),
  ]).toMatchInlineSnapshot(`
    [
      [
        "absent",
      ],
      [
        "installed",
      ],
      [
        "absent",
        "CLAUDE_MISSING",
      ],
      [
        "broken",
        "CLAUDE_FAILED",
      ],
      [
        "broken",
        "CLAUDE_PLUGIN_OFF",
        "CLAUDE_PLUGIN_VERSION",
        "CLAUDE_KG_MISSING",
      ],
      [
        "broken",
        "CLAUDE_PLUGIN_MISSING",
      ],
      [
        "broken",
        "CLAUDE_MARKETPLACE_MISSING",
      ],
      [
        "installed",
        "CLAUDE_MARKETPLACE_ELSEWHERE",
      ],
    ]
  `);
});
