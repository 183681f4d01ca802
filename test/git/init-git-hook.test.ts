import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carryOut, type PartResult } from '../../src/init/carry-out.ts';
import { gitHookPart } from '../../src/init/git-hook.ts';
import type { Part } from '../../src/init/part.ts';
import { openProject } from '../../src/kg.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo, write, type Checkout } from '../helpers/repo.ts';

/** A kg that is there, in a folder whose name needs quoting. */
function launcher(name = "it's kg") {
  const folder = join(place('.'), name);
  mkdirSync(folder);
  write(join(folder, 'node'), { program: '#!/bin/sh\n' });
  write(join(folder, 'run.js'), '');
  return { node: join(folder, 'node'), main: join(folder, 'run.js') };
}

const usual = launcher();

async function part({ path }: Pick<Checkout, 'path'>, how = usual): Promise<Part> {
  const git = testGit();
  const surroundings = { env: process.env, home: place('home'), platform: process.platform };
  const project = await openProject({ git, directory: path, ...surroundings });
  return gitHookPart({ kg: { git }, project, launcher: how });
}

const agree = async (): Promise<boolean> => true;
const install = async (where: Pick<Checkout, 'path'>, how = usual): Promise<PartResult> =>
  carryOut({ part: await part(where, how), remove: false, agree });
const remove = async (where: Pick<Checkout, 'path'>): Promise<PartResult> =>
  carryOut({ part: await part(where), remove: true, agree });
const check = async (where: Pick<Checkout, 'path'>, how = usual) => {
  const { state, faults, remarks } = await (await part(where, how)).check();
  return [state, ...[...faults, ...remarks].map(({ code }) => code)].join(' ');
};

const files = ({ plan }: PartResult): readonly string[] =>
  plan.changes.map((change) => (change.kind === 'run' ? change.command.join(' ') : change.path));

/** What a hook holds, and its mode; `null`: there is none. */
function hookOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${(stats.mode & 0o7777).toString(8)} ${readFileSync(path, 'latin1')}`;
}

describe('a plain hook', () => {
  test('that was not there is made, found by every worktree, left alone the second time, and taken away with its folder', async () => {
    const shop = await repo();
    const auth = shop.worktree('auth');
    const hooks = join(shop.path, '.git/hooks');
    expect(statSync(hooks, { throwIfNoEntry: false })).toBeUndefined();
    expect(await check(auth)).toBe('absent');
    const made = await install(auth);
    expect({ files: files(made), outcome: made.outcome }).toEqual({
      files: [join(hooks, 'pre-commit')],
      outcome: 'done',
    });
    expect(hookOf(join(hooks, 'pre-commit'))).toMatch(/^755 #!\/bin\/sh\n# >>> kg [0-9a-f]{12} made folder >>>\n/u);
    for (const where of [shop, auth]) {
      expect(await check(where)).toBe('installed');
      expect(await install(where)).toMatchObject({ outcome: 'nothing' });
    }
    expect(await remove(shop)).toMatchObject({ outcome: 'done' });
    expect(statSync(hooks, { throwIfNoEntry: false })).toBeUndefined();
    expect(await remove(shop)).toMatchObject({ outcome: 'nothing' });
  });

  const others: Readonly<Record<string, string>> = {
    'with a shebang and an early end': '#!/usr/bin/env bash\nset -euo pipefail\nexec true\n',
    'without a shebang': 'echo a\n',
    'with Windows line ends': '#!/bin/sh\r\necho a\r\n',
    'without an end of line': '#!/bin/sh -e',
    'with bytes that are no text': '#!/bin/sh\necho \u00ff\u00e9\n',
    'that is empty': '',
  };
  test.for(Object.entries(others))(
    '%s takes the lines first and gives back every byte and its mode',
    async ([, text]) => {
      const shop = await repo();
      const hook = join(shop.path, '.git/hooks/pre-commit');
      mkdirSync(dirname(hook));
      writeFileSync(hook, Buffer.from(text, 'latin1'));
      chmodSync(hook, 0o750);
      const before = hookOf(hook);
      await install(shop);
      const after = hookOf(hook) ?? '';
      expect(after).toMatch(/^750 (?:#![^\n]*\n)?# >>> kg [^]*# <<< kg <<<\n/u);
      expect(await check(shop)).toBe('installed');
      // Another kg takes the place of the first, in the same lines.
      const newer = launcher('newer');
      expect(await check(shop, newer)).toBe('installed OTHER_KG');
      expect(await install(shop, newer)).toMatchObject({ outcome: 'done' });
      expect(await check(shop, newer)).toBe('installed');
      await remove(shop);
      expect(hookOf(hook)).toBe(before);
    },
  );

  test('that kg made, and somebody added to, keeps what was added', async () => {
    const shop = await repo();
    await install(shop);
    const hook = join(shop.path, '.git/hooks/pre-commit');
    writeFileSync(hook, `${readFileSync(hook, 'utf8')}echo mine\n`);
    await remove(shop);
    expect(hookOf(hook)).toBe('755 #!/bin/sh\necho mine\n');
  });

  test('whose lines were edited is not touched, and the lines are shown', async () => {
    const shop = await repo();
    await install(shop);
    const hook = join(shop.path, '.git/hooks/pre-commit');
    const edited = readFileSync(hook, 'utf8').replace('hook pre-commit', 'hook pre-commit --strict');
    for (const text of [edited, edited.replace(/# <<< kg <<<\n/u, ''), edited.replaceAll('\n', '\r\n')]) {
      writeFileSync(hook, text);
      expect(await check(shop)).toMatch(/^broken HOOK_EDITED/u);
      for (const result of [await remove(shop), await install(shop)]) {
        expect(result).toMatchObject({
          outcome: 'refused',
          plan: { changes: [], refusals: [{ code: 'HOOK_EDITED' }] },
        });
        expect(result.plan.refusals[0]?.lines?.join('\n')).toContain('--strict');
      }
      expect(readFileSync(hook, 'utf8')).toBe(text);
    }
  });

  test('that changes between the plan and the answer is left as it is', async () => {
    const shop = await repo();
    const hook = join(shop.path, '.git/hooks/pre-commit');
    const meanwhile = async (): Promise<boolean> => {
      write(hook, '#!/bin/sh\n');
      return true;
    };
    await expect(carryOut({ part: await part(shop), remove: false, agree: meanwhile })).rejects.toMatchObject({
      code: 'INIT_FAILED',
      details: { path: hook },
    });
    expect(readFileSync(hook, 'utf8')).toBe('#!/bin/sh\n');
  });

  test('of another language, a link, and one that git ignores are left to the person', async () => {
    const told: string[] = [];
    const shop = await repo();
    const hook = join(shop.path, '.git/hooks/pre-commit');
    for (const content of ['#!/usr/bin/env python3\n', '#!/usr/bin/env node\n', '\u007fELF\0']) {
      write(hook, { program: content });
      const { outcome, plan } = await install(shop);
      told.push(`${outcome}: ${plan.byHand.map(({ why, lines }) => `${why} | ${lines.length}`).join()}`);
      expect(hookOf(hook)).toBe(`755 ${content}`);
    }
    write(hook, null);
    symlinkSync('../../hook.sh', hook);
    told.push((await install(shop)).plan.byHand.map(({ why }) => why).join());
    write(hook, null);
    write(hook, '#!/bin/sh\necho sleeping\n');
    chmodSync(hook, 0o644);
    told.push((await install(shop)).plan.byHand.map(({ why }) => why).join());
    expect(told).toMatchInlineSnapshot(`
      [
        "by hand: the hook is no shell script | 1",
        "by hand: the hook is no shell script | 1",
        "by hand: the hook is no shell script | 1",
        "the hook is a symbolic link to a file of somebody else",
        "the hook is not executable, so git ignores it, and making it so would switch it on",
      ]
    `);
  });

  test('is found to be off: not executable, without its kg, and passed over by git', async () => {
    const shop = await repo();
    const auth = shop.worktree('auth');
    const hook = join(shop.path, '.git/hooks/pre-commit');
    const soon = launcher('soon gone');
    await install(shop, soon);
    write(soon.main, null);
    expect(await check(shop, soon)).toBe('broken HOOK_STALE');
    await install(shop);
    expect(await check(shop)).toBe('installed');
    chmodSync(hook, 0o644);
    expect(await check(shop)).toBe('broken HOOK_NOT_EXECUTABLE');
    chmodSync(hook, 0o755);
    shop.git('config', 'extensions.worktreeConfig', 'true');
    auth.git('config', '--worktree', 'core.hooksPath', '/elsewhere');
    expect(await check(shop)).toBe('broken HOOK_SHADOWED');
    expect(await check(auth)).toBe('broken HOOK_SHADOWED');
    auth.git('config', '--worktree', '--unset', 'core.hooksPath');
    shop.git('config', 'core.hooksPath', '/elsewhere');
    expect(await check(shop)).toBe('broken HOOK_SHADOWED');
    expect(await remove(shop)).toMatchObject({ outcome: 'done' });
    expect(hookOf(hook)).toBeNull();
  });
});

describe('core.hooksPath', () => {
  test('of all repositories is not written to', async () => {
    const shop = await repo();
    const config = place('gitconfig');
    const hooks = join(place('.'), 'hooks');
    writeFileSync(config, `[core]\n\thooksPath = ${hooks}\n`);
    const git = testGit({ ...process.env, GIT_CONFIG_GLOBAL: config });
    const surroundings = { env: process.env, home: place('home'), platform: process.platform };
    const project = await openProject({ git, directory: shop.path, ...surroundings });
    const global = gitHookPart({ kg: { git }, project, launcher: usual });
    const { outcome, plan } = await carryOut({ part: global, remove: false, agree });
    expect({ outcome, where: plan.byHand.map(({ where }) => where) }).toEqual({
      outcome: 'by hand',
      where: [join(hooks, 'pre-commit')],
    });
    expect(plan.byHand[0]?.lines.join('\n')).toContain('hook pre-commit --stop-code');
  });

  test('inside of the worktree: its file is shared, and holds no path of this machine', async () => {
    const shop = await repo({ files: { '.githooks/pre-commit': { program: '#!/bin/sh\necho shared\n' } } });
    shop.git('config', 'core.hooksPath', '.githooks');
    const { outcome, plan } = await install(shop);
    const script = join(shop.path, '.git/keepgoing/pre-commit');
    const hook = join(shop.path, '.githooks/pre-commit');
    expect({ outcome, files: plan.changes.length }).toEqual({ outcome: 'done', files: 2 });
    expect(readFileSync(hook, 'utf8')).not.toContain(usual.main);
    expect(readFileSync(script, 'utf8')).toContain('run.js');
    expect(await check(shop)).toBe('installed');
    write(script, null);
    expect(await check(shop)).toBe('broken HOOK_INCOMPLETE');
    await install(shop);
    await remove(shop);
    expect(shop.git('status', '--porcelain')).toBe('');
    expect(statSync(dirname(script), { throwIfNoEntry: false })).toBeUndefined();
  });
});

test('a kg that lies in the repository itself is refused: a hook must not run what a branch can change', async () => {
  const shop = await repo();
  const main = join(shop.path, 'node_modules/keepgoing/bin/run.js');
  write(main, '');
  const result = await install(shop, { ...usual, main });
  expect(result).toMatchObject({ outcome: 'refused', plan: { refusals: [{ code: 'KG_IN_REPOSITORY' }] } });
  expect(hookOf(join(shop.path, '.git/hooks/pre-commit'))).toBeNull();
});
