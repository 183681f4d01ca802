import { describe, expect, test } from 'vitest';
import { toJob } from '../../src/sessions/jobs.ts';
import { toRecord } from '../../src/sessions/registry.ts';
import { statusOf, type StatusSources } from '../../src/sessions/status/status.ts';
import type { TranscriptFacts } from '../../src/sessions/transcript/facts.ts';

const nothing: StatusSources = { record: null, process: null, foreign: false, job: null, facts: null };
const alive = { state: 'running', start: '373970' } as const;
const gone = { state: 'gone' } as const;
const since = '2026-11-22T12:00:00.000Z';

function record(fields: Record<string, unknown> = {}) {
  const updated = Date.parse(since);
  return toRecord({
    pid: 4546,
    sessionId: 's',
    procStart: '373970',
    statusUpdatedAt: updated,
    updatedAt: updated,
    ...fields,
  });
}

function facts(fields: Partial<TranscriptFacts>): TranscriptFacts {
  return {
    lastActivity: '2026-11-22T11:59:00.000Z',
    lastAction: null,
    turn: 'complete',
    turnAt: '2026-11-22T11:59:00.000Z',
    customTitle: null,
    generatedTitle: null,
    recap: null,
    prompt: null,
    cwd: null,
    originalCwd: null,
    version: null,
    entrypoint: null,
    background: false,
    continuedIn: null,
    parseFailures: 0,
    unknownTypes: {},
    ...fields,
  };
}

function job(state: string, fields: Record<string, unknown> = {}) {
  return toJob('41203887', { sessionId: 's', state, updatedAt: since, ...fields });
}

function says(sources: Partial<StatusSources>) {
  const { status, waitingFor, note, since: at, live, evidence } = statusOf({ ...nothing, ...sources });
  const head = [
    status,
    waitingFor && `(${waitingFor})`,
    note && `[${note}]`,
    `since ${at}`,
    live ? 'live' : 'not live',
  ];
  return [head.filter(Boolean).join(' '), ...evidence.map((one) => `  ${one.source}: ${one.says}`)].join('\n');
}

describe('a record whose process runs', () => {
  test('busy is active, at any age', () => {
    expect(says({ record: record({ status: 'busy' }), process: alive })).toMatchInlineSnapshot(`
      "active since 2026-11-22T12:00:00.000Z live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
  });

  test('waiting says what for', () => {
    const waiting = record({ status: 'waiting', waitingFor: 'permission prompt' });
    expect(says({ record: waiting, process: alive })).toMatchInlineSnapshot(`
      "waiting (permission prompt) since 2026-11-22T12:00:00.000Z live
        registry: waiting (permission prompt) since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
  });

  test('shell is idle with a note', () => {
    expect(says({ record: record({ status: 'shell' }), process: alive })).toMatchInlineSnapshot(`
      "idle [background shell running] since 2026-11-22T12:00:00.000Z live
        registry: shell since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
  });

  test('idle is idle, also when the transcript looks open', () => {
    const open = facts({ turn: 'open-tool' });
    expect(says({ record: record({ status: 'idle' }), process: alive, facts: open })).toMatchInlineSnapshot(`
      "idle since 2026-11-22T12:00:00.000Z live
        registry: idle since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
  });

  test('an unknown or absent status is refined by the transcript, else unknown with its own word', () => {
    const other = record({ status: 'dreaming' });
    expect(says({ record: other, process: alive })).toMatchInlineSnapshot(`
      "unknown since null live
        registry: dreaming since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
    expect(says({ record: other, process: alive, facts: facts({ turn: 'open-prompt' }) })).toMatchInlineSnapshot(`
      "active since 2026-11-22T11:59:00.000Z live
        registry: dreaming since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal
        transcript: a prompt has no answer at 2026-11-22T11:59:00.000Z"
    `);
    expect(says({ record: record(), process: alive, facts: facts({}) })).toMatchInlineSnapshot(`
      "idle since 2026-11-22T11:59:00.000Z live
        registry: no status since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal
        transcript: last turn complete at 2026-11-22T11:59:00.000Z"
    `);
  });

  test('a background job adds what it needs', () => {
    const waiting = record({ status: 'waiting', waitingFor: 'permission prompt', kind: 'bg' });
    const blocked = job('working', { needs: 'approve Bash: npm run lint' });
    expect(says({ record: waiting, process: alive, job: blocked })).toMatchInlineSnapshot(`
      "waiting (permission prompt) [approve Bash: npm run lint] since 2026-11-22T12:00:00.000Z live
        registry: waiting (permission prompt) since 2026-11-22T12:00:00.000Z
        process: process 4546 alive, start equal"
    `);
  });

  test('starts are compared as the platforms write them', () => {
    const lstart = record({ status: 'busy', procStart: 'Sun Nov  1 09:00:00 2026' });
    expect(
      statusOf({ ...nothing, record: lstart, process: { state: 'running', start: 'Sun Nov 1 09:00:00 2026' } }).live,
    ).toBe(true);
    const fileTime = toRecord({ pid: 1, sessionId: 's', procStartFt: JSON.parse('134087255178412345') });
    expect(
      statusOf({ ...nothing, record: fileTime, process: { state: 'running', start: '134087255178412345' } }).live,
    ).toBe(true);
  });
});

describe('a record whose process does not run', () => {
  test('left behind: crashed', () => {
    expect(says({ record: record({ status: 'busy' }), process: gone })).toMatchInlineSnapshot(`
      "crashed since 2026-11-22T12:00:00.000Z not live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 is gone"
    `);
  });

  test('the pid is another process now: crashed', () => {
    const reused = { state: 'running', start: '999999' } as const;
    expect(says({ record: record({ status: 'idle' }), process: reused, facts: facts({}) })).toMatchInlineSnapshot(`
      "crashed since 2026-11-22T12:00:00.000Z not live
        registry: idle since 2026-11-22T12:00:00.000Z
        process: process 4546 is another one, started at another time
        transcript: last turn complete at 2026-11-22T11:59:00.000Z"
    `);
  });

  test('of another pid namespace or machine: unknown, unless the start proves it', () => {
    const busy = record({ status: 'busy' });
    expect(says({ record: busy, process: gone, foreign: true, facts: facts({}) })).toMatchInlineSnapshot(`
      "unknown since null not live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 belongs to another machine or pid namespace
        transcript: last turn complete at 2026-11-22T11:59:00.000Z"
    `);
    expect(statusOf({ ...nothing, record: busy, process: alive, foreign: true }).status).toBe('active');
  });

  test('a process that cannot be checked: unknown', () => {
    const unreadable = { state: 'unknown', reason: '/proc/4546/stat: EACCES' } as const;
    expect(says({ record: record({ status: 'busy' }), process: unreadable })).toMatchInlineSnapshot(`
      "unknown since null not live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 could not be checked: /proc/4546/stat: EACCES"
    `);
  });

  test('a record that does not say when its process began proves nothing', () => {
    const bare = record({ status: 'busy', procStart: undefined });
    expect(says({ record: bare, process: alive })).toMatchInlineSnapshot(`
      "unknown since null not live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 runs, but the record does not say when it started"
    `);
  });

  test('taken up by another process and ended since: finished', () => {
    const later = facts({ turnAt: '2026-11-22T13:00:00.000Z', lastActivity: '2026-11-22T13:00:00.000Z' });
    expect(says({ record: record({ status: 'busy' }), process: gone, facts: later })).toMatchInlineSnapshot(`
      "finished since 2026-11-22T13:00:00.000Z not live
        registry: busy since 2026-11-22T12:00:00.000Z
        process: process 4546 is gone
        transcript: last turn complete at 2026-11-22T13:00:00.000Z"
    `);
  });
});

describe('a background job without a live process', () => {
  test.each([
    ['done', {}, 'finished'],
    ['failed', {}, 'finished [failed]'],
    ['stopped', {}, 'finished [stopped]'],
    ['crashed', { detail: 'SIGKILL (137); respawning' }, 'crashed [SIGKILL (137); respawning]'],
    ['blocked', { needs: 'approve Bash: npm run lint' }, 'waiting (approve Bash: npm run lint)'],
    ['working', { detail: 'Running linter' }, 'unknown'],
  ])('%s', (state, fields, expected) => {
    const [head] = says({ job: job(state, fields) }).split(' since ');
    expect(head).toBe(expected);
  });

  test('working or blocked, and its process killed: crashed', () => {
    const busy = record({ status: 'busy', kind: 'bg' });
    expect(statusOf({ ...nothing, record: busy, process: gone, job: job('working') }).status).toBe('crashed');
    expect(statusOf({ ...nothing, record: busy, process: gone, job: job('done') }).status).toBe('finished');
  });

  test('a state of later versions leaves it to the transcript', () => {
    expect(says({ job: job('dozing'), facts: facts({}) })).toMatchInlineSnapshot(`
      "finished since 2026-11-22T11:59:00.000Z not live
        job: dozing since 2026-11-22T12:00:00.000Z
        registry: no live process
        transcript: last turn complete at 2026-11-22T11:59:00.000Z"
    `);
  });
});

describe('no record and no job', () => {
  test.each([
    ['complete', 'finished'],
    ['interrupted', 'finished'],
    ['failed', 'finished'],
    ['none', 'finished'],
    ['open-tool', 'crashed'],
    ['open-result', 'crashed'],
    ['open-prompt', 'crashed'],
    ['open-answer', 'crashed'],
    ['unknown', 'unknown'],
  ] as const)('last turn %s: %s', (turn, status) => {
    expect(statusOf({ ...nothing, facts: facts({ turn, lastActivity: '1999-01-01T00:00:00.000Z' }) }).status).toBe(
      status,
    );
  });

  test('continued in another session: finished', () => {
    const moved = facts({ turn: 'open-tool', continuedIn: '00000000-0000-4000-8000-000000000002' });
    expect(says({ facts: moved })).toMatchInlineSnapshot(`
      "finished [continued in 00000000-0000-4000-8000-000000000002] since 2026-11-22T11:59:00.000Z not live
        registry: no live process
        transcript: a tool call has no result at 2026-11-22T11:59:00.000Z"
    `);
  });

  test('no transcript either: unknown', () => {
    expect(says({})).toMatchInlineSnapshot(`
      "unknown since null not live
        registry: no live process
        transcript: none could be read"
    `);
  });
});
