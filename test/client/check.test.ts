/**
 * One day of several sessions, told as a table: after each act, what `kg check` says of a worktree. Every rule speaks in it and falls
 * silent again, on nothing but real git and what the real client left on disk.
 */
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReasonCode } from '../../src/check/codes.ts';
import { rules } from '../../src/check/rules.ts';
import type { Verdict } from '../../src/check/verdict.ts';
import { checkDay, git, gitLater, login, untilMoved, user, type CheckDay } from '../helpers/client/check-day.ts';
import { describeClient } from '../helpers/client/suite.ts';
import { current } from '../helpers/client/versions.ts';

type Act = {
  readonly does: string;
  readonly act: (day: CheckDay) => unknown;
  /** The worktree that is asked about then, and the answer. */
  readonly where: 'repository' | 'auth' | 'cart';
  readonly says: readonly [Verdict, ...(readonly ReasonCode[])];
};

const acts: readonly Act[] = [
  {
    does: 'a session changes the login and the payment',
    act: ({ refactor }) => refactor.goOn(),
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'somebody changes the same line of the login in another worktree',
    act: ({ write, cart }) => write(cart, 'src/login.ts', login.replace('3600', '1800')),
    where: 'cart',
    says: ['stop', 'conflict'],
  },
  {
    does: 'rather the line before it, and calls what the session changes as it was',
    act: ({ write, cart }) => {
      write(cart, 'src/login.ts', login.replace('step 19', 'step nineteen'));
      write(cart, 'src/cart.ts', "import { charge } from './pay.ts';\n\ncharge('ada', 100);\n");
    },
    where: 'cart',
    says: ['caution', 'semantic', 'near'],
  },
  {
    does: 'and takes both back',
    act: ({ cart }) => {
      git(cart, 'checkout', '--quiet', '.');
      rmSync(join(cart, 'src/cart.ts'));
    },
    where: 'cart',
    says: ['clear'],
  },
  {
    does: 'on main, somebody changes what the session has read',
    act: ({ write, repository }) => write(repository, 'src/user.ts', user.replace('ada', 'grace')),
    where: 'auth',
    says: ['caution', 'uncommitted'],
  },
  {
    does: 'and commits it, with the line that the session has changed',
    act: ({ write, repository }) => {
      git(repository, 'commit', '--quiet', '--all', '--message=Another user');
      write(repository, 'src/login.ts', login.replace('3600', '7200'));
      git(repository, 'commit', '--quiet', '--all', '--message=Longer logins');
    },
    where: 'auth',
    says: ['caution', 'lacks', 'trunk-conflict', 'trunk-moved'],
  },
  {
    does: 'the second commit is given up, and the first merged',
    act: ({ repository, auth }) => {
      git(repository, 'reset', '--quiet', '--hard', 'HEAD^');
      git(auth, 'merge', '--quiet', 'main');
    },
    where: 'auth',
    says: ['caution', 'read-before'],
  },
  {
    does: 'the session reads it again',
    act: ({ refactor }) => refactor.goOn(),
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'the session itself leaves its branch, and commits',
    act: ({ refactor }) => refactor.goOn(),
    where: 'auth',
    says: ['caution', 'detached'],
  },
  {
    does: 'it names the commit, and begins to take one back',
    act: ({ refactor }) => refactor.goOn(),
    where: 'auth',
    says: ['caution', 'operation'],
  },
  {
    does: 'somebody ends that for it',
    act: ({ auth }) => git(auth, 'revert', '--abort'),
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'somebody moves HEAD under it',
    act: ({ auth }) => gitLater(auth, 'switch', '--quiet', '--create', 'elsewhere'),
    where: 'auth',
    says: ['stop', 'branch-switched'],
  },
  {
    does: 'and back',
    act: ({ auth }) => gitLater(auth, 'switch', '--quiet', 'feature/auth'),
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'what the client has written of it cannot be read',
    act: ({ transcripts, auth }) => {
      renameSync(transcripts(auth), `${transcripts(auth)}.away`);
      symlinkSync(transcripts(auth), transcripts(auth)); // a link to itself leads nowhere, whoever looks
    },
    where: 'auth',
    says: ['unknown', 'unread'],
  },
  {
    does: 'and can again; where it stands is saved',
    act: async ({ transcripts, auth, save }) => {
      rmSync(transcripts(auth));
      renameSync(`${transcripts(auth)}.away`, transcripts(auth));
      await save(auth);
    },
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'a second session changes the login beside the first',
    act: async ({ helper, auth }) => {
      await untilMoved(auth);
      await helper.goOn();
    },
    where: 'auth',
    says: ['stop', 'shared-file', 'two-sessions', 'checkpoint-stale'],
  },
  {
    does: 'it is done; where it stands is saved',
    act: async ({ helper, save, auth }) => {
      await helper.end();
      await save(auth);
    },
    where: 'auth',
    says: ['stop', 'shared-file'],
  },
  {
    does: 'it is resumed on main',
    act: ({ resumed }) => resumed.goOn(),
    where: 'repository',
    says: ['caution', 'resumed-elsewhere'],
  },
  {
    does: 'and killed there',
    act: ({ resumed }) => resumed.kill(),
    where: 'repository',
    says: ['caution', 'crashed'],
  },
  {
    does: 'the first looks at what the second has made of it, and six minutes pass',
    act: async ({ refactor, pass }) => {
      await refactor.goOn();
      pass(6);
    },
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'it writes into another worktree',
    act: ({ refactor }) => refactor.goOn(),
    where: 'auth',
    says: ['caution', 'outside'],
  },
  {
    does: 'and is done, so that nobody is left who has seen to the file of the two',
    act: ({ refactor }) => refactor.end(),
    where: 'auth',
    says: ['stop', 'shared-file'],
  },
  {
    does: 'somebody commits what the two have left',
    act: ({ auth }) => git(auth, 'commit', '--quiet', '--all', '--message=Both'),
    where: 'auth',
    says: ['clear'],
  },
  {
    does: 'where it wrote last, somebody changes the line that it had changed',
    act: ({ write, cart }) => write(cart, 'src/login.ts', login.replace('3600', '1800')),
    where: 'cart',
    says: ['caution', 'conflict-at-rest'],
  },
  {
    does: 'and takes it back',
    act: ({ cart }) => git(cart, 'checkout', '--quiet', '.'),
    where: 'cart',
    says: ['clear'],
  },
  {
    does: 'the session that was killed is resumed once more, to its end',
    act: ({ again }) => again.end(),
    where: 'repository',
    says: ['clear'],
  },
];

test('every rule speaks in the table, and falls silent again', () => {
  const turns = acts.map(({ where, says: [, ...codes] }) => ({ where, codes }));
  const missing = rules.filter(
    ({ code }) =>
      !turns.some(
        ({ where, codes }, at) =>
          codes.includes(code) &&
          turns.slice(at + 1).some((later) => later.where === where && !later.codes.includes(code)),
      ),
  );
  expect(missing.map(({ code }) => code)).toEqual([]);
});

describeClient(current, () => {
  let day: CheckDay;
  beforeAll(async () => {
    day = await checkDay();
  });
  afterAll(() => day.stage.close());

  test.each(acts)('$does: $where $says', async ({ act, where, says }) => {
    await act(day);
    // A transcript follows the client by a tenth of a second.
    await expect.poll(() => day.check(day[where]), { timeout: 15_000, interval: 30 }).toEqual(says);
    expect(day.stage.api.unscripted()).toEqual([]);
  });
});
