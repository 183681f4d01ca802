import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** Every file that cosmiconfig would run by itself, in any of its searches. */
const traps = ['js', 'cjs', 'ts', 'mjs'].flatMap((ending) => [
  `.config/config.${ending}`,
  `.config/keepgoingrc.${ending}`,
  `.keepgoingrc.${ending}`,
  `keepgoing.config.${ending}`,
  `.config/keepgoing/config.${ending}`,
]);
const bait = {
  'package.json':
    '{ "keepgoing": { "$import": "./.keepgoingrc.cjs" }, "cosmiconfig": { "searchPlaces": [".keepgoingrc.cjs"] } }',
  '.config/config.yaml': 'cosmiconfig: { searchPlaces: [.keepgoingrc.cjs], mergeSearchPlaces: true }\n',
};
const source = (name: string): string => new URL(`../../src/${name}`, import.meta.url).href;

let root = '';
let ran = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kg-hostile-'));
  ran = join(root, 'ran');
  for (const place of ['main', 'linked', 'home']) lay(join(root, place), place);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Lays a trap in every place: code, good as module and as script, that leaves its name behind when it runs. */
function lay(directory: string, place: string): void {
  for (const trap of traps) {
    const mark = JSON.stringify(join(directory, trap));
    const note = `process.getBuiltinModule('fs').appendFileSync(${JSON.stringify(ran)}, ${mark} + '\\n');`;
    write(join(directory, trap), trap.endsWith('mjs') ? `${note} export default {}` : `${note} module.exports = {}`);
  }
  // The bait would be found before the scripts, and hide them from the control below.
  if (place === 'main') for (const [name, text] of Object.entries(bait)) write(join(directory, name), text);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Runs code in a process of its own, started in `place`, as kg would be. */
function start(place: string, code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(root, place),
    env: { ...process.env, HOME: join(root, 'home'), XDG_CONFIG_HOME: join(root, 'home/.config') },
    encoding: 'utf8',
  });
}

function read(place: string, main: string): string {
  const options = { mainWorktree: join(root, main), home: join(root, 'home'), platform: process.platform };
  return start(
    place,
    `const { readConfig } = await import(${JSON.stringify(source('config.ts'))});
     const reading = await readConfig({ ...${JSON.stringify(options)}, env: process.env }).catch((error) => error);
     console.log(JSON.stringify({ trunk: reading.config?.trunk, code: reading.code, where: process.cwd() === ${JSON.stringify(join(root, place))} }));`,
  );
}

test('no script of a repository, a worktree or a home runs when the config is read, wherever kg is started', () => {
  write(join(root, 'main/.keepgoingrc.yaml'), 'trunk: honest\n');
  for (const place of ['main', 'linked', 'home']) {
    expect(JSON.parse(read(place, 'main'))).toEqual({ trunk: 'honest', where: true });
  }
  write(join(root, 'main/.keepgoingrc.yaml'), '$import: [./.keepgoingrc.cjs, ./.config/config.cjs]\n');
  expect(JSON.parse(read('main', 'main'))).toEqual({ code: 'CONFIG_INVALID', where: true });
  expect(existsSync(ran)).toBe(false);
});

test('without the cure the same traps do run: the public function of cosmiconfig springs one', () => {
  const cosmiconfig = JSON.stringify(import.meta.resolve('cosmiconfig'));
  const searchPlaces = JSON.stringify(['.keepgoingrc']);
  start(
    'linked',
    `import { cosmiconfig } from ${cosmiconfig}; try { cosmiconfig('keepgoing', { searchPlaces: ${searchPlaces} }) } catch {}`,
  );
  expect(existsSync(ran)).toBe(true);
});
