import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lockfile: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));

test('no package of the lockfile runs a script when it is installed', () => {
  expect(packagesWith(lockfile, 'hasInstallScript')).toEqual([]);
  expect(packagesWith({ packages: { 'node_modules/x': { hasInstallScript: true } } }, 'hasInstallScript')).toEqual([
    'node_modules/x',
  ]);
});

test('neither the lockfile nor .npmrc says where packages come from', () => {
  expect(packagesWith(lockfile, 'resolved').filter((path) => path !== 'node_modules/node24')).toEqual([]);
  expect(readFileSync('.npmrc', 'utf8')).not.toMatch(/registry=|:\/\//u);
});

test('the lockfile has every platform of every tool, without which npm ci refuses it', () => {
  expect(missingPlatforms(lockfile)).toEqual([]);
  const incomplete = { packages: { 'node_modules/x': { optionalDependencies: { 'x-darwin': '1.0.0' } } } };
  expect(missingPlatforms(incomplete)).toEqual(['x-darwin']);
});

test('everything that runs is bundled, so the package depends on nothing', () => {
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('peerDependencies');
});

test('kg and git-kg start the same file', () => {
  expect(manifest).toHaveProperty('bin', { kg: 'bin/run.js', 'git-kg': 'bin/run.js' });
});

test('the development Node brings no script along, and never leaves the clone', () => {
  const development: unknown = JSON.parse(readFileSync('tools/node24/package.json', 'utf8'));
  expect(development).toMatchObject({ private: true, optionalDependencies: expect.any(Object) });
  expect(development).not.toHaveProperty('scripts');
  expect(manifest).toHaveProperty('files', expect.not.arrayContaining(['tools']));
});

/** Paths of the packages in a lockfile that have a field. */
function packagesWith(lock: unknown, field: string): string[] {
  if (!isRecord(lock) || !isRecord(lock['packages'])) return ['the lockfile has no packages'];
  return Object.entries(lock['packages']).flatMap(([path, entry]) => (isRecord(entry) && field in entry ? [path] : []));
}

/** npm leaves out what the registry did not have when it wrote the lockfile, and misses it when it reads the lockfile. */
function missingPlatforms(lock: unknown): string[] {
  if (!isRecord(lock) || !isRecord(lock['packages'])) return ['the lockfile has no packages'];
  const locked = new Set(Object.keys(lock['packages']).map((path) => path.replace(/^.*node_modules\//u, '')));
  const wanted = Object.values(lock['packages']).flatMap((entry) =>
    isRecord(entry) && isRecord(entry['optionalDependencies']) ? Object.keys(entry['optionalDependencies']) : [],
  );
  return wanted.filter((name) => !locked.has(name));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
