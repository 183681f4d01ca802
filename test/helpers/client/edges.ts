/**
 * Takes the client through every edge of its life and measures, at each, when somebody else knows: the basis of the table of
 * statuses, and of any claim on how late kg is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { InteractiveClient } from './interactive.ts';
import type { Edge } from './registry.ts';
import { observer, type EdgeSeen, type Moment, type Observe, type Probe } from './observe.ts';
import { call, gate, say, type Script } from './script.ts';
import { openStage, type Stage } from './stage.ts';

export type RecordOptions = {
  readonly version: string;
  /** Made for the stage that the scenario plays on. */
  readonly openProbe: (stage: Stage) => Promise<Probe>;
  /** Milliseconds after which a status is given up. */
  readonly within?: number;
};

/** Start, prompt, permission question, answer, end of turn, `/clear`, exit; then another client, killed in mid-turn. */
export async function recordEdges({ version, openProbe, within = 8000 }: RecordOptions): Promise<readonly EdgeSeen[]> {
  const gates = { asked: gate(), finished: gate() };
  const stage = await openStage({ version, script: () => script(gates) });
  try {
    const probe = await openProbe(stage);
    try {
      const observe = observer(probe, within);
      return [...(await life(stage, gates, observe)), ...(await death(stage, observe))];
    } finally {
      await probe.close();
    }
  } finally {
    await stage.close();
  }
}

/** A turn in which nothing is written: whoever waits for a change of some file does not hear of the end. */
const silence = 5000;

type Gates = { readonly asked: ReturnType<typeof gate>; readonly finished: ReturnType<typeof gate> };

function script({ asked, finished }: Gates): Script {
  return {
    conversations: [
      {
        when: 'Add a note',
        steps: [
          { ...call('Bash', { command: 'echo note > NOTES.md', description: 'Write the note' }), gate: asked },
          { ...say('Noted.'), gate: finished },
        ],
      },
      { when: 'Think for long', steps: [{ ...say('Never said.'), gate: gate() }] },
    ],
  };
}

async function life(stage: Stage, { asked, finished }: Gates, observe: Observe): Promise<EdgeSeen[]> {
  const rows: EdgeSeen[] = [];
  const client = await stage.start();
  const note = async (step: string, expected: string) =>
    rows.push(await observe({ step, expected, ...latest(client) }));

  const { sessionId } = await client.untilStatus('idle');
  await note('start', 'idle');
  await client.enter('Add a note');
  await client.untilStatus('busy');
  await note('prompt', 'active');
  asked.open();
  await client.untilStatus('waiting');
  await note('permission prompt', 'waiting');
  await client.answer('1');
  await client.untilStatus('busy');
  await note('answered', 'active');
  finished.open();
  await client.untilStatus('idle');
  await note('end of turn', 'idle');
  await client.enter('/clear');
  const { sessionId: second } = await client.untilRecord('a new session', (record) => record.sessionId !== sessionId);
  await note('/clear: new session', 'idle');
  await client.exit();
  client.registry();
  rows.push(await observe({ step: 'exit', expected: 'finished', ...latest(client), id: sessionId }));
  if (second === sessionId) throw new Error('/clear kept the session');
  return rows;
}

async function death(stage: Stage, observe: Observe): Promise<EdgeSeen[]> {
  const client = await stage.start();
  await client.untilStatus('idle');
  await client.enter('Think for long');
  await client.untilStatus('busy');
  const working = await observe({ step: 'prompt (second client)', expected: 'active', ...latest(client) });
  const { id } = latest(client);
  await sleep(silence);
  await client.kill9();
  const at = Date.now();
  const left = client.registry()?.status ?? 'nothing';
  return [working, await observe({ step: 'kill -9', expected: 'crashed', client: `record left: ${left}`, at, id })];
}

/** The client's newest edge. */
function latest(client: InteractiveClient): Pick<Moment, 'client' | 'at' | 'id'> {
  const edges = client.edges();
  const edge = edges.at(-1);
  const named = edges.findLast(({ record }) => record !== null)?.record;
  if (edge === undefined || named === undefined || named === null) throw new Error('the client has no record yet');
  return { client: edgeInWords(edge), at: edge.at, id: named.sessionId };
}

function edgeInWords({ record }: Edge): string {
  if (record === null) return 'record gone';
  const status = record.status ?? 'no status';
  return record.waitingFor === null ? status : `${status} for ${record.waitingFor}`;
}
