import type { Tool } from './tool.ts';

export const list: Tool = {
  name: 'list',
  title: 'Worktrees and their sessions',
  description:
    'Every git worktree of this project and the Claude Code sessions in it: status, task, changes, worst overlap.',
  parameters: {
    all: { type: 'boolean', description: 'Every project that Claude Code or the config knows' },
    finished: { type: 'boolean', description: 'Finished sessions however old' },
  },
  changes: false,
  run: async ({ kg, flag }) => {
    const [{ listJson }, { survey }] = await Promise.all([import('../render/json.ts'), import('../survey.ts')]);
    const scope = flag('all') ? 'all' : 'project';
    return listJson(await survey(kg, { scope, sort: kg.config.list.sort, finished: flag('finished'), overlaps: {} }));
  },
};
