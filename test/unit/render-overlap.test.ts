import { describe, expect, test } from 'vitest';
import type { OverlapPicture } from '../../src/overlap-picture.ts';
import { renderOverlap, type OverlapFilter } from '../../src/render/overlap.ts';
import type { Style } from '../../src/render/style.ts';
import { collisions, picture } from '../helpers/overlap-picture.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { home, now } from '../helpers/shop.ts';

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
          fix/receipt-total  committed  no known session
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
          fix/receipt-total  committed  no known session
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
          fix/receipt-total  committed  no kn…
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
          fix/receipt-total  {dim committed  }no known session
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
describe('empty states', () => {
  test('nothing', () => {
    expect(overlap(picture([]), terminal(80))).toMatchInlineSnapshot(`
      "
      ○ No overlap: 10 pairs checked
      "
    `);
  });
});
