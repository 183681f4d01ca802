import { resolve } from 'node:path';
import { selector, type Tool } from './tool.ts';

export const checkpoint: Tool = {
  name: 'checkpoint',
  title: 'Save where a session stands',
  description:
    'Saves where the session of a worktree stands, from its transcript and git, so that anybody can carry on. A note and the next ' +
    'step are what only the session knows.',
  parameters: {
    worktree: { type: 'string', description: `Default: where this session works. ${selector}` },
    message: { type: 'string', description: 'A note to keep' },
    next: { type: 'string', description: 'What to do next' },
  },
  changes: true,
  run: async ({ kg, text }) => {
    const [{ beginCheckpoints, onlyCheckpoint }, { checkpointJson }, { renderCheckpointMarkdown }] = await Promise.all([
      import('../checkpoint.ts'),
      import('../render/checkpoint/json.ts'),
      import('../render/checkpoint/markdown.ts'),
    ]);
    const [note, next] = [text('message'), text('next')];
    const begun = await beginCheckpoints(kg, {
      selector: text('worktree') ?? '@',
      by: 'person',
      ...(note === undefined ? {} : { note }),
      ...(next === undefined ? {} : { next }),
      markdown: renderCheckpointMarkdown,
      resolve: (path) => resolve(kg.directory, path),
    });
    const { saved, envelope } = await onlyCheckpoint(begun);
    return checkpointJson(saved, envelope);
  },
};
