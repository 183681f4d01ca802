import { McpServer, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Readable, Writable } from 'node:stream';
import { directory, type Parameter } from './tool.ts';

/** What the server is made of; the protocol knows nothing of kg, and kg nothing of the protocol. */
export type ServedTool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly changes: boolean;
  /** Kept from the model: only hooks call it. */
  readonly hidden: boolean;
  /** Answers the text; a failure is one, too. */
  readonly answer: (
    given: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly text: string; readonly failed: boolean }>;
};

/** Speaks the Model Context Protocol over two streams until the input ends. The output carries nothing else. */
export function serve(options: {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly version: string;
  readonly tools: readonly ServedTool[];
  readonly onEnd: () => void;
}): void {
  const { stdin, stdout, version, tools, onEnd } = options;
  const transport = new StdioServerTransport(stdin, stdout, { maxBufferSize: LARGEST });
  stdin.once('end', onEnd).once('close', onEnd);
  serveStdio(
    () => {
      const server = new McpServer({ name: 'kg', version }, { capabilities: { tools: {} }, instructions });
      for (const { name, title, description, parameters, changes, hidden, answer } of tools) {
        const annotations = { title, readOnlyHint: !changes, destructiveHint: false, openWorldHint: false };
        const inputSchema = schemaOf(hidden ? parameters : { ...parameters, directory });
        const visibility = hidden ? { _meta: { ui: { visibility: ['app'] } } } : {};
        server.registerTool(name, { title, description, annotations, inputSchema, ...visibility }, async (given) => {
          const { text, failed } = await answer(given);
          return { content: [{ type: 'text', text }], ...(failed ? { isError: true } : {}) };
        });
      }
      return server;
    },
    { transport },
  );
}

/** Bytes of one message: a hook hands over the text of a whole edit, and a larger one would end the server. */
const LARGEST = 64 * 1024 * 1024;

const instructions =
  'kg knows the other git worktrees of this project and the Claude Code sessions in them: who works on what, which files others ' +
  'have changed, and where git would stop at a merge of the present working states.';

type Given = Readonly<Record<string, unknown>>;

/** A schema of optional parameters. What has another type than it should is refused; what nobody asked for is left out. */
function schemaOf(parameters: Readonly<Record<string, Parameter>>): StandardSchemaWithJSON<Given, Given> {
  const names = Object.keys(parameters);
  const schema = () => ({ type: 'object', properties: { ...parameters } });
  return {
    '~standard': {
      version: 1,
      vendor: 'kg',
      jsonSchema: { input: schema, output: schema },
      validate: (value) => {
        const given: Given = typeof value === 'object' && value !== null ? { ...value } : {};
        const issues = names.flatMap((name) => {
          const { type } = parameters[name] ?? {};
          const found = given[name];
          return found === undefined || typeof found === type
            ? []
            : [{ message: `${name} must be a ${type}`, path: [name] }];
        });
        return issues.length > 0
          ? { issues }
          : { value: Object.fromEntries(names.flatMap((name) => (name in given ? [[name, given[name]]] : []))) };
      },
    },
  };
}
