import { describe, expect, test } from 'vitest';
import { renderList } from '../../src/render/list/list.ts';
import type { Style } from '../../src/render/style.ts';
import type { WorktreeOverlap } from '../../src/overlap/worktree-overlap.ts';
import type { Survey } from '../../src/survey/surveyed.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { auth, cart, home, mainWorktree, missing, now, project, shop, survey, worktree } from '../helpers/shop.ts';

/** What a person sees: the answer, then what is said about it. */
function list(picture: Survey, style: Style): string {
  const { lines, notes } = renderList({ survey: picture, style, now, home });
  return page([...lines, ...notes]);
}

const overlap = (
  level: WorktreeOverlap['level'],
  ...others: readonly string[]
): { readonly overlap: WorktreeOverlap } => ({
  overlap: { level, with: others },
});
const receipt = worktree('fix/receipt-total');
const all = [
  { ...auth, ...overlap('conflict', cart.path) },
  { ...cart, ...overlap('conflict', auth.path, receipt.path) },
  { ...receipt, ...overlap('conflict', cart.path) },
  worktree('fix/login', overlap('near', auth.path)),
  worktree('docs/readme', overlap('file', auth.path)),
  worktree('docs/faq', overlap('same', auth.path)),
  worktree('broken', overlap('unknown')),
  { ...missing, ...overlap('unknown') },
  mainWorktree(overlap('none')),
];
const measured = survey([project(all)], {
  problems: [{ code: 'SNAPSHOT_FAILED', message: 'fatal: index file corrupt', worktree: worktree('broken').path }],
});

describe('the overlap of each worktree', () => {
  test('on 80 columns', () => {
    expect(list(measured, terminal(80))).toMatchInlineSnapshot(`
      "
        Branch             Session        Changes  Overlap    Task
      @ feature/auth       ● active 2m   +120 -14  conflict   Add OAuth login and ses…
        feature/cart       ● waiting 9m   +88 -31  conflict   Rework the cart so pric…
        fix/receipt-total  –                       conflict
        fix/login          –                       near
        docs/readme        –                       same file
        docs/faq           –
        broken             –                       ·
        spike/search       directory missing
        main               –

      ▲ broken: fatal: index file corrupt
      ○ 9 worktrees, 2 sessions, 1 waiting for an answer, 2 conflicts (hidden: main, Last action)
      ↳ To see the conflicting lines, run kg overlap
      "
    `);
  });

  test('on 120 columns with whom', () => {
    expect(list(measured, terminal(120))).toMatchInlineSnapshot(`
      "
        Branch             Session                Changes  main   Overlap                        Task
      @ feature/auth       ● active 2m   7 files +120 -14  ↑2     conflict with feature/cart     Add OAuth login and session …
        feature/cart       ● waiting 9m  5 files  +88 -31  ↑1 ↓3  conflict with feature/auth +1  Rework the cart so prices ar…
        fix/receipt-total  –                                      conflict with feature/cart
        fix/login          –                                      near feature/auth
        docs/readme        –                                      same file as feature/auth
        docs/faq           –
        broken             –                                      ·
        spike/search       directory missing
        main               –

      ▲ broken: fatal: index file corrupt
      ○ 9 worktrees, 2 sessions, 1 waiting for an answer, 2 conflicts (hidden: Last action)
      ↳ To see the conflicting lines, run kg overlap
      "
    `);
  });

  test('with ink', () => {
    expect(list(measured, inked(80))).toMatchInlineSnapshot(`
      "
        {heading Branch}             {heading Session}        {heading Changes}  {heading Overlap}    {heading Task}
      @ {branch feature/auth}       {active ● active}{dim  2m}   {added +120} {deleted -14}  {failure conflict}   Add OAuth login and ses…
        feature/cart       {waiting ● waiting}{dim  9m}  {added  +88} {deleted -31}  {failure conflict}   Rework the cart so pric…
        fix/receipt-total  {dim –}                       {failure conflict}
        fix/login          {dim –}                       {warning near}
        docs/readme        {dim –}                       same file
        docs/faq           {dim –}
        broken             {dim –}                       {warning ·}
        {dim spike/search}       {dim directory missing}
        main               {dim –}

      {warning ▲} broken: fatal: index file corrupt
      {dim ○} {dim 9 worktrees, 2 sessions, 1 waiting for an answer, 2 conflicts (hidden: main, Last action)}
      {dim ↳} To see the conflicting lines, run kg overlap
      "
    `);
  });

  test('as a pipe', () => {
    expect(list(measured, pipe)).toMatchInlineSnapshot(`
      "
      Current	Branch	Session	Changes	main	Overlap	Check	Saved	Last action	Task	Path
      @	feature/auth	● active 2m	7 files +120 -14	↑2	conflict with feature/cart			Edit src/user.ts	Add OAuth login and session refresh	/home/ada/code/shop.auth
      	feature/cart	● waiting 9m permission prompt	5 files +88 -31	↑1 ↓3	conflict with feature/auth +1			Bash npm test	Rework the cart so prices are kept in cents	/home/ada/code/shop.cart
      	fix/receipt-total	–			conflict with feature/cart					/home/ada/code/shop.receipt-total
      	fix/login	–			near feature/auth					/home/ada/code/shop.login
      	docs/readme	–			same file as feature/auth					/home/ada/code/shop.readme
      	docs/faq	–								/home/ada/code/shop.faq
      	broken	–			·					/home/ada/code/shop.broken
      	spike/search	directory missing								/home/ada/code/shop.search
      	main	–								/home/ada/code/shop
      ▲ broken: fatal: index file corrupt
      "
    `);
  });

  test('in another project: the hint leads there', () => {
    const several = survey([project([mainWorktree()], { root: '/srv/api' }), project(all)]);
    expect(list(several, terminal(80)).split('\n').at(-2)).toMatchInlineSnapshot(
      `"↳ To see the conflicting lines, run kg overlap -C ~/code/shop"`,
    );
  });
});

describe('the column', () => {
  test('is absent where overlaps were not looked for', () => {
    expect(list(shop, pipe)).not.toContain('Overlap');
  });

  test('is full of dots where they were, and nothing is known', () => {
    const problems = [{ code: 'OVERLAPS_UNKNOWN' as const, message: 'There is no worktree that git can run in' }];
    expect(list(survey([project([auth, missing, mainWorktree()])], { problems }), terminal(80))).toMatchInlineSnapshot(`
      "
        Branch        Session       Changes  main  Overlap  Task
      @ feature/auth  ● active 2m  +120 -14  ↑2    ·        Add OAuth login and sessi…
        spike/search  directory missing
        main          –                            ·

      ▲ There is no worktree that git can run in
      ○ 3 worktrees, 1 session (hidden: Last action)
      "
    `);
  });
});
