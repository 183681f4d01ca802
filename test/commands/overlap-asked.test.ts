import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import Overlap from '../../src/commands/overlap.ts';
import { runCommand, type Terminal } from '../helpers/command.ts';
import { repo } from '../helpers/repo.ts';

const lines = (changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 20 }, (_, at) => `${changed[at + 1] ?? at + 1}\n`).join('');

/** Two that conflict, one far away, one that cannot be read and one whose directory is gone. */
async function scene() {
  const shop = await repo({ files: { 'src/[id].ts': lines(), 'b.ts': lines() } });
  const [one, two, three, broken, gone] = ['one', 'two', 'three', 'broken', 'gone'].map((name) => shop.worktree(name));
  one?.edit({ 'src/[id].ts': lines({ 3: 'one' }), 'b.ts': lines({ 3: 'one' }) });
  two?.edit({ 'src/[id].ts': lines({ 3: 'two' }) });
  three?.edit({ 'b.ts': lines({ 18: 'three' }) });
  shop.commit({ other: 'o\n' });
  rmSync(join(broken?.path ?? '', '.git'));
  gone?.remove();
  const home = join(shop.path, '..');
  const ask = async (argv: readonly string[], where: Partial<Terminal> = {}) => {
    const outcome = await runCommand(Overlap, [...argv], {
      directory: shop.path,
      home,
      env: { NO_COLOR: '1' },
      ...where,
    });
    return { ...outcome, stderr: outcome.stderr.replaceAll(home, '~') };
  };
  return { shop, ask };
}

test('what is counted is what was asked for, and nobody who could not be read passes for clear', async () => {
  const { shop, ask } = await scene();
  const questions = [
    [],
    ['one', 'two'],
    ['one', 'three'],
    ['one'],
    ['broken', 'two'],
    ['two', 'three'],
    ['--level', 'conflict'],
    ['--path', 'b.ts'],
    ['two', '--against', 'main'],
    ['two', '--against', '@~1'],
  ];
  const told: string[] = [];
  for (const question of questions) told.push(`$ ${question.join(' ')}`, (await ask(question)).stderr.trimEnd());
  expect(`\n${told.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    $ 
    ▲ broken: The .git file of this worktree is gone or names another repository
    ▲ 4 pairs could not be checked, so they may collide
        broken ↔ 4 others: This worktree could not be read
    ○ 6 pairs checked: 1 conflict, 1 same file, 4 share no file
    $ one two
    ○ 1 pair checked: 1 conflict
    $ one three
    ○ 1 pair checked: 1 same file
    $ one
    ▲ 1 pair could not be checked, so it may collide
        broken ↔ one: This worktree could not be read
    ○ 3 pairs checked: 1 conflict, 1 same file, 1 shares no file
    $ broken two
    ▲ broken: The .git file of this worktree is gone or names another repository
    ▲ 1 pair could not be checked, so it may collide
        broken ↔ two: This worktree could not be read
    ○ No pairs checked
    $ two three
    ○ No overlap: 1 pair checked
    $ --level conflict
    ▲ broken: The .git file of this worktree is gone or names another repository
    ▲ 4 pairs could not be checked, so they may collide
        broken ↔ 4 others: This worktree could not be read
    ○ 6 pairs checked: 1 conflict
    $ --path b.ts
    ▲ broken: The .git file of this worktree is gone or names another repository
    ▲ 4 pairs could not be checked, so they may collide
        broken ↔ 4 others: This worktree could not be read
    ○ 6 pairs checked: 1 same file
    $ two --against main
    ○ No overlap: 1 worktree checked against main
    $ two --against @~1
    ○ No overlap: 1 worktree checked against @~1
    "
  `);
  const inside = { directory: join(shop.path, 'src') };
  const paths = async (pattern: string): Promise<string[]> =>
    JSON.parse((await ask(['--path', pattern, '--json'], inside)).stdout).pairs.flatMap(
      ({ files }: { files: { path: string }[] }) => files.map(({ path }) => path),
    );
  expect(await paths('[id].ts')).toEqual(['src/[id].ts']);
  expect(await paths('src')).toEqual(['src/[id].ts']);
  expect(await paths('../b.*')).toEqual(['b.ts']);
  expect(await paths(`${shop.path}.two/src/*`)).toEqual(['src/[id].ts']);
  expect(await paths(`${shop.path}/elsewhere`)).toEqual([]);
});

test('a question that has no answer is refused, with what is wrong about it', async () => {
  const { shop, ask } = await scene();
  const refused = [['gone'], ['one', 'one'], ['@', '^'], ['--against', 'main^{tree}']];
  const told: string[] = [];
  for (const question of refused) {
    const { stderr, exitCode } = await ask(question);
    told.push(`${exitCode} ${stderr.split('\n')[0]}`);
  }
  const { stderr, exitCode } = await ask(['--staged'], { directory: join(shop.path, '.git') });
  told.push(`${exitCode} ${stderr.split('\n')[0]}`);
  expect(told).toMatchInlineSnapshot(`
    [
      "2 ✗ The directory of gone is gone: there is nothing to compare",
      "2 ✗ one and one are the same worktree",
      "2 ✗ @ and ^ are the same worktree",
      "2 ✗ There is no commit of the name main^{tree}",
      "2 ✗ Nothing is staged here, since this is no worktree",
    ]
  `);
});

test('what could not be merged for want of a content is merged once that is there, though nothing else has changed', async () => {
  const origin = await repo({ files: { f: lines() } });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const other = origin.worktree('other');
  other.commit({ f: lines({ 3: 'other' }) });
  origin.commit({ f: lines({ 10: 'newer' }) });
  const shop = origin.clone('partial', '--filter=blob:none', '--no-local');
  for (const name of ['other', 'work']) {
    const made = name === 'work' ? ['-b', name] : [];
    shop.git('worktree', 'add', '-q', ...made, `${shop.path}.${name}`, ...(name === 'work' ? [] : [name]));
  }
  writeFileSync(join(`${shop.path}.work`, 'f'), lines({ 3: 'work', 10: 'newer' }));
  const ask = async (): Promise<unknown> => {
    const home = join(shop.path, '..');
    const { stdout } = await runCommand(Overlap, ['other', 'work', '--json'], { directory: shop.path, home });
    const { checked, pairs } = JSON.parse(stdout);
    return { checked, levels: pairs.map(({ level }: { level: string }) => level) };
  };
  expect(await ask()).toEqual({ checked: 0, levels: ['file'] });
  shop.git('-c', 'protocol.allow=always', 'cat-file', 'blob', 'origin/main~1:f');
  expect(await ask()).toEqual({ checked: 1, levels: ['conflict'] });
});
