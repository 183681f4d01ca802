import { KgError } from '../errors.ts';
import { overlapLevels } from '../overlap/overlap.ts';
import { selector, type Tool } from './tool.ts';

export const overlap: Tool = {
  name: 'overlap',
  title: 'Where working changes collide',
  description:
    'Where the working states of worktrees collide, as git would decide if they were merged now, uncommitted and untracked work ' +
    'included, with lines and sessions.',
  parameters: {
    a: { type: 'string', description: `Only this worktree with the others: ${selector}` },
    b: { type: 'string', description: 'With a: only the pair of both' },
    path: { type: 'string', description: 'Only files that match this glob' },
    level: { type: 'string', description: `Only this level and higher ones: ${overlapLevels.join(', ')}` },
  },
  changes: false,
  run: async ({ kg, text }) => {
    const [{ askOverlaps }, { overlapJson }] = await Promise.all([
      import('../survey/overlap-question.ts'),
      import('../render/overlap/json.ts'),
    ]);
    const [path, named] = [text('path'), text('level')];
    const level = overlapLevels.find((one) => one === named);
    if (named !== undefined && level === undefined) {
      throw new KgError('USAGE', { message: `There is no level ${named}: ${overlapLevels.join(', ')}` });
    }
    const selectors = [text('a'), text('b')].filter((one) => one !== undefined);
    const narrowed = { ...(path === undefined ? {} : { path }), ...(level === undefined ? {} : { level }) };
    const { picture } = await askOverlaps(kg, { selectors, staged: false, diff: false, ...narrowed });
    return overlapJson(picture);
  },
};
