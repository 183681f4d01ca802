import { plainArguments, programOf } from './program.ts';

/**
 * Programs whose runs change something that git does not show, or that tell how the work stands, with the first words that make
 * them so (`null`: any). What only reads (ls, cat, grep, git status) is in no row, and commits are told as commits.
 */
const table: readonly (readonly [programs: string, verbs: string | null])[] = [
  // installs
  ['npm pnpm yarn bun', 'install i add remove rm uninstall ci update upgrade link publish'],
  ['pip pip3 pipx poetry uv pdm conda mamba gem bundle composer', 'install add remove uninstall sync update require'],
  ['cargo', 'add remove install build check clippy publish run'],
  ['go', 'get install build vet generate run mod'],
  ['brew apt apt-get dnf yum apk pacman', 'install remove uninstall upgrade add'],
  // data and migrations
  ['prisma knex typeorm sequelize drizzle-kit mikro-orm node-pg-migrate', null],
  ['alembic flyway liquibase goose dbmate migrate atlas sqitch', null],
  ['rails rake', 'db:migrate db:rollback db:seed db:reset db:setup generate g s server'],
  ['psql mysql sqlite3 mongosh redis-cli', null],
  // servers, builds and scripts
  ['npm pnpm yarn bun', 'run run-script start dev build serve lint deploy migrate generate codegen preview'],
  ['vite next nuxt astro remix webpack rollup rolldown esbuild tsup turbo nx', null],
  ['flask uvicorn gunicorn hypercorn celery', null],
  ['docker podman', 'compose build run push up start stop down'],
  ['docker-compose make gmake just task bazel', null],
  ['tsc vue-tsc eslint oxlint biome prettier ruff mypy pyright black flake8 golangci-lint rubocop stylelint', null],
  ['mvn gradle sbt mix dotnet swift flutter', null],
  // generators
  ['protoc buf graphql-codegen openapi-generator openapi-generator-cli sqlc wire mockgen', null],
  // what others see
  ['git', 'push rebase merge cherry-pick revert reset stash tag am bisect pull'],
  ['gh glab', 'pr mr release workflow repo'],
  [
    'kubectl helm terraform tofu pulumi ansible-playbook',
    'apply delete destroy install upgrade rollout up plan import',
  ],
  ['vercel netlify fly flyctl heroku wrangler firebase serverless sst cdk aws gcloud az', null],
];

const byProgram: ReadonlyMap<string, readonly (ReadonlySet<string> | null)[]> = (() => {
  const rows = new Map<string, (ReadonlySet<string> | null)[]>();
  for (const [programs, verbs] of table) {
    for (const program of programs.split(' ')) {
      const known = rows.get(program) ?? [];
      rows.set(program, [...known, verbs === null ? null : new Set(verbs.split(' '))]);
    }
  }
  return rows;
})();

/** Whether whoever carries on should know that the words of a simple command were run. */
export function isNotableCommand(words: readonly string[]): boolean {
  const program = programOf(words);
  if (program === null || program.args.some((word) => word === '--help' || word === '--version')) return false;
  const rows = byProgram.get(program.name) ?? [];
  const plain = plainArguments(program.args, ['-C', '-c', '--prefix', '--filter', '-F', '-w', '--workspace', '-n']);
  const [verb = ''] = plain;
  // An install without a verb is what a package manager does on its own; `git stash list` and the like only read.
  if (program.name === 'yarn' && plain.length === 0) return true;
  if (program.name === 'git' && /^(?:list|show|view|log|visualize)$/u.test(plain[1] ?? '')) return false;
  if (['-l', '--list', '--dry-run'].some((word) => program.args.includes(word)) && program.name === 'git') return false;
  return rows.some((verbs) => verbs === null || verbs.has(verb));
}
