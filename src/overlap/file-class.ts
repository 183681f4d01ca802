/** What a conflict in a file means for the work: a lock file is made again, a source file is read. */
export type FileClass = 'source' | 'test' | 'manifest' | 'lockfile' | 'generated' | 'docs';

/** Classes a file by its path alone. */
export function fileClass(path: string): FileClass {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (LOCKFILES.has(name) || name.endsWith('.lock')) return 'lockfile';
  if (GENERATED.test(lower)) return 'generated';
  if (MANIFESTS.has(name) || /\.(?:csproj|gemspec|cabal)$/u.test(name) || /^requirements.*\.(?:txt|in)$/u.test(name)) {
    return 'manifest';
  }
  if (TESTS.test(lower)) return 'test';
  return DOCS.test(lower) ? 'docs' : 'source';
}

const LOCKFILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'bun.lockb',
  'deno.lock',
  'go.sum',
  'go.work.sum',
  'gradle.lockfile',
  'packages.lock.json',
  'package.resolved',
]);

const MANIFESTS = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  'deno.json',
  'deno.jsonc',
  'cargo.toml',
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'pipfile',
  'go.mod',
  'go.work',
  'gemfile',
  'composer.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'package.swift',
  'mix.exs',
  'pubspec.yaml',
  'directory.packages.props',
]);

const GENERATED =
  /(?:^|\/)(?:dist|node_modules|vendor|__generated__|__snapshots__|generated)\/|\.min\.(?:js|css)$|\.(?:map|snap)$|\.(?:generated|gen)\.[^/]+$|\.pb\.[^/]+$|_pb2(?:_grpc)?\.pyi?$|\.g\.dart$/u;

const TESTS =
  /(?:^|\/)(?:tests?|specs?|__tests__|e2e)\/|[._-](?:test|spec)s?\.[^/]+$|(?:^|\/)test_[^/]+\.py$|_test\.[^/]+$/u;

const DOCS =
  /\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)docs?\/|(?:^|\/)(?:changelog|changes|history|license|readme|authors|news)(?:\.[^/]*)?$|(?:^|\/)\.changeset\//u;
