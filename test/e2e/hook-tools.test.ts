import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { carryOut } from '../../src/init/carry-out.ts';
import { gitHookPart } from '../../src/init/git-hook.ts';
import type { Part } from '../../src/init/part.ts';
import { openProject } from '../../src/kg.ts';
import { testGit } from '../helpers/budget.ts';
import { installHookTools, preCommitFramework } from '../helpers/hook-tools.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, write, type Checkout, type Files, type Repo } from '../helpers/repo.ts';

/** Where kg lies is none of the repository's, as after a global installation. */
const launcher = { node: process.execPath, main: join(process.cwd(), 'bin/run.js') };
const lines = (changed: string) =>
  Array.from({ length: 30 }, (_, at) => (at === 9 ? `${changed}\n` : `${at}\n`)).join('');
const warning = '▲ This commit conflicts with other';

let tools: string;
beforeAll(async () => {
  tools = await installHookTools();
}, 200_000);

/** A repository with a worktree that changes the same line, and the hooks of a tool. */
async function scene(files: Files, setUp: (shop: Repo) => void): Promise<{ shop: Repo; mine: Checkout }> {
  const shop = await repo({ files: { ...files, a: lines('nobody') } });
  shop.worktree('other').edit({ a: lines('other') });
  const mine = shop.worktree('mine');
  setUp(shop);
  return { shop, mine };
}

async function part({ path }: Checkout): Promise<Part> {
  const git = testGit();
  const home = place('home');
  const project = await openProject({ git, directory: path, env: process.env, home, platform: process.platform });
  return gitHookPart({ kg: { git }, project, launcher });
}

async function carry(where: Checkout, remove = false) {
  const done = await carryOut({ part: await part(where), remove, agree: async () => true });
  return { outcome: done.outcome, snippet: done.plan.byHand.flatMap((one) => one.lines) };
}

const state = async (where: Checkout) => (await (await part(where)).check()).state;

/** Commits a collision, with a PATH of one's own: a graphical program gives hardly any. */
function commit({ path, stage }: Checkout, PATH = `${dirname(gitProgram)}${delimiter}/bin`) {
  stage({ a: lines(`mine ${commits++}`) });
  const who = ['Ada', 'ada@example.com'];
  const [name = '', email = ''] = who;
  const { status, stderr, stdout } = spawnSync(gitProgram, ['commit', '-qm', 'x'], {
    cwd: path,
    env: {
      PATH,
      HOME: process.env['HOME'],
      LC_ALL: 'C.UTF-8',
      GIT_CONFIG_GLOBAL: '/dev/null',
      KG_HOOK_TIMEOUT: '1m',
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}
let commits = 0;
const gitProgram = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

function run(where: Checkout, program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { cwd: where.path, stdio: 'pipe' });
}

test('husky: lines that others may have too, after which its own hook runs', async () => {
  const hook = '# Checks\necho husky-ran >&2\n';
  const { shop, mine } = await scene({ '.husky/pre-commit': hook, 'package.json': '{}\n' }, (one) =>
    run(one, join(tools, 'husky')),
  );
  run(mine, join(tools, 'husky'));
  const proof = readOnlyProof([join(shop.path, '.git/config'), join(mine.path, '.husky/_')]);
  expect(await state(mine)).toBe('absent');
  expect(await carry(mine)).toMatchObject({ outcome: 'done' });
  expect(readFileSync(join(mine.path, '.husky/pre-commit'), 'utf8')).not.toContain(launcher.main);
  const told = commit(mine);
  expect(told.status).toBe(0);
  expect(told.said).toContain(warning);
  expect(told.said.indexOf('husky-ran')).toBeGreaterThan(told.said.indexOf(warning));
  expect(await state(mine)).toBe('installed');
  writeFileSync(join(shop.path, '.keepgoingrc'), 'hook: { block: conflict }\n');
  expect(commit(mine).status).toBe(1);
  write(join(shop.path, '.keepgoingrc'), null);
  expect(await carry(mine, true)).toMatchObject({ outcome: 'done' });
  expect(readFileSync(join(mine.path, '.husky/pre-commit'), 'utf8')).toBe(hook);
  expect(proof.differences()).toEqual([]);
});

describe('tools that keep hooks in a file of their own get a call to put there, which works with hardly any PATH', () => {
  test('lefthook', async () => {
    const config = 'pre-commit:\n  commands:\n    own:\n      run: echo lefthook-ran\n';
    const { shop, mine } = await scene({ 'lefthook.yml': config }, (one) =>
      run(one, join(tools, 'lefthook'), 'install'),
    );
    const proof = readOnlyProof([join(shop.path, '.git/hooks')]);
    expect(await state(mine)).toBe('absent');
    const { outcome, snippet } = await carry(mine);
    expect(outcome).toBe('done');
    mine.edit({ 'lefthook-local.yml': `${snippet.join('\n')}\n` });
    expect(await state(mine)).toBe('installed');
    const told = commit(mine);
    expect(told).toMatchObject({ status: 0 });
    expect(told.said).toContain(warning);
    expect(told.said).toContain('lefthook-ran');
    // Taken out of the clone, but not out of the file: nothing is said, and nothing fails.
    expect(await carry(mine, true)).toMatchObject({ outcome: 'done', snippet });
    expect(commit(mine)).toMatchObject({ status: 0, said: expect.not.stringContaining('kg let') });
    // Lefthook writes its own hook anew whenever its config has changed: the same bytes.
    expect(proof.differences().filter((line) => /content|mode|new|gone/u.test(line.split(':')[0] ?? ''))).toEqual([]);
  });

  test('simple-git-hooks', async () => {
    const { shop, mine } = await scene(
      { 'package.json': '{ "simple-git-hooks": { "pre-commit": "true" } }\n' },
      (one) => run(one, join(tools, 'simple-git-hooks')),
    );
    const { outcome, snippet } = await carry(mine);
    expect(outcome).toBe('done');
    for (const one of [shop, mine]) one.edit({ 'package.json': `{\n${snippet.join('\n')}\n}\n` });
    run(shop, join(tools, 'simple-git-hooks'));
    expect(await state(mine)).toBe('installed');
    expect(commit(mine)).toMatchObject({ status: 0, said: expect.stringContaining(warning) });
  });

  test.skipIf(preCommitFramework === null)('pre-commit, where it is installed', async () => {
    const own = "  - repo: local\n    hooks:\n      - { id: own, name: own, entry: 'true', language: system }\n";
    const { mine } = await scene({ '.pre-commit-config.yaml': `repos:\n${own}` }, (one) =>
      run(one, 'pre-commit', 'install'),
    );
    const { outcome, snippet } = await carry(mine);
    expect(outcome).toBe('done');
    mine.stage({ '.pre-commit-config.yaml': `repos:\n${own}${snippet.join('\n')}\n` });
    expect(await state(mine)).toBe('installed');
    // It puts unstaged work aside while it runs; what is compared is what is staged.
    mine.edit({ b: 'not staged\n' });
    const told = commit(mine);
    expect(told).toMatchObject({ status: 0 });
    expect(told.said).toContain(warning);
  });

  test.skipIf(preCommitFramework === null)('pre-commit with the hook that this repository offers', async () => {
    const manifest = await repo({ files: { '.pre-commit-hooks.yaml': readFileSync('.pre-commit-hooks.yaml') } });
    const bin = place('bin');
    mkdirSync(bin);
    const config = `repos:\n  - repo: ${manifest.path}\n    rev: ${manifest.git('rev-parse', 'HEAD')}\n    hooks: [{ id: kg }]\n`;
    const { mine } = await scene({ '.pre-commit-config.yaml': config }, (one) => run(one, 'pre-commit', 'install'));
    const path = `${dirname(gitProgram)}${delimiter}/bin`;
    expect(commit(mine, path)).toMatchObject({ status: 0, said: expect.stringContaining('it is not installed') });
    write(join(bin, 'kg'), { program: `#!/bin/sh\nexec '${launcher.node}' '${launcher.main}' "$@"\n` });
    expect(commit(mine, `${bin}${delimiter}${path}`)).toMatchObject({
      status: 0,
      said: expect.stringContaining(warning),
    });
  });
});
