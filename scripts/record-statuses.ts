/**
 * Prints, for each edge in the life of a real client, the status that kg gives and how late:
 *
 *     node scripts/record-statuses.ts [--version 2.1.330] [--bin path/to/bin/run.js] [--by json|watch|dashboard|reader]
 *
 * `json` starts `kg list --json` for each question, `watch` looks at one running `kg list --watch`, `dashboard` at one running
 * `kg watch`, and `reader` asks kg's reader in this process, which leaves out the start of a program and git. All but the last need
 * a built clone.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordEdges } from '../test/helpers/client/edges.ts';
import type { EdgeSeen } from '../test/helpers/client/observe.ts';
import { listProbe, readingProbe, watchProbe } from '../test/helpers/client/probes.ts';
import { current } from '../test/helpers/client/versions.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: current },
    bin: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    by: { type: 'string', default: 'json' },
  },
});

const ways = new Map([
  ['json', { name: 'kg list --json', openProbe: listProbe({ bin: values.bin }) }],
  ['watch', { name: 'kg list --watch', openProbe: watchProbe({ bin: values.bin, command: ['list', '--watch'] }) }],
  ['dashboard', { name: 'kg watch', openProbe: watchProbe({ bin: values.bin, command: ['watch'] }) }],
  ['reader', { name: 'reader in process', openProbe: readingProbe }],
]);

const way = ways.get(values.by);
if (way === undefined) throw new Error(`--by ${values.by}: expected one of ${[...ways.keys()].join(', ')}`);
const rows = await recordEdges({ version: values.version, openProbe: way.openProbe, within: 75_000 });
process.stdout.write(`client ${values.version}, ${way.name}\n\n${table(rows)}\n`);
process.exitCode = rows.every(({ delay }) => delay !== null) ? 0 : 1;

function table(edges: readonly EdgeSeen[]): string {
  const head = ['step', "the client's record", 'kg says', 'after', 'askings', 'each'];
  const body = edges.map((edge) => [
    edge.step,
    edge.client,
    edge.seen === edge.expected ? edge.seen : `${edge.seen || 'nothing'} (expected ${edge.expected})`,
    edge.delay === null ? 'never' : `${edge.delay} ms`,
    String(edge.asked),
    `${edge.eachAsking} ms`,
  ]);
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
