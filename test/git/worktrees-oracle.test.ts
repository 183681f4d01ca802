import { expect, test } from 'vitest';
import { auditWorktree } from '../../src/git/second-reader.ts';
import { committedForReal } from '../helpers/oracle.ts';
import { asGit, read, text } from '../helpers/reading.ts';
import { repo, type Checkout, type Content } from '../helpers/repo.ts';

/** The same numbers below `limit` for the same seed, every time. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const names = Array.from({ length: 12 }, (_, index) => `${index % 3 === 0 ? 'src/' : ''}file ${index}`);

/** Changes a few files at random: edited, deleted, turned into links or programs, emptied, made binary. */
function disturb(checkout: Checkout, roll: (limit: number) => number): void {
  for (let times = 0; times < 4; times += 1) {
    const name = names[roll(names.length)] ?? '';
    const contents: readonly Content[] = [
      text(8 + roll(6), name),
      text(8 + roll(6), name),
      null,
      { link: `target of ${name}` },
      { program: text(8, name) },
      '',
      Buffer.from([0, roll(9)]),
    ];
    checkout.edit({ [name]: contents[roll(contents.length)] ?? null });
  }
}

test.for([1, 2, 3, 4, 5, 6, 7, 8])('random work %i reads as git would commit it', async (seed) => {
  const roll = dice(seed * 7919);
  const shop = await repo({ files: Object.fromEntries(names.slice(0, 9).map((name) => [name, text(8, name)])) });
  const base = shop.git('rev-parse', 'HEAD');
  const work = shop.worktree('work');
  for (let commits = roll(3); commits > 0; commits -= 1) {
    disturb(work, roll);
    work.stage();
    work.commit();
  }
  if (roll(2) === 1) shop.commit({ 'trunk only': 'x\n' });
  disturb(work, roll);
  work.stage();
  disturb(work, roll);
  const reading = await read(work);
  const known =
    reading.files?.filter(({ staged, committed, untracked }) => !(untracked && (staged || committed))) ?? [];
  const paths = new Set(known.map(({ path }) => path));
  const real = committedForReal(work, base);
  expect(asGit(known)).toEqual(real.filter((line) => paths.has(line.replace(/^\S+ \S+ \S+ (?:.*\t)?/u, ''))));
  expect(real).toHaveLength(reading.files?.length ?? -1);
  expect(reading.processes).toBeLessThanOrEqual(4);
  const head = work.git('rev-parse', 'HEAD');
  const changed = work
    .git('diff-tree', '-r', '--name-only', base, head)
    .split('\n')
    .filter((name) => name !== '');
  const audit = await auditWorktree({ commonDirectory: `${shop.path}/.git`, base, head });
  expect(audit).toEqual({ checked: true, paths: changed.toSorted() });
});
