import type { Kg } from '../kg.ts';
import type { ServedTool } from './server.ts';
import type { Touch } from './touch.ts';
import type { Tool } from './tool.ts';

/** A tool as the server offers it: it opens kg where the caller works, and puts the value or the error into JSON. */
export function served(
  { name, title, description, parameters, changes, run }: Tool,
  world: {
    readonly home: string;
    readonly directory: () => string;
    readonly open: (directory: string) => Promise<Kg>;
  },
): ServedTool {
  return {
    name,
    title,
    description,
    parameters,
    changes,
    hidden: false,
    answer: async (given) => {
      const text = (key: string) => (typeof given[key] === 'string' && given[key] !== '' ? given[key] : undefined);
      const { toJson } = await import('../render/json.ts');
      try {
        const kg = await world.open(text('directory') ?? world.directory());
        return { text: toJson(await run({ kg, text, flag: (key) => given[key] === true })), failed: false };
      } catch (error) {
        const { renderError } = await import('../render/error.ts');
        return { text: toJson(renderError(error, { home: world.home }).json), failed: true };
      }
    },
  };
}

/** What the plugin's hooks call; the model does not see it. */
export function servedTouch({ answer }: Touch): ServedTool {
  const names = ['event', 'session', 'cwd', 'tool', 'path', 'notebook', 'before', 'after', 'all', 'changed'];
  return {
    name: 'touch',
    title: 'Answer a hook',
    description: "Answers the hooks of kg's own plugin; of no use to anybody else.",
    parameters: Object.fromEntries(names.map((name) => [name, { type: 'string', description: 'From the hook' }])),
    changes: false,
    hidden: true,
    answer: async (given) => ({ text: await answer(given), failed: false }),
  };
}
