import { KgError } from '../errors.ts';
import type { Tool } from './tool.ts';

export const who: Tool = {
  name: 'who',
  title: 'Who touched a file',
  description: 'Which sessions and worktrees edited or read a file, when, and where the change is now.',
  parameters: { path: { type: 'string', description: 'Path, file name, any part of a path, directory or pattern' } },
  changes: false,
  run: async ({ kg, text }) => {
    const path = text('path');
    if (path === undefined) throw new KgError('USAGE', { message: 'Which path is meant is not said' });
    const [{ askWho }, { whoJson }] = await Promise.all([import('../who/ask-who.ts'), import('../render/who/json.ts')]);
    return whoJson(await askWho(kg, path));
  },
};
