import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { askCheck, type CheckAnswer } from '../../src/check/ask-check.ts';
import { openKg } from '../../src/kg.ts';
import { articleScene, pay, user, type ArticleScene } from '../helpers/article.ts';
import { answer, bash, edit, prompt, read, tool, type BuiltSession } from '../helpers/sessions.ts';

const start = '2026-11-22T11:50:00.000Z';

async function ask(
  { home, now }: ArticleScene,
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CheckAnswer> {
  const kg = await openKg({
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env },
    home,
    platform: process.platform,
    now: () => now,
    directory,
    concurrency: 4,
    needs: 'project',
  });
  return askCheck(kg, '@');
}

/** The verdict, then each reason with its files. */
async function check(scene: ArticleScene, { path }: { readonly path: string }): Promise<readonly string[]> {
  const { verdict, reasons } = await ask(scene, path);
  return [verdict, ...reasons.map(({ code, paths = [] }) => [code, ...paths].join(' '))];
}

describe('what a session reads', () => {
  let scene: ArticleScene;
  beforeAll(async () => {
    scene = await articleScene();
  });

  test('a change that is committed elsewhere, and one that is not yet', async () => {
    expect(await check(scene, scene.tests)).toEqual([
      'caution',
      'semantic test/pay.test.ts',
      'lacks src/models/user.ts',
      'uncommitted src/pay.ts',
    ]);
  });

  test('taken over, it was read before; read again, all is well', async () => {
    scene.auth.edit({ 'src/pay.ts': pay });
    scene.tests.git('merge', '-q', 'feature/auth');
    expect(await check(scene, scene.tests)).toEqual(['caution', 'read-before src/models/user.ts']);
    scene.sessions.tests.transcript(read('src/models/user.ts', changed(user)));
    expect(await check(scene, scene.tests)).toEqual(['clear']);
  });

  test('the trunk that moved on: in the way of a merge, then only on, then not', async () => {
    expect(await check(scene, scene.auth)).toEqual([
      'caution',
      'lacks src/session.ts',
      'trunk-conflict src/session.ts',
      'trunk-moved',
    ]);
    const before = scene.auth.git('show', 'HEAD:src/session.ts');
    scene.auth.edit({ 'src/session.ts': `// first\n${before}\n` });
    expect(await check(scene, scene.auth)).toEqual(['caution', 'lacks src/session.ts', 'trunk-moved']);
    scene.auth.edit({ 'src/session.ts': `${before}\n` });
    scene.auth.git('merge', '-q', 'main');
    scene.sessions.auth.transcript(read('src/session.ts', `${scene.auth.git('show', 'HEAD:src/session.ts')}\n`));
    expect(await check(scene, scene.auth)).toEqual(['clear']);
  });
});

describe('other worktrees, and other sessions', () => {
  let scene: ArticleScene;
  beforeAll(async () => {
    scene = await articleScene();
    scene.auth.git('checkout', '-q', '.');
    scene.auth.git('reset', '-q', '--hard', 'main');
  });

  test('a conflict weighs more while somebody is at work there; then near, then nothing', async () => {
    const { auth, shop, sessions } = scene;
    const other = shop.worktree('other', { path: join(scene.home, 'code', 'shop.other') });
    auth.edit({ 'src/models/user.ts': user.replace('name: string', 'name: Name') });
    other.edit({ 'src/models/user.ts': user.replace('name: string', 'name: Text') });
    expect(await check(scene, other)).toEqual(['stop', 'conflict src/models/user.ts']);
    end(sessions.auth);
    expect(await check(scene, other)).toEqual(['caution', 'conflict-at-rest src/models/user.ts']);
    const next = scene.begin(auth, { start, task: 'Go on', events: [] });
    auth.edit({ 'src/models/user.ts': user.replace('id: number;', 'id: string;') });
    other.edit({ 'src/models/user.ts': user.replace('load(id)', 'find(id)') });
    expect(await check(scene, other)).toEqual(['clear']);
    other.edit({ 'src/models/user.ts': user.replace('findUser', 'getUser') });
    expect(await check(scene, other)).toEqual(['caution', 'near src/models/user.ts']);
    other.git('checkout', '-q', '.');
    auth.git('checkout', '-q', '.');
    end(next);
    expect(await check(scene, other)).toEqual(['clear']);
  });

  test('a merge without a conflict that is wrong, with somebody at work and with the trunk', async () => {
    const { auth, shop, sessions } = scene;
    const next = scene.begin(auth, { start, task: 'Shorten', events: [] });
    auth.edit({ 'src/pay.ts': pay.replace('user: User, cents: number', 'request: Request') });
    const caller = shop.worktree('caller', { path: join(scene.home, 'code', 'shop.caller') });
    caller.edit({ 'src/cart.ts': "import { charge } from './pay.ts';\n\ncharge(buyer, 100);\n" });
    const { verdict, reasons } = await ask(scene, caller.path);
    expect(verdict).toBe('caution');
    expect(reasons).toMatchObject([
      {
        code: 'semantic',
        with: auth.path,
        paths: ['src/cart.ts'],
        count: 1,
        first: {
          line: 3,
          here: { did: 'uses', path: 'src/cart.ts', line: 3 },
          there: { did: 'changed', path: 'src/pay.ts', line: 3 },
        },
      },
    ]);
    expect((await ask(scene, caller.path, { KG_CHECK_WEIGHTS: 'semantic=off' })).verdict).toBe('clear');
    end(next);
    end(sessions.auth);
    expect(await check(scene, caller)).toEqual(['clear']);
    shop.commit({ 'src/pay.ts': pay.replace('user: User, cents: number', 'request: Request') });
    expect(await check(scene, caller)).toEqual(['caution', 'semantic src/cart.ts']);
    caller.edit({ 'src/cart.ts': "import { charge } from './pay.ts';\n\ncharge(request);\n" });
    expect(await check(scene, caller)).toEqual(['clear']);
    shop.git('reset', '-q', '--hard', 'HEAD^');
    auth.git('checkout', '-q', '.');
  });

  test('two sessions in one worktree, and then in one file', async () => {
    const { tests } = scene;
    const [one, two] = ['First', 'Second'].map((task) => scene.begin(tests, { start, task, events: [edit('new.ts')] }));
    end(scene.sessions.tests);
    expect(await check(scene, tests)).toEqual(['stop', 'shared-file new.ts', 'two-sessions']);
    end(two);
    expect(await check(scene, tests)).toEqual(['stop', 'shared-file new.ts']);
    // The one that is left has looked at what the other made of it.
    one?.transcript(read('new.ts', 'whatever\n'));
    expect(await check(scene, tests)).toEqual(['clear']);
    end(one);
    for (const session of [one, two]) rmSync(session?.transcriptPath ?? '');
    scene.begin(tests, { start, task: 'First', events: [] });
    const other = scene.begin(tests, { start, task: 'Second', events: [answer()] });
    expect(await check(scene, tests)).toEqual(['caution', 'two-sessions']);
    end(other);
    expect(await check(scene, tests)).toEqual(['clear']);
  });

  test('a session that writes outside of its worktree is told of at both ends', async () => {
    const { auth, tests } = scene;
    const stray = scene.begin(auth, { start, task: 'Stray', events: [edit(join(tests.path, 'stray.ts'))] });
    expect(await check(scene, auth)).toEqual(['caution', 'outside stray.ts']);
    expect(await check(scene, tests)).toEqual(['caution', 'outside stray.ts']);
    end(stray);
    expect(await check(scene, auth)).toEqual(['clear']);
  });

  test('a session that began in another worktree and was resumed here', async () => {
    const { auth, tests } = scene;
    const lost = scene.begin(auth, { start, task: 'Lost', status: 'idle', events: [answer()] });
    lost.live({ ...scene.processOf(lost), cwd: tests.path });
    expect((await check(scene, tests)).slice(0, 3)).toEqual(['caution', 'two-sessions', 'resumed-elsewhere']);
    end(lost);
    expect(await check(scene, tests)).toEqual(['clear']);
  });

  test('a session that was killed in the middle of its turn, until another goes on there', async () => {
    const { auth } = scene;
    const killed = scene.claude
      .session({ cwd: auth.path, start })
      .transcript(prompt('x'), tool('Bash', { command: 'make' }, { result: 'none' }))
      .kill9();
    expect(await check(scene, auth)).toEqual(['caution', 'crashed']);
    killed.exit();
    rmSync(killed.transcriptPath);
    expect(await check(scene, auth)).toEqual(['clear']);
  });
});

describe('the worktree itself', () => {
  let scene: ArticleScene;
  beforeAll(async () => {
    scene = await articleScene();
    scene.auth.git('checkout', '-q', '.');
    scene.auth.git('reset', '-q', '--hard', 'main');
  });

  test('a branch that was switched under a session, and by the session itself', async () => {
    const { tests } = scene;
    const session = scene.begin(tests, { start: '2025-12-01T00:00:00.000Z', task: 'Old', events: [] });
    end(scene.sessions.tests);
    tests.git('checkout', '-q', '-b', 'elsewhere');
    const { reasons, verdict } = await ask(scene, tests.path);
    expect(verdict).toBe('stop');
    expect(reasons).toMatchObject([
      { code: 'branch-switched', from: 'test/checkout', to: 'elsewhere', session: session.id },
    ]);
    tests.git('checkout', '-q', 'test/checkout');
    expect(await check(scene, tests)).toEqual(['clear']);
    tests.git('checkout', '-q', 'elsewhere');
    end(session);
    expect(await check(scene, tests)).toEqual(['clear']);
    scene.begin(tests, { start: '2026-11-22T11:37:58.000Z', task: 'Own', events: [bash('git switch elsewhere')] });
    expect(await check(scene, tests)).toEqual(['clear']);
  });

  test('a parked merge, and a detached head with commits, until a branch holds them', async () => {
    const { auth, sessions } = scene;
    end(sessions.auth);
    auth.commit({ 'src/session.ts': 'one\n' });
    auth.git('checkout', '-q', '--detach');
    const detached = await check(scene, auth);
    expect(detached).toEqual(['caution', 'detached']);
    auth.git('checkout', '-q', '-b', 'held');
    expect(await check(scene, auth)).toEqual(['clear']);
    auth.git('revert', '--no-commit', 'HEAD');
    expect(await check(scene, auth)).toEqual(['caution', 'operation']);
    auth.git('revert', '--abort');
    expect(await check(scene, auth)).toEqual(['clear']);
  });

  test('what cannot be read is never clear, and no weight changes that', async () => {
    const { auth } = scene;
    const index = join(auth.git('rev-parse', '--absolute-git-dir'), 'index');
    const whole = auth.git('ls-files', '--stage');
    expect(whole).not.toBe('');
    writeFileSync(index, 'broken');
    const broken = await ask(scene, auth.path);
    expect([broken.verdict, ...broken.reasons.map(({ code }) => code)]).toContain('unread');
    expect(broken.verdict).toBe('unknown');
    expect((await ask(scene, scene.shop.path)).verdict).toBe('unknown');
    rmSync(index);
    auth.git('reset', '-q');
    expect(await check(scene, auth)).toEqual(['clear']);
  });

  test('a tracked file that may not be read', async () => {
    const { auth } = scene;
    auth.edit({ 'src/session.ts': 'changed\n' });
    auth.git('config', 'filter.broken.clean', 'false');
    auth.git('config', 'filter.broken.required', 'true');
    auth.edit({ '.gitattributes': 'src/session.ts filter=broken\n' });
    const { verdict, reasons } = await ask(scene, auth.path);
    expect(verdict).toBe('unknown');
    expect(reasons.map(({ detail }) => detail)).toEqual([
      'The changes here could not be read',
      'The content of src/session.ts could not be read',
      "fatal: src/session.ts: clean filter 'broken' failed",
    ]);
    auth.edit({ '.gitattributes': null });
    auth.git('checkout', '-q', '.');
    expect(await check(scene, auth)).toEqual(['clear']);
  });

  test('a folder of transcripts that cannot be read counts where it may tell of this project', async () => {
    const { auth, tests, home } = scene;
    const [other, own] = ['/elsewhere', join(tests.path, 'src')].map((cwd) =>
      join(home, '.claude', 'projects', cwd.replaceAll(/[^a-zA-Z0-9]/gu, '-')),
    );
    if (other === undefined || own === undefined) throw new Error('no folders');
    // A link to itself leads nowhere, whoever looks.
    symlinkSync(other, other);
    expect(await check(scene, auth)).toEqual(['clear']);
    symlinkSync(own, own);
    expect(await check(scene, auth)).toEqual(['unknown', 'unread']);
    rmSync(own);
    expect(await check(scene, auth)).toEqual(['clear']);
  });

  test('weights are the config’s to choose', async () => {
    const { auth } = scene;
    auth.git('checkout', '-q', '--detach');
    const asked = async (weights: string) => {
      const { verdict, reasons } = await ask(scene, auth.path, { KG_CHECK_WEIGHTS: weights });
      return [verdict, ...reasons.map(({ code, weight }) => `${code} ${weight}`)];
    };
    expect(await asked('detached=stop')).toEqual(['stop', 'detached stop']);
    expect(await asked('detached=info')).toEqual(['clear', 'detached info']);
    expect(await asked('detached=off:operation=info')).toEqual(['clear']);
    await expect(asked('unread=info')).rejects.toThrow('CONFIG_INVALID');
    await expect(asked('detached=loud')).rejects.toThrow('CONFIG_INVALID');
  });
});

/** The session answers and exits. */
function end(session: BuiltSession | undefined): void {
  session?.transcript(answer()).exit();
}

function changed(text: string): string {
  return text.replace('id: number;', 'id: string;').replaceAll('id: number)', 'id: string)');
}
