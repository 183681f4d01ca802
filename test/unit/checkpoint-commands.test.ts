import { describe, expect, test } from 'vitest';
import { commandRuns } from '../../src/checkpoints/draft/command-runs.ts';
import { isNotableCommand } from '../../src/checkpoints/draft/notable-commands.ts';
import { simpleCommands } from '../../src/checkpoints/draft/shell-line.ts';
import { isTestCommand } from '../../src/checkpoints/draft/test-commands.ts';
import type { StoryCommand } from '../../src/sessions/story/story.ts';

const isTest = (line: string, patterns: readonly string[] = []): boolean =>
  simpleCommands(line).some(({ words }) => isTestCommand(words, patterns));

describe('which commands run tests', () => {
  test.each(
    `npm test
npm t
npm run test
npm run test:unit -- --watch=false
npm --prefix web test
npm run -s test
pnpm test
pnpm -r test
pnpm --filter shop run test
yarn test
yarn workspace shop test
yarn test:unit
bun test
bun run test
vitest run
npx vitest
npx --yes jest --ci
./node_modules/.bin/vitest run test/unit
pnpm exec playwright test
pnpm dlx mocha
node --test
node --experimental-strip-types --test test/
deno test -A
pytest
python -m pytest -x
python3.12 -m unittest discover
python manage.py test shop
uv run pytest
poetry run pytest -q
tox -e py312
go test ./...
cargo test
cargo +nightly test
cargo nextest run
mvn -q verify
./mvnw test
gradle test
./gradlew :app:test
./gradlew integrationTest
dotnet test
bundle exec rspec
rspec spec/models
bin/rails test
rake spec
vendor/bin/phpunit
composer test
php artisan test
ctest --output-on-failure
make test
make -C build check
just test
swift test
mix test
flutter test
bazel test //...
bats test
prove -r t
zig build test
cypress run
cd web && npm test
CI=1 FORCE_COLOR=0 npm test
env CI=1 npm test
time npm test
timeout 60 npm test
timeout -k 5 60 npm test
npm ci && npm test
npm test 2>&1 | tail -20
(cd api; go test ./...)
if npm test; then echo ok; fi
npm test > out.txt 2>&1; cat out.txt
xvfb-run -a npx cypress run
cat <<'EOF' > x.txt
not this one
EOF
npm test
set -o pipefail; npm test | tee log
npm \\
  test`
      .split(/\n(?=[^ ])/u)
      .reduce<string[]>(joinDocument, []),
  )('%s', (line) => {
    expect(isTest(line)).toBe(true);
  });

  test.each(
    `echo npm test
git commit -m "npm test"
git commit -m 'fix' -m 'run pytest'
grep -r vitest .
grep "npm test" README.md
cat test/unit/x.test.ts
rg jest
ls test
vitest --version
npx jest --help
pytest --collect-only
vitest list
npm run build
npm install vitest
npm i -D jest
npm run latest
npm run contest
npm view vitest
pip install pytest
go build ./...
go vet ./...
cargo build
cargo check
make
make build
mvn package
gradle assemble
dotnet build
node test.js
node scripts/test.mjs
python test.py
test -f package.json
[ -f test ]
git checkout test
git push origin test
which pytest
man vitest
sed -i s/npm/yarn/ test.sh
docker build -t test .
echo 'a && npm test'
# npm test
FOO="npm test"
find . -name pytest
cd test
mkdir -p test && touch test/x
cypress open
bun install
deno run test.ts
yarn add jest
npm run docs -- test
kill %1`.split('\n'),
  )('not %s', (line) => {
    expect(isTest(line)).toBe(false);
  });

  test('patterns of the config add to the rule, word by word', () => {
    expect(isTest('./scripts/verify.sh --fast', ['./scripts/verify.sh'])).toBe(true);
    expect(isTest('CI=1 make ci-unit', ['make ci-*'])).toBe(true);
    expect(isTest('make ci', ['make ci-*'])).toBe(false);
    expect(isTest('make lint', ['make ci-*', ''])).toBe(false);
    expect(isTest(`x ${'a'.repeat(5000)}`, [`x ${'*a'.repeat(200)}b`])).toBe(false);
  });
});

/** A here-document belongs to the line that begins it. */
function joinDocument(lines: string[], line: string): string[] {
  const last = lines.at(-1);
  if (last?.includes('<<') === true && !last.endsWith('npm test')) lines[lines.length - 1] = `${last}\n${line}`;
  else lines.push(line);
  return lines;
}

const ran = (command: string, fields: Partial<StoryCommand> = {}): StoryCommand => ({
  command,
  cut: false,
  cwd: '/code/shop',
  from: '2026-11-22T12:00:00.000Z',
  to: '2026-11-22T12:00:09.000Z',
  exit: 0,
  end: 'ended',
  background: false,
  ...fields,
});

const runs = (commands: readonly StoryCommand[], fields: { lastChange?: string | null; live?: boolean } = {}) =>
  commandRuns({ commands, worktree: '/code/shop', patterns: [], lastChange: null, live: false, ...fields });

const verdict = (command: string, exit: number): string => {
  const { tests } = runs([ran(command, { exit })]);
  return `${tests?.outcome}${tests?.doubt === undefined ? '' : ` (${tests.doubt})`}`;
};

describe('how a test run ended', () => {
  test('the exit of the line counts only where nothing else can have made it', () => {
    expect({
      alone: [verdict('npm test', 0), verdict('npm test', 1)],
      afterCd: [verdict('cd /code/shop && npm test', 0), verdict('cd /code/shop && npm test', 1)],
      afterBuild: [verdict('npm run build && npm test', 0), verdict('npm run build && npm test', 2)],
      afterBuildWhatever: [verdict('npm run build; npm test', 0), verdict('npm run build; npm test', 2)],
      beforePush: [verdict('npm test && git push', 0), verdict('npm test && git push', 1)],
      beforeEcho: [verdict('npm test; echo done', 0), verdict('npm test || true', 0)],
      piped: [verdict('npm test | tail -5', 0), verdict('npm test 2>&1 | grep fail', 1)],
      pipefail: [verdict('set -o pipefail; npm test | tail', 0), verdict('set -o pipefail; npm test | tail', 1)],
      fed: [verdict('cat list | xargs echo && npm test', 0)],
      nested: [verdict('if npm test; then echo ok; fi', 0), verdict('for i in 1 2; do npm test; done', 1)],
      inBash: [verdict('bash -c "npm test"', 1), verdict('bash -lc "npm test | tail"', 0)],
      redirected: [verdict('npm test > out.txt 2>&1', 1)],
    }).toMatchInlineSnapshot(`
      {
        "afterBuild": [
          "passed",
          "unknown (several commands)",
        ],
        "afterBuildWhatever": [
          "passed",
          "failed",
        ],
        "afterCd": [
          "passed",
          "failed",
        ],
        "alone": [
          "passed",
          "failed",
        ],
        "beforeEcho": [
          "unknown (several commands)",
          "unknown (several commands)",
        ],
        "beforePush": [
          "passed",
          "unknown (several commands)",
        ],
        "fed": [
          "passed",
        ],
        "inBash": [
          "failed",
          "unknown (piped)",
        ],
        "nested": [
          "unknown (several commands)",
          "unknown (several commands)",
        ],
        "piped": [
          "unknown (piped)",
          "unknown (piped)",
        ],
        "pipefail": [
          "passed",
          "failed",
        ],
        "redirected": [
          "failed",
        ],
      }
    `);
  });

  test('interrupted, running, left open, refused', () => {
    const one = (fields: Partial<StoryCommand>, live = false) =>
      runs([ran('npm test', fields)], { live }).tests?.outcome;
    expect([
      one({ end: 'interrupted', exit: null }),
      one({ end: 'open', to: null, exit: null }, true),
      one({ end: 'open', to: null, exit: null }),
      one({ end: 'open', to: null, exit: null, background: true }),
      one({ end: 'ended', exit: null }),
      one({ end: 'refused', exit: null }),
    ]).toEqual(['interrupted', 'running', 'interrupted', 'unknown', 'unknown', undefined]);
  });

  test('the last run counts, and is stale when files changed after it', () => {
    const first = ran('npm test', { exit: 1, to: '2026-11-22T12:00:09.000Z' });
    const second = ran('npm test', { exit: 0, to: '2026-11-22T12:10:00.000Z' });
    expect(runs([first, second]).tests).toMatchObject({ outcome: 'passed', at: '2026-11-22T12:10:00.000Z' });
    expect(runs([second], { lastChange: '2026-11-22T12:10:01.000Z' }).tests).toMatchObject({ stale: true });
    expect(runs([second], { lastChange: '2026-11-22T12:09:00.000Z' }).tests).not.toHaveProperty('stale');
  });

  test('what was run in another worktree says nothing about this one', () => {
    const elsewhere = [ran('npm test', { cwd: '/code/shop.cart' }), ran('cd /code/shop.cart && npm test')];
    expect(runs(elsewhere).tests).toBeNull();
    expect(runs([ran('npm test', { cwd: '/code/shop/web' })]).tests).not.toBeNull();
  });
});

test('other commands worth knowing: newest first, each once, at most eight, nothing that only reads', () => {
  const lines = `ls -la
cat README.md
git status
git log --oneline
git diff HEAD
rg total src
npm ci
npx prisma migrate dev --name vat
npm run dev
git push -u origin feature/vat
git stash list
git commit -am done
npm ci
tsc --noEmit
docker compose up -d
echo done
npm run dev --help
terraform plan
eslint .
go generate ./...
pip install -r requirements.txt
gh pr create --fill`.split('\n');
  const { commands } = runs(lines.map((line) => ran(line)));
  expect(commands.map(({ command }) => command)).toMatchInlineSnapshot(`
    [
      "gh pr create --fill",
      "pip install -r requirements.txt",
      "go generate ./...",
      "eslint .",
      "terraform plan",
      "docker compose up -d",
      "tsc --noEmit",
      "npm ci",
    ]
  `);
  expect(isNotableCommand(['yarn'])).toBe(true);
  expect(isNotableCommand(['FOO=1'])).toBe(false);
});

test('what is no shell line comes back without an error', () => {
  for (const line of ['', '"', "'", '$(', '`', '<<EOF', 'a <<', '((', '))', '\\', '${', 'a | | b', '<(', ';;;', '\0'])
    expect(Array.isArray(simpleCommands(line))).toBe(true);
});
