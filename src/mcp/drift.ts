import { selector, type Tool } from './tool.ts';

export const drift: Tool = {
  name: 'drift',
  title: 'Who works against old code',
  description:
    'Which sessions have read files that another worktree, or the trunk, has changed since: whether the reader has the change, ' +
    'lacks it, cannot have it yet because it is not committed, or read the file before.',
  parameters: {
    a: { type: 'string', description: `Only this worktree, as reader and as writer: ${selector}` },
    b: { type: 'string', description: 'With a: only the pair of both' },
  },
  changes: false,
  run: async ({ kg, text }) => {
    const [{ askDrift }, { driftJson }] = await Promise.all([
      import('../drift/ask-drift.ts'),
      import('../render/drift/json.ts'),
    ]);
    return driftJson(
      await askDrift(
        kg,
        [text('a'), text('b')].filter((one) => one !== undefined),
      ),
    );
  },
};
