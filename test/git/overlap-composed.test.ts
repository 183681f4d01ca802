import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCommits } from '../../src/overlap/comparisons.ts';
import { composeChanges } from '../../src/overlap/composed.ts';
import { testGit } from '../helpers/budget.ts';
import { repo, type Content, type Files } from '../helpers/repo.ts';
import { snapshotsOf } from '../helpers/snapshots.ts';

const names = ['a', 'b', 'c', 'd/a', 'd/b', 'e', 'link', 'ü'];
const long = (word: string): string => Array.from({ length: 20 }, (_, line) => `${word} ${line}\n`).join('');
const content: fc.Arbitrary<Content> = fc.oneof(
  fc.constantFrom(long('one'), `${long('one')}more\n`, long('two'), 'short\n', ''),
  fc.constant(null),
  fc.constant({ program: long('one') }),
  fc.constant({ link: 'a' }),
);
const edits: fc.Arbitrary<Files> = fc.dictionary(fc.constantFrom(...names), content, { maxKeys: 3 });

test('what is put together from two ways is what git says of the whole way', async () => {
  const ways = fc.sample(fc.tuple(edits, edits, fc.boolean()), { numRuns: 40, seed: 20_261_123 });
  const git = testGit();
  const counts = { composed: 0, asked: 0 };
  const shop = await repo({ files: { a: long('one'), b: long('two'), 'd/a': long('three'), link: { link: 'b' } } });
  const base = shop.git('rev-parse', 'HEAD');
  const snapshots = await snapshotsOf(shop.path, { git });
  const place = { git, directory: shop.path, env: snapshots.store.env };
  for (const [committed, edited, isStaged] of ways) {
    shop.git('reset', '-q', '--hard', base);
    shop.git('clean', '-qfd');
    shop.edit(committed);
    shop.git('add', '-A');
    shop.git('commit', '-q', '--allow-empty', '-m', 'work');
    const head = shop.git('rev-parse', 'HEAD');
    shop.edit(edited);
    if (isStaged) shop.git('add', '-A');
    const { commit, edits: own } = await snapshots.take();
    const tip = commit ?? '';
    const compared = await compareCommits(place, [
      { commit: tip, base },
      { commit: head, base },
    ]);
    const composed = own === null ? null : composeChanges(compared.changes({ commit: head, base }) ?? [], own);
    const whole = compared.changes({ commit: tip, base });
    expect(composed ?? whole).toEqual(whole);
    counts[composed === null ? 'asked' : 'composed'] += 1;
  }
  expect(counts).toEqual({ composed: 29, asked: 11 });
});
