import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = [
  ...readdirSync('.'),
  ...readdirSync('docs/decisions').map((file) => join('docs/decisions', file)),
].filter((file) => file.endsWith('.md'));
const commands = new Set(
  readdirSync('src/commands', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    // Of `kg hook pre-commit`, the word that comes first.
    .map((file) => file.replace(/(?:\.ts|[/\\].*)$/u, '')),
);

test('every command that a page names is there', () => {
  expect(pages.flatMap((page) => unknownCommands(page, readFileSync(page, 'utf8')))).toEqual([]);
  expect(unknownCommands('a.md', 'Run `kg lsit` or\n```console\n$ npx kg fly --high\n```\n')).toEqual([
    'a.md: kg lsit',
    'a.md: kg fly',
  ]);
});

test('every link and every path that a page names is there', () => {
  expect(pages.flatMap((page) => deadPaths(page, readFileSync(page, 'utf8')))).toEqual([]);
  expect(deadPaths('a.md', '[x](gone.md#top) and `src/gone/` but not [y](https://example.com)')).toEqual([
    'a.md: gone.md',
    'a.md: src/gone/',
  ]);
});

test('every npm script that contributors are told of is there', () => {
  const manifest = readFileSync('package.json', 'utf8');
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const named = [...text.matchAll(/npm run (?<script>[\w:]+)/gu)].map(({ groups = {} }) => groups['script']);
  expect(named.filter((script) => !manifest.includes(`"${script}":`))).toEqual([]);
});

/** What stands in code, inline or in a block: prose may speak of kg in any words. */
function unknownCommands(page: string, text: string): string[] {
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/gu)].map(([part]) => part);
  const named = code.flatMap((part) =>
    [...part.matchAll(/(?:^|[\s`$])kg (?<name>[a-z]+)/gmu)].map(({ groups = {} }) => groups['name'] ?? ''),
  );
  return [...new Set(named)]
    .filter((name) => !commands.has(name) && name !== 'help')
    .map((name) => `${page}: kg ${name}`);
}

function deadPaths(page: string, text: string): string[] {
  const links = [...text.matchAll(/\]\((?<to>[^)#:]+)(?:#[^)]*)?\)/gu)].map(({ groups = {} }) => ({
    to: groups['to'] ?? '',
    base: dirname(page),
  }));
  const paths = [...text.matchAll(/`(?<to>(?:src|test|bench|scripts|docs|bin|tools|schemas)\/[\w./-]+)`/gu)].map(
    ({ groups = {} }) => ({
      to: groups['to'] ?? '',
      base: '.',
    }),
  );
  return [...links, ...paths].filter(({ to, base }) => !existsSync(join(base, to))).map(({ to }) => `${page}: ${to}`);
}
