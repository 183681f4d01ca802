import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import DriftCommand from '../../src/commands/drift.ts';
import { askArticle } from '../helpers/ask-article.ts';
import { articleScene, type ArticleScene } from '../helpers/article.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { faultsOf } from '../helpers/schema.ts';
import { read } from '../helpers/sessions.ts';

let scene: ArticleScene;
beforeAll(async () => {
  scene = await articleScene();
});

function drift(argv: string[], columns?: number) {
  return askArticle(scene, DriftCommand, argv, columns === undefined ? {} : { columns });
}

describe('the scene', () => {
  test('on a terminal', async () => {
    const { stdout, stderr } = await drift([], 80);
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
      ▲ feature/auth works against older code than main
          Refactor the login, read 23m ago
          src/session.ts      lacks 1 commit, conflict  22m ago  People are logged ou…

      ▲ test/checkout works against older code than feature/auth
          Write tests for the checkout, read 23m ago
          src/models/user.ts  lacks 1 commit            23m ago  Refactor the login
          src/pay.ts          not committed there yet   23m ago  Refactor the login

      ▲ main works against older code than feature/auth
          People are logged out too early, read 22m ago
          src/session.ts      not committed there yet   23m ago  Refactor the login

      ▲ feature/auth: main moved on 1 file changed here, 1 read here; 1 would conflict


      ○ 4 files read here and changed elsewhere: 2 lacking, 2 not committed there
      ↳ To take over what is committed, run git -C ~/code/shop.auth merge main
      "
    `);
  });

  test('in a pipe', async () => {
    expect((await drift([])).stdout).toMatchInlineSnapshot(`
      "
      Outcome	Path	Reader	Read by	Writer	Changed by	Changed
      lacks 1 commit, conflict	src/session.ts	feature/auth	Refactor the login	main	People are logged out too early	22m ago
      lacks 1 commit	src/models/user.ts	test/checkout	Write tests for the checkout	feature/auth	Refactor the login	23m ago
      not committed there yet	src/pay.ts	test/checkout	Write tests for the checkout	feature/auth	Refactor the login	23m ago
      not committed there yet	src/session.ts	main	People are logged out too early	feature/auth	Refactor the login	23m ago
      "
    `);
  });

  test('as JSON, by its schema, with the facts that it was decided by', async () => {
    const { stdout } = await drift(['@', '--json']);
    expect(await faultsOf('drift', stdout)).toEqual([]);
    expect(JSON.parse(stdout).drift[0]).toMatchInlineSnapshot(`
      {
        "commits": 1,
        "evidence": [
          {
            "says": "here bd109d258df6, there ffdbc8cbd584, before bd109d258df6",
            "source": "git",
          },
          {
            "says": "last read at 2026-11-22T11:36:12.000Z, which showed bd109d258df6",
            "source": "transcript",
          },
        ],
        "outcome": "lacks",
        "path": "src/models/user.ts",
        "reader": {
          "sessions": [
            {
              "grade": "certain",
              "id": "00000000-0000-4000-8000-000000000002",
              "last": "2026-11-22T11:36:12.000Z",
            },
          ],
          "worktree": "~/code/shop.tests",
        },
        "writer": {
          "sessions": [
            {
              "grade": "certain",
              "id": "00000000-0000-4000-8000-000000000001",
              "last": "2026-11-22T11:36:34.000Z",
            },
          ],
          "worktree": "~/code/shop.auth",
        },
      }
    `);
  });

  test('with what changed in declarations, and the own lines that use them', async () => {
    const { stdout } = await drift(['test/checkout', 'feature/auth', '--depth', 'symbols'], 100);
    expect(stdout).toMatchInlineSnapshot(`
      "
      ▲ test/checkout works against older code than feature/auth
          Write tests for the checkout, read 23m ago
          src/models/user.ts  lacks 1 commit           23m ago  Refactor the login
            User: id: number → id: string
            findUser(id: number): User → findUser(id: string): User
          src/pay.ts          not committed there yet  23m ago  Refactor the login
            charge(user: User, cents: number): void → charge(request: Charge): void
              test/pay.test.ts:3 (uncommitted) charge(ada, 100);
      "
    `);
    const json = await drift(['@', '--depth', 'symbols', '--json']);
    expect(await faultsOf('drift', json.stdout)).toEqual([]);
  });

  test('looking changes nothing', async () => {
    const proof = readOnlyProof([join(scene.home, 'code'), join(scene.home, '.claude')]);
    await drift([]);
    expect(proof.differences()).toEqual([]);
  });

  test('after merging what is committed, only the rest is told, and that it was read before', async () => {
    scene.tests.git('merge', '-q', 'feature/auth');
    const { stdout, stderr } = await drift(['test/checkout', 'feature/auth'], 80);
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
      ▲ test/checkout works against older code than feature/auth
          Write tests for the checkout, read 23m ago
          src/pay.ts          not committed there yet  23m ago  Refactor the login
          src/models/user.ts  has it, read before      23m ago  Refactor the login

      ○ feature/auth has what it read of test/checkout
          Refactor the login, read 23m ago
          src/models/user.ts  has it


      ○ 3 files read here and changed elsewhere: 1 not committed there, 1 read before, 1 had
      "
    `);
  });
});

test('what was read only through an importer is told with that', async () => {
  const door = scene.shop.worktree('feature/door', { path: join(scene.home, 'code', 'shop.door') });
  const source = "import { charge } from './pay.ts';\n\ncharge(ada, 100);\n";
  door.edit({ 'src/door.ts': source });
  const events = [read('src/door.ts', source)];
  scene.begin(door, { start: '2026-11-22T11:50:00.000Z', task: 'Charge at the door', events });
  const pair = ['feature/door', 'feature/auth', '--depth', 'symbols'];
  const wide = await drift(pair, 100);
  expect(wide.stdout + wide.stderr).toMatchInlineSnapshot(`
    "
    ▲ feature/door works against older code than feature/auth
        Charge at the door, read 9m ago
        src/pay.ts  not committed there yet  23m ago  Refactor the login
          reads it through src/door.ts
          charge(user: User, cents: number): void → charge(request: Charge): void
            src/door.ts:3 (uncommitted) charge(ada, 100);


    ○ 1 file read here and changed elsewhere, 1 only through importers: 1 not committed there
    "
  `);
  expect((await drift(pair)).stdout).toMatchInlineSnapshot(`
    "
    Outcome	Path	Reader	Read by	Writer	Changed by	Changed
    not committed there yet, through src/door.ts	src/pay.ts	feature/door	Charge at the door	feature/auth	Refactor the login	23m ago
    "
  `);
});
