import { describe, expect, test } from 'vitest';
import { KgError, type ErrorCode } from '../../src/errors.ts';
import { glance } from '../../src/glance.ts';
import { renderError } from '../../src/render/error.ts';
import { doctorJson, listJson, showJson, toJson } from '../../src/render/json.ts';
import { overlapJson } from '../../src/render/overlap/json.ts';
import { checkpoint, sinceWithEverything } from '../helpers/checkpoint.ts';
import { hostile } from '../helpers/hostile.ts';
import { collisions, everything as pairsWithEverything, picture as pictureOf } from '../helpers/overlap-picture.ts';
import { faultsOf, isRecord, readSchema, type SchemaName } from '../helpers/schema.ts';
import {
  auth,
  cart,
  home,
  mainWorktree,
  minutesAgo,
  missing,
  now,
  project,
  session,
  shop,
  survey,
  worktree,
} from '../helpers/shop.ts';

const takenAt = now.toISOString();
const names: readonly SchemaName[] = [
  'checkpoint',
  'checkpoint-prune',
  'checkpoint-restore',
  'glance',
  'list',
  'show',
  'overlap',
  'pre-commit',
  'init',
  'doctor',
  'who',
  'drift',
  'check',
  'error',
];
const evidence = [{ source: 'registry' as const, says: 'status busy' }];

/** A survey with everything in it that a survey can hold. */
const everything = survey(
  [
    project(
      [
        {
          ...auth,
          locked: '',
          operation: 'cherry-pick',
          prunable: 'gone',
          folded: 3,
          saved: { checkpoint: checkpoint({ note: 'half way' }), filesSince: 4 },
        },
        { ...auth, saved: { checkpoint: checkpoint(), filesSince: null } },
        {
          ...cart,
          sessions: [session({ pid: 12, note: 'background shell running', kind: 'subagent', evidence, name: 'a' })],
        },
        missing,
        mainWorktree({
          branch: null,
          head: null,
          state: 'bare',
          changes: null,
          files: null,
          distance: null,
          forkPoint: null,
        }),
        worktree(`x${hostile.join('')}`, { state: 'unreadable', changes: null, files: null, distance: null }),
      ],
      { trunk: null, removed: [{ path: `${home}/code/old`, sessions: cart.sessions }] },
    ),
  ],
  {
    elsewhere: [
      { cwd: null, gone: false, sessions: cart.sessions },
      { cwd: '/gone', gone: true, sessions: [] },
    ],
    problems: [
      { code: 'TRUNK_UNKNOWN', message: 'No trunk found' },
      { code: 'WORKTREE_UNREADABLE', message: 'fatal: index file corrupt', worktree: cart.path },
    ],
  },
);

describe('the answers fit their published schemas, and name no field beyond', () => {
  test.each([
    ['the shop', shop],
    ['everything', everything],
    ['nothing', survey([])],
  ])('kg list: %s', async (_, picture) => {
    expect(await faultsOf('list', toJson(listJson(picture)))).toEqual([]);
  });

  test('kg show', async () => {
    const nowhere = { committed: false, staged: false, unstaged: false, untracked: false };
    const files = [
      { path: 'a', change: 'renamed' as const, from: 'b', added: 1, deleted: 0, ...nowhere, staged: true },
      { path: '\uDCE4.png', change: 'type' as const, added: null, deleted: null, ...nowhere, untracked: true },
    ];
    const full = {
      worktree: { ...auth, prunable: 'gone', files },
      trunk: 'main',
      commits: [{ oid: auth.head ?? '', at: minutesAgo(3), author: 'Ada', subject: 'Add users' }],
      since: sinceWithEverything('a'),
      overlaps: pairsWithEverything('a'),
      resume: new Map(auth.sessions.map(({ id }) => [id, `claude --resume ${id}`])),
      problems: everything.problems,
    };
    expect(await faultsOf('show', toJson(showJson(everything, full)))).toEqual([]);
    const rewritten = { ...sinceWithEverything('a'), rewritten: true, commits: null, files: null, overlaps: null };
    expect(await faultsOf('show', toJson(showJson(everything, { ...full, since: rewritten })))).toEqual([]);
    const diffed = { ...full, sinceDiff: { lines: ['+a'], leftOut: 1 } };
    expect(await faultsOf('show', toJson(showJson(everything, diffed)))).toEqual([]);
    const empty = { ...full, worktree: missing, trunk: null, commits: null, since: null, overlaps: null, problems: [] };
    expect(await faultsOf('show', toJson(showJson(everything, empty)))).toEqual([]);
  });

  test.each([
    ['collisions', collisions],
    ['everything', pairsWithEverything(hostile.join(''))],
    ['against another branch', { ...collisions, against: 'v1.0', trunk: null }],
    ['nothing', pictureOf([])],
  ])('kg overlap: %s', async (_, shown) => {
    expect(await faultsOf('overlap', toJson(overlapJson(shown)))).toEqual([]);
  });

  test('kg glance', async () => {
    const many = { ...glance(everything), more: 2 };
    expect(await faultsOf('glance', toJson(many))).toEqual([]);
    expect(await faultsOf('glance', toJson(glance(survey([]))))).toEqual([]);
  });

  test('kg doctor', async () => {
    const found = { id: 'git', subject: 'git', says: '2.39.5' };
    const diagnoses = [
      { ...found, verdict: 'ok' as const },
      {
        ...found,
        verdict: 'failure' as const,
        evidence: ['/usr/bin/git'],
        mend: 'To upgrade git, run apt upgrade git',
      },
    ];
    expect(await faultsOf('doctor', toJson(doctorJson({ takenAt, diagnoses })))).toEqual([]);
  });

  test('errors', async () => {
    const codes: readonly ErrorCode[] = ['NOT_A_REPOSITORY', 'GIT_FAILED', 'CONFIG_INVALID', 'USAGE', 'INTERNAL'];
    const errors = [...codes.map((code) => new KgError(code, { any: [1] })), new Error('bug'), 'text'];
    const faults = await Promise.all(
      errors.map((error) => faultsOf('error', toJson(renderError(error, { home, saved: '/log' }).json))),
    );
    expect(faults.flat()).toEqual([]);
  });
});

describe('the schemas', () => {
  test('find a wrong value, a missing field and one that stands nowhere', async () => {
    const answer = listJson(survey([project([mainWorktree()])]));
    const wrong = { ...answer, takenAt: 'yesterday', projects: [{ root: 3 }], extra: true };
    expect(await faultsOf('list', toJson(wrong))).toMatchInlineSnapshot(`
      [
        " must NOT have additional properties {"additionalProperty":"extra"}",
        "/takenAt must match format "date-time" {"format":"date-time"}",
        "/projects/0 must have required property 'commonDir' {"missingProperty":"commonDir"}",
        "/projects/0 must have required property 'trunk' {"missingProperty":"trunk"}",
        "/projects/0 must have required property 'worktrees' {"missingProperty":"worktrees"}",
        "/projects/0/root must be string {"type":"string"}",
      ]
    `);
  });

  test('let later releases add a field', async () => {
    const later = toJson({ ...listJson(shop), weather: 'fine' });
    expect(await faultsOf('list', later)).toHaveLength(1);
    expect(await faultsOf('list', later, { closed: false })).toEqual([]);
  });

  test.each(names)('describe every field of %s, in camelCase', async (name) => {
    const fields = fieldsOf(await readSchema(name));
    expect(fields.length).toBeGreaterThan(3);
    expect(fields.filter(([field]) => !/^[a-z][a-zA-Z]*$/u.test(field))).toEqual([]);
    expect(fields.filter(([, schema]) => schema['description'] === undefined && schema['$ref'] === undefined)).toEqual(
      [],
    );
  });
});

/** Every named field of a schema, however deep. */
function fieldsOf(schema: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  if (!isRecord(schema)) return [];
  const own = isRecord(schema['properties']) ? Object.entries(schema['properties']) : [];
  const named = own.flatMap(([name, field]) => (isRecord(field) ? [[name, field] as const] : []));
  return named.concat(Object.values(schema).flatMap(fieldsOf));
}
