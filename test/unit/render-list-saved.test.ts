import { expect, test } from 'vitest';
import { renderList } from '../../src/render/list/list.ts';
import type { Style } from '../../src/render/style.ts';
import { checkpoint } from '../helpers/checkpoint.ts';
import { page, pipe, terminal } from '../helpers/ink.ts';
import { auth, cart, home, minutesAgo, now, project, survey, worktree } from '../helpers/shop.ts';

const saved = survey([
  project([
    { ...auth, saved: { checkpoint: checkpoint(), filesSince: 3 } },
    { ...cart, saved: { checkpoint: checkpoint({ at: minutesAgo(9) }), filesSince: 0 } },
    worktree('fix/login', { saved: { checkpoint: checkpoint({ at: minutesAgo(3000) }), filesSince: null } }),
    worktree('docs/readme'),
  ]),
]);

function list(style: Style): string {
  return page(renderList({ survey: saved, style, now, home }).lines);
}

test('a narrow list says when each was saved, and how many files have changed since', () => {
  const { lines, notes } = renderList({ survey: saved, style: terminal(80), now, home });
  expect(page([...lines, ...notes])).toMatchInlineSnapshot(`
    "
      Branch        Session        Changes  main   Saved        Task
    @ feature/auth  ● active 2m   +120 -14  ↑2     2h, 3 files  Add OAuth login and…
      feature/cart  ● waiting 9m   +88 -31  ↑1 ↓3  9m           Rework the cart so …
      fix/login     –                              2d
      docs/readme   –

    ○ 4 worktrees, 2 sessions, 1 waiting for an answer (hidden: Last action)
    ↳ To see what is waited for, run kg show feature/cart
    "
  `);
});

test('with more room the other columns come back, and the files are explained', () => {
  expect(list(terminal(110))).toMatchInlineSnapshot(`
    "
      Branch        Session                Changes  main   Saved        Last action       Task
    @ feature/auth  ● active 2m   7 files +120 -14  ↑2     2h, 3 files  Edit src/user.ts  Add OAuth login and ses…
      feature/cart  ● waiting 9m  5 files  +88 -31  ↑1 ↓3  9m           Bash npm test     Rework the cart so pric…
      fix/login     –                                      2d
      docs/readme   –
    "
  `);
  expect(list(terminal(160))).toMatchInlineSnapshot(`
    "
      Branch        Session                                  Changes  main   Saved              Last action       Task
    @ feature/auth  ● active 2m                     7 files +120 -14  ↑2     2h, 3 files since  Edit src/user.ts  Add OAuth login and session refresh
      feature/cart  ● waiting 9m permission prompt  5 files  +88 -31  ↑1 ↓3  9m                 Bash npm test     Rework the cart so prices are kept in cents
      fix/login     –                                                        2d
      docs/readme   –
    "
  `);
  expect(list(pipe)).toMatchInlineSnapshot(`
    "
    Current	Branch	Session	Changes	main	Check	Saved	Last action	Task	Path
    @	feature/auth	● active 2m	7 files +120 -14	↑2		2h, 3 files since	Edit src/user.ts	Add OAuth login and session refresh	/home/ada/code/shop.auth
    	feature/cart	● waiting 9m permission prompt	5 files +88 -31	↑1 ↓3		9m	Bash npm test	Rework the cart so prices are kept in cents	/home/ada/code/shop.cart
    	fix/login	–				2d			/home/ada/code/shop.login
    	docs/readme	–							/home/ada/code/shop.readme
    "
  `);
});
