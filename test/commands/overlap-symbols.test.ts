import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import Overlap from '../../src/commands/overlap.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, type Checkout, type Repo } from '../helpers/repo.ts';
import { faultsOf } from '../helpers/schema.ts';

const pay = 'export function charge(amount: number, currency: string): void {\n  console.log(amount, currency);\n}\n';
const cart = "import { charge } from './pay.ts';\n\nexport function checkout(): void {\n  charge(1, 'EUR');\n}\n";

let shop: Repo;
let auth: Checkout;
const home = place('home');

beforeAll(async () => {
  shop = await repo({
    name: 'shop',
    files: { 'src/pay.ts': pay, 'src/cart.ts': cart, 'src/tax.ts': 'export const tax = 1;\n' },
  });
  auth = shop.worktree('auth');
  const refund = shop.worktree('refund');
  auth.edit({
    'src/pay.ts': pay
      .replace('amount: number, currency: string', 'request: Request')
      .replace('amount, currency', 'request'),
    'src/cart.ts': cart.replace("1, 'EUR'", '{ total: 1 }'),
    'src/tax.ts': 'export const tax: number = 1;\n',
  });
  refund.edit({
    'src/refund.ts':
      "import { charge } from './pay.ts';\nimport { tax } from './tax.ts';\n\nexport function refund(): void {\n  charge(-tax, 'EUR');\n}\n",
  });
});

function overlap(argv: string[], columns?: number) {
  const where = { directory: auth.path, home, env: { NO_COLOR: '1', PATH: process.env['PATH'] ?? '' } };
  return runCommand(Overlap, argv, { ...where, ...(columns === undefined ? {} : { columns }) });
}

test('a merge that is clean and wrong is a warning, what may be worth knowing comes after it', async () => {
  const { stdout, stderr, exitCode } = await overlap(['--depth', 'symbols'], 80);
  expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
    "
    ▲ auth ↔ refund  merges cleanly into code that is wrong
        src/refund.ts:5  charge is called with other arguments than it takes now: f…
          auth changed src/pay.ts:1
            was function charge(amount: number, currency: string): void
            now function charge(request: Request): void
          refund uses it at src/refund.ts:5

    ○ No overlap: 3 pairs checked
    ○ Symbols of 5 clean merges: 1 mistake that git does not see
    "
  `);
  expect(exitCode).toBe(0);
});

test('in a pipe each is a line, and JSON holds to its schema', async () => {
  expect(`\n${(await overlap(['--depth', 'symbols'])).stdout}`).toMatchInlineSnapshot(`
    "
    Kind	Rule	Path	Line	Name	A	B	Message
    wrong	arguments	src/refund.ts	5	charge	auth	refund	charge is called with other arguments than it takes now: function charge(request: Request): void
    "
  `);
  const { stdout: answer } = await overlap(['--depth', 'symbols', '--json']);
  await expect(faultsOf('overlap', answer)).resolves.toEqual([]);
  expect(JSON.parse(answer)).toMatchObject({
    semantic: { unchecked: 0, pairs: [{ findings: [{ rule: 'arguments', line: 5 }] }] },
  });
});

test('without --depth nothing of it is told', async () => {
  expect(JSON.parse((await overlap(['--json'])).stdout)).not.toHaveProperty('semantic');
});

test('looking at symbols leaves the repository as it was', async () => {
  const proof = readOnlyProof([shop.path, auth.path]);
  await overlap(['--depth', 'symbols']);
  expect(proof.differences()).toEqual([]);
});

const check =
  'test -e src/refund.ts && grep -q Request src/pay.ts && { echo "$KG_VERIFY is wrong" >&2; exit 3; }; exit 0';

test('a check of the person fails in the merge and on neither side', async () => {
  const { stdout, stderr, exitCode } = await overlap(['auth', 'refund', '--verify', check, '--exit-code'], 100);
  expect(`\n${stdout}${stderr}`).toMatchInlineSnapshot(`
    "
    ▲ auth ↔ refund  the merge fails (exit code 3), and both sides pass
        merge is wrong

    ○ No overlap: 1 pair checked
    ○ Ran test -e src/refund.ts && grep -q Request src/pay.ts && { echo "$KG_VERIFY is wrong" >&2; exit 3; }; exit 0 in a temporary copy, which is gone again
    "
  `);
  expect(exitCode).toBe(1);
  const { stdout: answer } = await overlap(['auth', 'refund', '--verify', check, '--json']);
  await expect(faultsOf('overlap', answer)).resolves.toEqual([]);
  expect(JSON.parse(answer)).toMatchObject({ verify: { verdict: 'breaks', exitCodes: { merge: 3, a: 0, b: 0 } } });
});

test('a check that fails on a side already tells only what the merge adds', async () => {
  const failing = 'echo always; ls src; exit 1';
  const { stdout: answer } = await overlap(['auth', 'refund', '--verify', failing, '--json']);
  expect(JSON.parse(answer)).toMatchObject({ verify: { verdict: 'fails already', fresh: [] } });
  await expect(
    overlap(['auth', 'refund', '--verify', 'true', '--json']).then(({ stdout }) => JSON.parse(stdout)),
  ).resolves.toMatchObject({
    verify: { verdict: 'passes', exitCodes: { merge: 0, a: null, b: null } },
  });
});

test('the temporary copies are gone, and a check of all pairs is refused', async () => {
  const cache = join(home, '.cache', 'keepgoing', 'repositories');
  const left = existsSync(cache)
    ? readdirSync(cache, { recursive: true }).filter((path) => String(path).includes('verify-'))
    : ['no cache'];
  expect(left).toEqual([]);
  const { stderr, exitCode } = await overlap(['--verify', 'true'], 100);
  expect([stderr, exitCode]).toMatchInlineSnapshot(`
    [
      "✗ --verify needs two worktrees, or one and --against
    ",
      2,
    ]
  `);
});
