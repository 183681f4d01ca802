import { pay, price, receipt, session, user } from './shop-files.ts';
import type { StoryCommit, StoryWorktree } from './story-types.ts';

/**
 * The story that the demo tells: a small shop, six worktrees, five sessions. Two of them edit the same lines, one tests against a
 * type that another is changing, one waits for an answer, one was killed. Pure data; times are minutes before now.
 */

/** What is committed on main before anybody begins. */
export const beginning: StoryCommit = {
  files: {
    'README.md': '# Shop\n\nSells things.\n',
    'package.json': '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
    'src/session.ts': session,
    'src/user.ts': user,
    'src/pay.ts': pay,
    'src/receipt.ts': receipt,
    'src/price.ts': price,
  },
  message: 'Begin the shop',
  ago: 3 * 24 * 60,
};

/** The worktrees, the main one first. */
export const worktrees: readonly StoryWorktree[] = [
  {
    branch: 'main',
    folder: null,
    commits: [],
    edits: { 'src/receipt.ts': receipt.replace('sum + Math.round(cents)', 'sum + cents') },
    session: {
      title: 'Fix the rounding of receipt totals in production',
      prompt: 'Receipt totals are off by a cent in production. Fix the rounding.',
      began: 14,
      ends: 'idle',
      since: 6,
      steps: [
        { does: 'read', path: 'src/receipt.ts', ago: 13 },
        { does: 'edit', path: 'src/receipt.ts', ago: 8 },
        { does: 'run', command: 'npm test', ago: 7 },
      ],
    },
  },
  {
    branch: 'feature/auth',
    folder: 'shop.auth',
    commits: [
      {
        files: { 'src/oauth.ts': "export const issuer = 'https://login.example.com';\n" },
        message: 'Name the issuer of tokens',
        ago: 51,
      },
      {
        files: {
          'src/session.ts': session
            .replace('The token of a request, as it was sent.', 'The token of a request, from its cookie.')
            .replace(
              "request.headers.get('authorization')",
              "request.headers.get('cookie')?.split('token=')[1] ?? null",
            ),
        },
        message: 'Read the token from a cookie',
        ago: 33,
      },
    ],
    edits: {
      'src/user.ts': user
        .replace('readonly id: string; readonly email', 'readonly account: Account; readonly email')
        .replace('export type User', 'export type Account = { readonly id: string };\nexport type User'),
      'src/pay.ts': pay
        .replace(
          'charge(user: User, cents: number)',
          'charge(request: { readonly user: User; readonly cents: number })',
        )
        .replace('payer: user.id, cents', 'payer: request.user.account.id, cents: request.cents'),
    },
    session: {
      title: 'Sign in with OAuth and keep the session in a cookie',
      prompt: 'Replace our own sign-in by OAuth. Users belong to accounts from now on.',
      began: 68,
      ends: 'busy',
      since: 4,
      steps: [
        { does: 'read', path: 'src/session.ts', ago: 66 },
        { does: 'write', path: 'src/oauth.ts', ago: 52 },
        { does: 'edit', path: 'src/session.ts', ago: 35 },
        { does: 'run', command: 'npm test', ago: 34 },
        { does: 'edit', path: 'src/user.ts', ago: 12 },
        { does: 'edit', path: 'src/pay.ts', ago: 2 },
      ],
    },
  },
  {
    branch: 'feature/cart',
    folder: 'shop.cart',
    commits: [
      {
        files: {
          'src/price.ts': `${price}\nexport async function ask(id: string): Promise<number> {\n  return Number(id.length);\n}\n`,
        },
        message: 'Ask the server for prices',
        ago: 44,
      },
    ],
    edits: {
      'src/session.ts': session.replace(
        "request.headers.get('authorization')",
        "request.headers.get('x-basket-token')",
      ),
    },
    session: {
      title: 'Rework the cart so that prices come from the server',
      prompt: 'Prices in the cart must come from the server, not from the page.',
      began: 57,
      ends: 'waiting',
      since: 9,
      steps: [
        { does: 'edit', path: 'src/price.ts', ago: 45 },
        { does: 'edit', path: 'src/session.ts', ago: 20 },
        { does: 'asks', command: 'npm run migrate', ago: 9 },
      ],
    },
  },
  {
    branch: 'test/pay',
    folder: 'shop.pay',
    commits: [],
    edits: {
      'test/pay.test.ts': [
        "import { test } from 'node:test';",
        "import { charge } from '../src/pay.ts';",
        '',
        "test('a charge names its payer', (t) => {",
        "  t.assert.equal(charge({ id: 'u1', email: 'ada@example.com' }, 100).payer, 'u1');",
        '});',
        '',
      ].join('\n'),
    },
    session: {
      title: 'Cover payments with tests',
      prompt: 'Write tests for payments.',
      began: 31,
      ends: 'busy',
      since: 1,
      steps: [
        { does: 'read', path: 'src/pay.ts', ago: 30 },
        { does: 'read', path: 'src/user.ts', ago: 29 },
        { does: 'write', path: 'test/pay.test.ts', ago: 10 },
        { does: 'run', command: 'npm test -- pay', ago: 1 },
      ],
    },
  },
  {
    branch: 'docs/readme',
    folder: 'shop.readme',
    commits: [
      {
        files: { 'README.md': '# Shop\n\nSells things, at the right price.\n' },
        message: 'Say what it sells',
        ago: 290,
      },
    ],
    edits: {},
    session: {
      title: 'Say in the README what the shop sells',
      prompt: 'The README should say what we sell.',
      began: 300,
      ends: 'ended',
      since: 288,
      steps: [
        { does: 'edit', path: 'README.md', ago: 292 },
        { does: 'run', command: 'git commit -am "Say what it sells"', ago: 290 },
      ],
    },
  },
  {
    branch: 'spike/search',
    folder: 'shop.search',
    commits: [],
    edits: { 'src/search.ts': "export const search = (words: readonly string[]): string => words.join(' ');\n" },
    session: {
      title: 'Try a search over the catalogue',
      prompt: 'Try whether a plain search over the catalogue is fast enough.',
      began: 128,
      ends: 'killed',
      since: 121,
      steps: [
        { does: 'write', path: 'src/search.ts', ago: 124 },
        { does: 'run', command: 'npm test', ago: 122, exit: 1 },
        { does: 'read', path: 'src/price.ts', ago: 121 },
      ],
    },
  },
];
