/**
 * Prints, for each edge in the life of a real client, the status that kg gives and how late:
 *
 *     node scripts/record-statuses.ts [--version 2.1.330] [--bin path/to/bin/run.js] [--reading]
 *
 * By default `kg list --json` of this clone is started for each question (build it first); `--reading` asks kg's reader in
 * this process instead, which leaves out the start of a program and git.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordEdges, type EdgeSeen } from '../test/helpers/client/edges.ts';
import { listProbe, readingProbe } from '../test/helpers/client/probes.ts';
import { current } from '../test/helpers/client/versions.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: current },
    bin: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    reading: { type: 'boolean', default: false },
  },
});

const openProbe = values.reading ? readingProbe : listProbe({ bin: values.bin });
const rows = await recordEdges({ version: values.version, openProbe });
process.stdout.write(
  `client ${values.version}, ${values.reading ? 'reader in process' : 'kg list --json'}\n\n${table(rows)}\n`,
);
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
