import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, symlink } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  checkpointId,
  isCheckpointId,
  meansCheckpoint,
  shortCheckpointId,
} from '../../src/checkpoints/history/checkpoint-id.ts';
import { isCheckpoint } from '../../src/checkpoints/is-checkpoint.ts';
import { readLatestCheckpoint } from '../../src/checkpoints/history/read-latest.ts';
import { parseObjectList } from '../../src/checkpoints/code/needed-objects.ts';
import { quotedDirectory } from '../../src/checkpoints/code/object-directories.ts';
import { skipList } from '../../src/checkpoints/code/skip-list.ts';
import { parseTreePairs } from '../../src/git/commit-differences.ts';

const id = '20261122T120000000Z-4f9a2c';
const oid = 'a'.repeat(40);
const whole = {
  schema: 1,
  id,
  at: '2026-11-22T12:00:00.000Z',
  by: 'person',
  worktree: '/code/shop',
  branch: null,
  head: oid,
  trunk: null,
  forkPoint: null,
  session: null,
  goal: [{ text: 'Add OAuth', source: 'session title' }],
  lastAsk: null,
  done: { sinceFork: { total: 1, commits: [{ oid, at: '2026-11-22T11:00:00Z', subject: 'first' }] } },
  inFlight: null,
  next: [],
  blockers: [],
  tests: null,
  commands: [],
  overlaps: null,
  drift: null,
  code: {
    commit: oid,
    tree: oid,
    staged: null,
    parents: [oid],
    files: [],
    skipped: [{ path: '.env', reason: 'secret' }],
  },
  problems: [],
};

test('an id sorts by time, has a short form, and is meant by the beginning of either', () => {
  const made = [new Date('2026-11-22T12:00:00.000Z'), new Date('2026-11-22T12:00:00.001Z')].map(checkpointId);
  expect(made.toSorted()).toEqual(made);
  expect(made.every(isCheckpointId)).toBe(true);
  expect(['', 'x', '../../etc/passwd', `${id}.json`].some(isCheckpointId)).toBe(false);
  expect(shortCheckpointId(id)).toBe('4f9a2c');
  expect(['4f9', '4F9A2C', '20261122', id].every((words) => meansCheckpoint(words, id))).toBe(true);
  expect(['4f', '9a2', '', '20261123'].some((words) => meansCheckpoint(words, id))).toBe(false);
});

test('a checkpoint is told from everything else, and what a later kg adds is kept', () => {
  const later = { ...whole, mood: 'fine', goal: [{ text: 'a', source: 'dream', weight: 3 }] };
  expect([isCheckpoint(whole), isCheckpoint(later)]).toEqual([true, true]);
  const wrong: readonly unknown[] = [
    null,
    [],
    'text',
    {},
    { ...whole, schema: 2 },
    { ...whole, id: '../x' },
    { ...whole, at: 'yesterday' },
    { ...whole, goal: [{ text: 1, source: 'note' }] },
    { ...whole, goal: { length: 1 } },
    { ...whole, done: null },
    { ...whole, code: { ...whole.code, commit: '--output=x' } },
    { ...whole, code: { ...whole.code, parents: ['HEAD'] } },
    { ...whole, blockers: [{ kind: 'crash', text: 'x' }] },
    { ...whole, problems: undefined },
  ];
  expect(wrong.filter(isCheckpoint)).toEqual([]);
});

test('the latest is read past whatever lies in the way of it', async () => {
  const commonDirectory = await mkdtemp(join(tmpdir(), 'kg-unit-'));
  const history = join(commonDirectory, 'keepgoing/checkpoints/main');
  mkdirSync(history, { recursive: true });
  const worktree = { path: '/code/shop', gitDirectory: commonDirectory };
  expect(await readLatestCheckpoint({ worktree, commonDirectory })).toEqual({ checkpoint: null });
  const file = (minute: number) => join(history, `20261122T12${minute}00000Z-000000.json`);
  writeFileSync(join(history, `${id}.json`), JSON.stringify(whole));
  writeFileSync(file(10), '{"schema":1,');
  writeFileSync(file(11), Buffer.alloc(5 * 1024 * 1024, ' '));
  execFileSync('mkfifo', [file(12)]);
  await symlink(join(history, `${id}.json`), file(13));
  writeFileSync(join(history, '.20261122T121400000Z-000000.json.20261122T121400000Z-000000'), JSON.stringify(whole));
  const read = await readLatestCheckpoint({ worktree, commonDirectory });
  expect(read.checkpoint?.id).toBe(id);
  expect(read.problem).toMatchObject({ code: 'CHECKPOINT_UNREADABLE', worktree: '/code/shop' });
});

test('names that hold secrets are on the skip list, in any case and directory, and source code is not', () => {
  const isSecret = skipList(['*.dump', 'private/**', '/only/here.txt']);
  const secret = [
    '.env',
    'app/.env.production',
    '.ENVRC',
    'prod.env',
    'certs/server.PEM',
    'a.key',
    'x.p12',
    'id_ed25519',
    '.ssh/config',
    'id_rsa.old',
    '.npmrc',
    'home/.netrc',
    '.aws/credentials',
    'credentials.json',
    'config/secrets.yml',
    'main.tfstate',
    'dev.tfvars',
    '.docker/config.json',
    'service-account-prod.json',
    'db.dump',
    'a/private/b/c.txt',
    'only/here.txt',
  ];
  const open = [
    'src/env.ts',
    'src/credentials.service.ts',
    'keyboard.ts',
    'secrets.md',
    'docker/config.json',
    'monkey',
    'environment.ts',
  ];
  expect(secret.filter((path) => !isSecret(path))).toEqual([]);
  expect(open.filter(isSecret)).toEqual([]);
});

test('lists of objects and pairs of trees are read whatever the paths are', () => {
  const other = 'b'.repeat(40);
  const output = Buffer.from(`${oid}\n${other} \n${oid} src/a b\n?${other}\n`);
  expect(parseObjectList(output)).toEqual([
    { oid, path: '' },
    { oid: other, path: '' },
    { oid, path: 'src/a b' },
  ]);
  const pairs = [`${oid} ${other}`, `${other} ${oid}`, `${oid} ${oid}`];
  const path = `new\n${pairs[2]}\nline`;
  const change = `:100644 100644 ${oid} ${other} M\0${path}\0`;
  const read = parseTreePairs(Buffer.from(`${pairs[0]}\n${change}${pairs[1]}\n${pairs[2]}\n`), pairs);
  expect([...read.values()].map((changes) => changes.map((one) => one.path))).toEqual([[path], [], []]);
  expect(() => parseTreePairs(Buffer.from(`${pairs[0]}\n`), pairs)).toThrow('GIT_FAILED');
  expect(quotedDirectory('/a:b/"c"\\')).toBe('"/a:b/\\"c\\"\\\\"');
});
