import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import Who from '../../src/commands/who.ts';
import { askArticle } from '../helpers/ask-article.ts';
import { articleScene, user, type ArticleScene } from '../helpers/article.ts';
import { repo } from '../helpers/repo.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { faultsOf } from '../helpers/schema.ts';
import { answer, bash, edit, found, prompt, read } from '../helpers/sessions.ts';

let scene: ArticleScene;
beforeAll(async () => {
  scene = await articleScene();
});

function who(argv: string[], where?: Parameters<typeof askArticle>[3]) {
  return askArticle(scene, Who, argv, where);
}

type Told = {
  readonly matches: readonly {
    readonly path: string;
    readonly from?: string;
    readonly worktree: string;
    readonly how: string;
    readonly state: string | null;
    readonly partly?: true;
    readonly lines?: readonly (readonly number[])[];
    readonly commits?: readonly string[];
    readonly sessions: readonly { readonly id: string; readonly grade: string }[];
  }[];
};

/** What the JSON tells, a line a match; sessions by the last digit of their id. */
async function matches(query: string): Promise<readonly string[]> {
  const { stdout } = await who([query, '--json']);
  expect(await faultsOf('who', stdout)).toEqual([]);
  const { matches: all }: Told = JSON.parse(stdout);
  return all.map(({ path, from, worktree, how, state, partly, lines, commits, sessions }) => {
    const by = sessions.map(({ id, grade }) => `${id.slice(-1)}${grade === 'certain' ? '' : ` ${grade}`}`);
    return [
      `${worktree.replace(/^.*\//u, '')}: ${from === undefined ? path : `${from} → ${path}`} ${how} ${state}`,
      ...(partly === undefined ? [] : ['partly']),
      ...(lines === undefined ? [] : [JSON.stringify(lines)]),
      ...(commits === undefined ? [] : [`${commits.length} commit`]),
      `by ${by.join(', ') || 'nobody'}`,
    ].join(' ');
  });
}

describe('the scene', () => {
  test('on a terminal', async () => {
    const { stdout, stderr } = await who(['user.ts'], { columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
      src/models/user.ts
        feature/auth   edited, committed 953802e  2, 6   23m ago  Refactor the login
        test/checkout  read                              23m ago  Write tests for the…


      ○ 3 worktrees and 3 sessions looked through
      "
    `);
  });

  test('in a pipe', async () => {
    const { stdout } = await who(['src/']);
    expect(stdout).toMatchInlineSnapshot(`
      "
      Path	Worktree	How	Lines	When	Session	Commits
      src/models/user.ts	feature/auth	edited, committed 953802e	2, 6	23m ago	Refactor the login	953802ee84b9
      src/models/user.ts	test/checkout	read		23m ago	Write tests for the checkout	
      src/pay.ts	feature/auth	edited, uncommitted	3–4	23m ago	Refactor the login	
      src/pay.ts	test/checkout	read		23m ago	Write tests for the checkout	
      src/session.ts	feature/auth	edited, uncommitted	21	23m ago	Refactor the login	
      src/session.ts	main	edited, committed efc9fa9		22m ago	People are logged out too early	efc9fa97036b
      "
    `);
  });

  test('as JSON, by its schema', async () => {
    expect(await matches('**/*.ts')).toMatchInlineSnapshot(`
      [
        "shop.auth: src/models/user.ts edited committed [[2,2],[6,6]] 1 commit by 1",
        "shop.tests: src/models/user.ts read read by 2",
        "shop.auth: src/pay.ts edited uncommitted [[3,4]] by 1",
        "shop.tests: src/pay.ts read read by 2",
        "shop.auth: src/session.ts edited uncommitted [[21,21]] by 1",
        "shop: src/session.ts edited committed 1 commit by 3",
        "shop.tests: test/pay.test.ts created uncommitted [[1,3]] by 2",
      ]
    `);
  });

  test('whose changes lie in one declaration', async () => {
    const { stdout } = await who(['user.ts', '--symbol', 'findUser'], { columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "
      src/models/user.ts
        feature/auth  edited, committed 953802e  6      23m ago  Refactor the login
      "
    `);
    const none = await who(['**/*.ts', '--symbol', 'load', '--json']);
    expect(await faultsOf('who', none.stdout)).toEqual([]);
    expect(JSON.parse(none.stdout)).toMatchObject({ symbol: 'load', matches: [] });
  });

  test('nobody, and no such file', async () => {
    const nobody = await who(['README.md'], { columns: 80 });
    expect(nobody.stdout + nobody.stderr).toMatchInlineSnapshot(`
      "

      ○ Nobody has edited or read README.md: 3 worktrees and 3 sessions looked through
      "
    `);
    expect(nobody.exitCode).toBe(0);
    const several = await who(['src/models/user.ts', 'README.md'], { columns: 80 });
    expect(several.stderr).toBe('\n\n○ 1 file of 2 touched: 3 worktrees and 3 sessions looked through\n');
    expect((await who(['.git'])).stderr).toBe(
      '\n○ Nobody has edited or read .git: 3 worktrees and 3 sessions looked through\n',
    );
    const none = await who(['usre.ts']);
    expect(none.stderr).toMatchInlineSnapshot(`
      "
      ✗ No file in any worktree, and none that a session touched, is meant by usre.ts
      ↳ Did you mean user.ts?
      "
    `);
    expect(none.exitCode).toBe(2);
  });

  test('looking changes nothing', async () => {
    const proof = readOnlyProof([join(scene.home, 'code'), join(scene.home, '.claude')]);
    await who(['user.ts']);
    expect(proof.differences()).toEqual([]);
  });
});

test('where each change is now: open, committed in part, renamed, taken back, ignored, landed, nobody known', async () => {
  const { shop, auth, claude } = scene;
  const work = shop.worktree('work', { path: join(scene.home, 'code', 'shop.work') });
  mkdirSync(join(scene.shop.path, '.git', 'info'));
  writeFileSync(join(scene.shop.path, '.git', 'info', 'exclude'), 'secret.env\n');
  work.commit({ 'both.ts': 'one\n', 'old name.ts': user, 'undone.ts': 'x\n' });
  work.commit({ 'undone.ts': null });
  work.git('mv', 'old name.ts', 'new name.ts');
  work.edit({ 'both.ts': 'one\ntwo\n', 'secret.env': 'x\n', 'person.ts': 'by hand\n' });
  claude
    .session({ cwd: work.path, start: '2026-11-22T11:00:00.000Z' })
    .transcript(
      prompt('x'),
      edit('both.ts'),
      edit('old name.ts'),
      edit('undone.ts'),
      edit('taken back.ts'),
      edit('secret.env'),
      bash('make', { changed: [join(work.path, 'both.ts')] }),
      edit(join(auth.path, 'src/models/user.ts')),
      found('Glob', ['listed.ts']),
      read('src/pay.ts', 'x'),
      answer(),
    );
  expect(await matches('{both,old name,new name,undone,taken back,person,listed}.ts')).toMatchInlineSnapshot(`
    [
      "shop.work: both.ts created uncommitted partly [[1,2]] 1 commit by 4",
      "shop.work: listed.ts read read by 4 named",
      "shop.work: old name.ts → new name.ts created uncommitted [[1,8]] by 4",
      "shop.work: person.ts created uncommitted [[1,1]] by nobody",
      "shop.work: taken back.ts edited reverted by 4",
      "shop.work: undone.ts edited reverted 2 commit by 4",
    ]
  `);
  expect(await matches('secret.env')).toMatchInlineSnapshot(`
    [
      "shop.work: secret.env edited ignored by 4",
    ]
  `);
  expect(await matches('src/session.ts')).toMatchInlineSnapshot(`
    [
      "shop.auth: src/session.ts edited uncommitted [[21,21]] by 1",
      "shop: src/session.ts edited committed 1 commit by 3",
    ]
  `);
  expect(await matches('src/models/user.ts')).toMatchInlineSnapshot(`
    [
      "shop.auth: src/models/user.ts edited committed [[2,2],[6,6]] 1 commit by 1, 4",
      "shop.tests: src/models/user.ts read read by 2",
    ]
  `);
});

test('what is gone or has another name now, in a file that has another name elsewhere, and on a trunk that is not pushed', async () => {
  const text = 'def first():\n    return 1\n\n\ndef second():\n    return 2\n\n\ndef third():\n    return 3\n';
  const origin = await repo({ path: join(scene.home, 'code', 'origin'), files: { 'a.py': text, 'b.py': text } });
  const shop = origin.clone('copy');
  const work = shop.worktree('work');
  work.git('mv', 'a.py', 'c.py');
  work.edit({ 'c.py': text.replace('first', 'renamed'), 'b.py': null });
  shop.commit({ 'a.py': text.replace('def second():\n    return 2\n\n\n', '') });
  const told = async (...argv: string[]): Promise<readonly string[]> => {
    const { stdout } = await who([...argv, '--json'], { directory: shop.path });
    const { matches: all }: Told = JSON.parse(stdout);
    return all.map(({ path, how, state, lines = [] }) => [path, how, state, JSON.stringify(lines)].join(' '));
  };
  expect(await told('a.py', '--symbol', 'first')).toEqual(['c.py renamed uncommitted [[1,1]]']);
  expect(await told('c.py', '--symbol', 'second')).toEqual(['a.py edited committed [[4,4]]']);
  expect(await told('*.py', '--symbol', 'third')).toEqual(['b.py deleted uncommitted []']);
  expect(await told('c.py')).toEqual(['a.py edited committed [[4,4]]', 'c.py renamed uncommitted [[1,1]]']);
  const none = await who(['a.py', '--symbol', 'third'], { directory: shop.path });
  expect(none.stderr).toBe(
    '\n○ No change that is not on main lies in third in a.py: 2 worktrees and 4 sessions looked through\n',
  );
  const late = shop.worktree('late', { from: 'origin/main' });
  late.edit({ 'a.py': `${text}# late\n` });
  shop.git('mv', 'a.py', 'd.py');
  shop.commit(undefined);
  expect(await told('d.py')).toEqual([
    'a.py edited uncommitted [[11,11]]',
    'c.py renamed uncommitted [[1,1]]',
    'd.py renamed committed [[4,4]]',
  ]);
});
