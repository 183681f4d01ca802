import { describe, expect, test } from 'vitest';
import type { AttributedSide, OverlapPicture } from '../../src/survey/overlap-picture.ts';
import type { OverlapFilter } from '../../src/render/overlap/options.ts';
import { renderOverlap } from '../../src/render/overlap/overlap.ts';
import type { Style } from '../../src/render/style.ts';
import { by, byCart, collisions, conflict, everything, file, pair, picture, side } from '../helpers/overlap-picture.ts';
import { plain, widthOf } from '../../src/render/text.ts';
import { hostile } from '../helpers/hostile.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { auth, cart, home, mainWorktree, now, worktree } from '../helpers/shop.ts';

/** What a person sees: the answer, then what is said about it. */
function overlap(shown: OverlapPicture, style: Style, filter: OverlapFilter = {}): string {
  const { lines, notes } = renderOverlap({ picture: shown, style, now, home, filter });
  return page([...lines, ...notes]);
}

describe('the shop', () => {
  test('on 80 columns', () => {
    expect(overlap(collisions, terminal(80))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  uncommitted  2m ago  Add OAuth login and session refresh
          feature/cart  committed    9m ago  Rework the cart so prices are kept in ce…
          src/session.ts  40–58 ↔ 44–61  conflict
          src/routes.ts   12–14 ↔ 80–92  same file

      ▲ feature/cart ↔ fix/receipt-total  near
          feature/cart       committed    9m ago  likely Rework the cart so prices ar…
          fix/receipt-total  uncommitted          no known session
          src/price.ts    3 ↔ 5–9        near

      Drift against the trunk, main
      ✗ fix/receipt-total ↔ main  conflict
          src/receipt.ts  40–58 ↔ 44–61  conflict

      ○ 10 pairs checked: 1 conflict, 1 near, 8 share no file; 1 conflict with main
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });

  test('on 120 columns', () => {
    expect(overlap(collisions, terminal(120))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  uncommitted  2m ago  Add OAuth login and session refresh
          feature/cart  committed    9m ago  Rework the cart so prices are kept in cents
          src/session.ts  40–58 ↔ 44–61  conflict
          src/routes.ts   12–14 ↔ 80–92  same file

      ▲ feature/cart ↔ fix/receipt-total  near
          feature/cart       committed    9m ago  likely Rework the cart so prices are kept in cents
          fix/receipt-total  uncommitted          no known session
          src/price.ts    3 ↔ 5–9        near

      Drift against the trunk, main
      ✗ fix/receipt-total ↔ main  conflict
          src/receipt.ts  40–58 ↔ 44–61  conflict

      ○ 10 pairs checked: 1 conflict, 1 near, 8 share no file; 1 conflict with main
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });

  test('on 40 columns', () => {
    expect(overlap(collisions, terminal(40))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  uncommitted  2m ago  …
          feature/cart  committed    9m ago  …
          src/session.ts  conflict
          src/routes.ts   same file

      ▲ feature/cart ↔ fix/receipt-total  near
          feature/cart       committed    9m …
          fix/receipt-total  uncommitted     …
          src/price.ts    near

      Drift against the trunk, main
      ✗ fix/receipt-total ↔ main  conflict
          src/receipt.ts  conflict

      ○ 10 pairs checked: 1 conflict, 1 near, 8 share no file; 1 conflict with main (hidden: lines)
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });

  test('with ink', () => {
    expect(overlap(collisions, inked(80))).toMatchInlineSnapshot(`
      "
      {failure ✗} {branch feature/auth} ↔ {branch feature/cart}  {failure conflict}
          feature/auth  {dim uncommitted  2m ago  }Add OAuth login and session refresh
          feature/cart  {dim committed    9m ago  }Rework the cart so prices are kept in ce…
          {path src/session.ts}  40–58 ↔ 44–61  {failure conflict}
          {path src/routes.ts}   12–14 ↔ 80–92  {dim same file}

      {warning ▲} {branch feature/cart} ↔ {branch fix/receipt-total}  {warning near}
          feature/cart       {dim committed    9m ago  }likely Rework the cart so prices ar…
          fix/receipt-total  {dim uncommitted          }no known session
          {path src/price.ts}    3 ↔ 5–9        {warning near}

      {heading Drift against the trunk, main}
      {failure ✗} {branch fix/receipt-total} ↔ {branch main}  {failure conflict}
          {path src/receipt.ts}  40–58 ↔ 44–61  {failure conflict}

      {dim ○} {dim 10 pairs checked: 1 conflict, 1 near, 8 share no file; 1 conflict with main}
      {dim ↳} To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });

  test('as a pipe: a line a file, by tabs', () => {
    expect(overlap(collisions, pipe)).toMatchInlineSnapshot(`
      "
      Level	Kind	Class	Path	A	Lines A	State A	Session A	B	Lines B	State B	Session B	Note
      conflict	content	source	src/session.ts	feature/auth	40–58	uncommitted	Add OAuth login and session refresh (2m ago)	feature/cart	44–61	committed	Rework the cart so prices are kept in cents (9m ago)	
      same file		source	src/routes.ts	feature/auth	12–14	uncommitted	Add OAuth login and session refresh (30m ago)	feature/cart	80–92	committed	Rework the cart so prices are kept in cents (40m ago)	
      near		source	src/price.ts	feature/cart	3	committed	likely Rework the cart so prices are kept in cents (9m ago)	fix/receipt-total	5–9	uncommitted	no known session	
      conflict	content	source	src/receipt.ts	fix/receipt-total	40–58	committed	no known session	main	44–61			
      ○ 10 pairs checked: 1 conflict, 1 near, 8 share no file; 1 conflict with main
      "
    `);
  });
});

describe('nothing to see', () => {
  const unchecked = [{ a: auth.path, b: cart.path, reason: 'unrelated' as const }];
  const same = picture([pair(auth, cart, [file('src/a.ts', { level: 'same' })])]);
  const notes = (shown: OverlapPicture, filter: OverlapFilter = {}): string => overlap(shown, terminal(80), filter);

  test('nothing collides', () => {
    expect(notes(picture([]))).toMatchInlineSnapshot(`
      "
      ○ No overlap: 10 pairs checked
      "
    `);
    expect(notes(picture([]), { path: 'src/**' })).toMatchInlineSnapshot(`
      "
      ○ No overlap in src/**: 10 pairs checked
      "
    `);
    expect(notes(picture([]), { level: 'conflict' })).toMatchInlineSnapshot(`
      "
      ○ No conflict: 10 pairs checked
      "
    `);
    expect(notes(picture([], { against: 'v1.0', overlaps: { checked: 4 } }))).toMatchInlineSnapshot(`
      "
      ○ No overlap: 4 worktrees checked against v1.0
      "
    `);
    expect(notes(picture([], { overlaps: { checked: 0 } }))).toMatchInlineSnapshot(`
      "
      ○ Nothing to compare: fewer than two worktrees
      "
    `);
  });

  test('one worktree alone, against the trunk and with two sessions', () => {
    const { shared } = everything();
    const trunk = [pair(auth, 'main', [conflict('src/a.ts')])];
    const alone = { overlaps: { checked: 0 }, shared };
    expect(notes(picture([], alone))).toMatchInlineSnapshot(`
      "
      ▲ feature/auth  two sessions edited the same file
          src/session.ts
            3m ago, likely Rework the cart so prices are kept in cents
            5m ago, Add OAuth login and session refresh
            changed under the hands of Add OAuth login and session refresh, by somebo…

      ○ 1 file edited by several sessions
      "
    `);
    expect(notes(picture([], { overlaps: { checked: 0, trunk } }))).toMatchInlineSnapshot(`
      "
      Drift against the trunk, main
      ✗ feature/auth ↔ main  conflict
          src/a.ts  40–58 ↔ 44–61  conflict

      ○ 1 conflict with main
      ↳ To see both sides, run kg overlap feature/auth --against main --diff
      "
    `);
    expect(notes(picture([], { against: 'v1.0', overlaps: { checked: 1, trunk } }))).toMatchInlineSnapshot(`
      "
      Against v1.0
      ✗ feature/auth ↔ main  conflict
          src/a.ts  40–58 ↔ 44–61  conflict

      ○ 1 worktree checked against v1.0: 1 conflict
      ↳ To see both sides, run kg overlap feature/auth --against main --diff
      "
    `);
  });

  test('what could not be checked is not called clear', () => {
    expect(notes(picture([], { overlaps: { checked: 9, unchecked } }))).toMatchInlineSnapshot(`
      "
      ▲ 1 pair could not be checked, so it may collide
          feature/auth ↔ feature/cart: no commit in common
      ○ No overlap found: 9 pairs checked
      "
    `);
    expect(notes(picture([], { overlaps: { checked: 0, unchecked } }))).toMatchInlineSnapshot(`
      "
      ▲ 1 pair could not be checked, so it may collide
          feature/auth ↔ feature/cart: no commit in common
      ○ No pairs checked
      "
    `);
    expect(overlap(picture([], { overlaps: { checked: 9, unchecked } }), pipe)).toMatchInlineSnapshot(`
      "
      ▲ 1 pair could not be checked, so it may collide
          feature/auth ↔ feature/cart: no commit in common
      ○ No overlap found: 9 pairs checked
      "
    `);
  });

  test('what is the same on both sides is counted, and shown when asked for', () => {
    expect(notes(same)).toMatchInlineSnapshot(`
      "
      ○ No overlap: 10 pairs checked
      ○ 1 file with the same change on both sides not shown
      ↳ To see it, run kg overlap --level same
      "
    `);
    expect(notes(same, { level: 'same' })).toMatchInlineSnapshot(`
      "
      ○ feature/auth ↔ feature/cart  same change
          src/a.ts  12–14 ↔ 80–92  same change

      ○ 10 pairs checked: 1 same change, 9 share no file
      "
    `);
  });

  test('many paths of one worktree do not crowd out those of another', () => {
    const paths = Array.from({ length: 1001 }, (_, at) => `node_modules/${at}`);
    const skipped = [
      ...paths.map((path) => ({ worktree: auth.path, path, reason: 'too-many' as const })),
      { worktree: cart.path, path: 'dump.sql', reason: 'too-large' as const, size: 2_000_000 },
      { worktree: cart.path, path: '.claude/worktrees/x', reason: 'nested-worktree' as const },
    ];
    expect(notes({ ...picture([]), skipped })).toMatchInlineSnapshot(`
      "
      ▲ 1002 paths not compared by content
          feature/auth: node_modules/0 and 1000 more (too many untracked files)
          feature/cart: dump.sql (too large, 2.0 MB)
      ○ No overlap: 10 pairs checked
      "
    `);
  });
});

describe('everything', () => {
  test('on 80 columns', () => {
    expect(overlap(everything(), terminal(80))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/odd  conflict
          in the middle of a merge: feature/odd
          content           40–58 ↔ 44–61            conflict
          add/add           40–58 ↔ 44–61            conflict (add/add)
          modify/delete     40–58 ↔ 44–61            conflict (modify/delete)
          rename/rename     40–58 ↔ 44–61            conflict (rename/rename)
          rename/delete     40–58 ↔ 44–61            conflict (rename/delete)
          rename/add        40–58 ↔ 44–61            conflict (rename/add)
          directory rename  40–58 ↔ 44–61            conflict (directory rename)
          file/directory    40–58 ↔ 44–61            conflict (file/directory)
          … and 5 more files: kg overlap feature/auth feature/odd lists all of them

      ✗ feature/cart ↔ fix/receipt-total  conflict
          feature/cart       committed           several sessions
          fix/receipt-total  partly uncommitted  no known session
          src/twin.ts       added ↔ 44–61            conflict (add/add), line endings
            differs only in case or Unicode form from src/Twin.ts in fix/receipt-total
            merge driver union may decide otherwise (.gitattributes of main)
            one side changed nearly all line endings (.gitattributes of main)
            feature/cart: 9m ago, one of: Add OAuth login; cents
          src/moved.ts      1 ↔ deleted              conflict (rename/delete)
            renamed in feature/cart: src/old.ts → src/new.ts
            uncommitted in fix/receipt-total
            feature/cart: 9m ago, cents
          assets/logo.png   modified ↔ type changed  same file, not compared
            feature/cart: no known session

      ▲ feature/auth  two sessions edited the same file
          src/session.ts
            3m ago, likely cents
            5m ago, Add OAuth login
            changed under the hands of Add OAuth login, by somebody unknown

      ▲ feature/auth ↔ feature/cart  near
          test              12–14 ↔ 80–92            near
          source            12–14 ↔ 80–92            near
          generated         12–14 ↔ 80–92            near, generated
          docs              12–14 ↔ 80–92            near, docs
          lockfile          12–14 ↔ 80–92            near, lockfile
          manifest          12–14 ↔ 80–92            near, manifest

      ○ docs/readme ↔ fix/receipt-total  same file in docs only
          not merged: objects missing in this partial clone, and nothing is fetched
          README.md         12–14 ↔ 80–92            same file, docs

      Drift against the trunk, main
      ✗ feature/cart ↔ main  conflict
          src/drift.ts      40–58 ↔ 44–61            conflict

      ✗ feature/cart ↔ fix/receipt-total  conflict
          inherited from main
          src/inherited.ts  12–14 ↔ –                conflict

      ▲ feature/odd: fatal: index file corrupt
      ▲ 2 pairs could not be checked, so they may collide
          docs/readme ↔ fix/receipt-total: objects missing in this partial clone, and nothing is fetched (fatal: no blob)
          docs/readme ↔ feature/odd: no commit in common
      ▲ 2 paths not compared by content
          feature/auth: dump.sql (too large, 312 MB)
          feature/cart: vendor/lib (a repository of its own)
      ○ 13 pairs checked: 2 conflicts, 1 near, 10 share no file; 2 conflicts with main; 1 file edited by several sessions
      ↳ To see both sides, run kg overlap feature/auth feature/odd --diff
      ○ 1 file with the same change on both sides not shown
      ↳ To see it, run kg overlap --level same
      ○ 2 files that main changed elsewhere not shown
      ↳ To see them, run kg overlap --level file
      "
    `);
  });

  test('as a pipe', () => {
    expect(overlap(everything(), pipe)).toMatchInlineSnapshot(`
      "
      Level	Kind	Class	Path	A	Lines A	State A	Session A	B	Lines B	State B	Session B	Note
      conflict	content	source	content	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	add/add	source	add/add	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	modify/delete	source	modify/delete	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	rename/rename	source	rename/rename	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	rename/delete	source	rename/delete	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	rename/add	source	rename/add	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	directory rename	source	directory rename	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	file/directory	source	file/directory	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	distinct types	source	distinct types	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	mode	source	mode	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	binary	source	binary	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	submodule	source	submodule	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	other	source	other	feature/auth	40–58	committed	no known session	feature/odd	44–61	committed	no known session	
      conflict	add/add	source	src/twin.ts	feature/cart	added	committed	one of: Add OAuth login; cents (9m ago)	fix/receipt-total	44–61	committed	no known session	differs only in case or Unicode form from src/Twin.ts in fix/receipt-total; merge driver union may decide otherwise (.gitattributes of main); one side changed nearly all line endings (.gitattributes of main)
      conflict	rename/delete	source	src/moved.ts	feature/cart	1	committed	cents (9m ago)	fix/receipt-total	deleted	uncommitted	no known session	renamed in feature/cart: src/old.ts → src/new.ts
      same file		source	assets/logo.png	feature/cart	modified	committed	no known session	fix/receipt-total	type changed	committed	no known session	not compared
      near		test	test	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      near		source	source	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      near		generated	generated	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      near		docs	docs	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      near		lockfile	lockfile	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      near		manifest	manifest	feature/auth	12–14	committed	no known session	feature/cart	80–92	committed	no known session	
      same file		docs	README.md	docs/readme	12–14	committed	no known session	fix/receipt-total	80–92	committed	no known session	
      conflict	content	source	src/drift.ts	feature/cart	40–58	committed	no known session	main	44–61			
      conflict	content	source	src/inherited.ts	feature/cart	12–14	committed	no known session	fix/receipt-total	–			inherited from main
      shared			src/session.ts	feature/auth			likely cents (3m ago); Add OAuth login (5m ago)					changed under the hands of Add OAuth login, by somebody unknown
      ▲ feature/odd: fatal: index file corrupt
      ▲ 2 pairs could not be checked, so they may collide
          docs/readme ↔ fix/receipt-total: objects missing in this partial clone, and nothing is fetched (fatal: no blob)
          docs/readme ↔ feature/odd: no commit in common
      ▲ 2 paths not compared by content
          feature/auth: dump.sql (too large, 312 MB)
          feature/cart: vendor/lib (a repository of its own)
      ○ 13 pairs checked: 2 conflicts, 1 near, 10 share no file; 2 conflicts with main; 1 file edited by several sessions
      "
    `);
  });

  test('one pair, and all that the trunk changed', () => {
    const all = everything();
    const one = {
      ...all,
      overlaps: { ...all.overlaps, pairs: all.overlaps.pairs.slice(0, 1), unchecked: [] },
      skipped: [],
    };
    expect(overlap(one, terminal(80), { narrowed: true, level: 'file', diff: true })).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/odd  conflict
          in the middle of a merge: feature/odd
          content           40–58 ↔ 44–61  conflict
          add/add           40–58 ↔ 44–61  conflict (add/add)
          modify/delete     40–58 ↔ 44–61  conflict (modify/delete)
          rename/rename     40–58 ↔ 44–61  conflict (rename/rename)
          rename/delete     40–58 ↔ 44–61  conflict (rename/delete)
          rename/add        40–58 ↔ 44–61  conflict (rename/add)
          directory rename  40–58 ↔ 44–61  conflict (directory rename)
          file/directory    40–58 ↔ 44–61  conflict (file/directory)
          distinct types    40–58 ↔ 44–61  conflict (distinct types)
          mode              40–58 ↔ 44–61  conflict (mode)
          binary            40–58 ↔ 44–61  conflict (binary)
          submodule         40–58 ↔ 44–61  conflict (submodule)
          other             40–58 ↔ 44–61  conflict (other)

      ▲ feature/auth  two sessions edited the same file
          src/session.ts
            3m ago, likely cents
            5m ago, Add OAuth login
            changed under the hands of Add OAuth login, by somebody unknown

      Drift against the trunk, main
      ✗ feature/cart ↔ main  conflict
          src/drift.ts      40–58 ↔ 44–61  conflict
          src/far.ts        12–14 ↔ 80–92  same file

      ○ feature/auth ↔ main  same file
          src/far.ts        12–14 ↔ 80–92  same file

      ▲ feature/auth: 1 file is compared by its name alone
      ▲ feature/odd: fatal: index file corrupt
      ○ 13 pairs checked: 1 conflict; 1 conflict with main; 1 file edited by several sessions
      "
    `);
  });

  test.each([20, 40, 80, 120])('hostile names do nothing on %s columns', (columns) => {
    const shown = everything(`${hostile.join('')}/x`);
    const { lines, notes } = renderOverlap({ picture: shown, style: terminal(columns), now, home });
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    expect([...lines, ...notes].filter((line) => plain(line) !== line)).toEqual([]);
  });

  test('hostile names do nothing in a pipe: each line has its fields', () => {
    const { lines, notes } = renderOverlap({ picture: everything(hostile.join('')), style: pipe, now, home });
    const fields = lines.map((line) => line.split('\t'));
    expect(new Set(fields.map((line) => line.length))).toEqual(new Set([13]));
    expect([...fields.flat(), ...notes].filter((text) => plain(text) !== text)).toEqual([]);
  });
});

describe('whose', () => {
  const changes = (...sides: readonly Partial<AttributedSide>[]): OverlapPicture =>
    picture([
      pair(
        auth,
        cart,
        sides.map((fields, at) => conflict(`src/${at}.ts`, { a: side([[1, 2]], fields) })),
      ),
    ]);

  test('the same hands in all files are named once, with the newest time', () => {
    const [old, young] = [by({ at: '2026-11-22T09:00:00Z' }), by({ at: null })];
    expect(overlap(changes({ sessions: [old] }, { sessions: [young] }), terminal(80))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  committed  3h ago  Add OAuth login and session refresh
          feature/cart  committed          no known session
          src/0.ts  1–2 ↔ 44–61  conflict
          src/1.ts  1–2 ↔ 44–61  conflict

      ○ 10 pairs checked: 1 conflict, 9 share no file
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });

  test('several at work, one of several, and a session that is not known any more', () => {
    const gone = by({ id: 'abcdef0123-4567', grade: 'likely' });
    const sides = [{ sessions: [by(), byCart] }, { sessions: [{ ...byCart, grade: 'shared' as const }, gone] }];
    expect(overlap(changes(...sides), terminal(120))).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  committed  several sessions
          feature/cart  committed  no known session
          src/0.ts  1–2 ↔ 44–61  conflict
            feature/auth: 2m ago, Add OAuth login and session refresh; Rework the cart so prices are kept in cents
          src/1.ts  1–2 ↔ 44–61  conflict
            feature/auth: 2m ago, likely session abcdef01; one of: Rework the cart so prices are kept in cents

      ○ 10 pairs checked: 1 conflict, 9 share no file
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
  });
});

describe('names', () => {
  test('one branch twice, and one without a branch: told apart, and chosen by path in hints', () => {
    const [one, two] = [
      worktree('twice', { path: `${home}/code/one` }),
      worktree('twice', { path: `${home}/code/two` }),
    ];
    const loose = worktree(null, { path: `${home}/code/my spike` });
    const pairs = [pair(loose, one, [conflict('a')]), pair(one, two, [conflict('b')])];
    const shown = picture(pairs, { worktrees: [one, two, loose, mainWorktree()] });
    expect(overlap(shown, terminal(80))).toMatchInlineSnapshot(`
      "
      ✗ my spike ↔ twice (in one)  conflict
          a     40–58 ↔ 44–61  conflict

      ✗ twice (in one) ↔ twice (in two)  conflict
          b     40–58 ↔ 44–61  conflict

      ○ 10 pairs checked: 2 conflicts, 8 share no file
      ↳ To see both sides, run kg overlap '/home/ada/code/my spike' ~/code/one --diff
      "
    `);
  });

  test('long ones lose their middle before the verdict is cut', () => {
    const long = worktree(`feature/${'very-'.repeat(20)}long`);
    const shown = picture([pair(long, cart, [conflict(`src/${'deep/'.repeat(30)}file.ts`, { kind: 'add/add' })])], {
      worktrees: [long, cart],
    });
    expect(overlap(shown, terminal(60))).toMatchInlineSnapshot(`
      "
      ✗ feature/very-ver…y-very-very-long ↔ feature/cart  conflict
          src/deep/d…ep/file.ts  40–58 ↔ 44–61  conflict (add/add)

      ○ 10 pairs checked: 1 conflict, 9 share no file
      ↳ To see both sides, run kg overlap feature/very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-long feature/cart --diff
      "
    `);
  });
});

describe('120 worktrees, 300 pairs', () => {
  const worktrees = Array.from({ length: 120 }, (_, at) => worktree(`feature/${at}`));
  const levels = ['conflict', 'near', 'file'] as const;
  const pairs = worktrees.flatMap((a, at) =>
    worktrees.slice(at + 1, at + 4).map((b, next) => {
      const files = Array.from({ length: 12 }, (__, each) => file(`src/${each}.ts`, { level: levels[next] ?? 'file' }));
      return pair(a, b, files);
    }),
  );
  const many = picture(pairs.slice(0, 300), {
    worktrees,
    overlaps: {
      checked: 7139,
      unchecked: worktrees
        .slice(1, 30)
        .map(({ path }) => ({ a: worktrees[0]?.path ?? '', b: path, reason: 'shallow' })),
      trunk: worktrees.map((one) => pair(one, 'main', [conflict('src/0.ts')])),
    },
    skipped: worktrees.map(({ path }) => ({
      worktree: path,
      path: 'dump.sql',
      reason: 'too-large' as const,
      size: 4200,
    })),
  });

  test('a terminal gets the first, and counts of the rest', () => {
    const { lines, notes } = renderOverlap({ picture: many, style: terminal(80), now, home });
    expect({ lines: lines.length, notes: notes.length }).toMatchInlineSnapshot(`
      {
        "lines": 149,
        "notes": 15,
      }
    `);
    expect(page([...lines.filter((line) => line.startsWith('…')), ...lines.slice(0, 11), ...notes]))
      .toMatchInlineSnapshot(`
        "
        … and 280 more pairs: 80 conflict, 100 near, 100 same file (all with --json)
        … and 112 more worktrees: 112 conflict (all with --json)
        ✗ feature/0 ↔ feature/1  conflict
            not merged: no commit in common as far as this shallow clone reaches
            src/0.ts  12–14 ↔ 80–92  conflict
            src/1.ts  12–14 ↔ 80–92  conflict
            src/2.ts  12–14 ↔ 80–92  conflict
            … and 9 more files: kg overlap feature/0 feature/1 lists all of them

        ✗ feature/1 ↔ feature/2  conflict
            src/0.ts  12–14 ↔ 80–92  conflict
            src/1.ts  12–14 ↔ 80–92  conflict
            src/2.ts  12–14 ↔ 80–92  conflict

        ▲ 29 pairs could not be checked, so they may collide
            feature/0 ↔ 29 others: no commit in common as far as this shallow clone reaches
        ▲ 120 paths not compared by content
            feature/0: dump.sql (too large, 5 kB)
            feature/1: dump.sql (too large, 5 kB)
            feature/2: dump.sql (too large, 5 kB)
            feature/3: dump.sql (too large, 5 kB)
            feature/4: dump.sql (too large, 5 kB)
            feature/5: dump.sql (too large, 5 kB)
            feature/6: dump.sql (too large, 5 kB)
            feature/7: dump.sql (too large, 5 kB)
            … and 112 more: kg overlap --json lists all of them
        ○ 7139 pairs checked: 99 conflicts, 99 near, 99 same file, 6842 share no file; 120 conflicts with main
        ↳ To see both sides, run kg overlap feature/0 feature/1 --diff
        "
      `);
  });

  test('a pipe gets all', () => {
    const { lines } = renderOverlap({ picture: many, style: pipe, now, home });
    expect(lines).toHaveLength(1 + 300 * 12 + 120);
  });
});
