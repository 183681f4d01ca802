// The notices of third parties: the licence of every package whose code is in the bundle, in its own words. A package without a
// licence file stops the build, since nothing would then say that its code may be given on.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const licenceFile = /^(licen[cs]e|copying|notice)([-.].*)?$/iu;

/** Writes the notices for these module paths, and answers how many packages they name. */
export function writeNotices({ modules, file }) {
  const packages = new Map();
  for (const module of modules) {
    const root = packageRoot(module);
    if (root !== null) packages.set(root, notice(root));
  }
  const texts = [...new Set(packages.values())].toSorted((a, b) => (a < b ? -1 : 1));
  writeFileSync(file, `${heading}\n${texts.map((text) => `${rule}\n${text}`).join('\n')}`);
  return texts.length;
}

/** The folder of the package that a module belongs to, or `null` for kg's own modules. */
function packageRoot(module) {
  if (!/[\\/]node_modules[\\/]/u.test(module) || module.startsWith('\0')) return null;
  let folder = dirname(module);
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

/** Some packages hold further package.json files that only say which module system a folder uses. */
function isPackage(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name !== undefined;
}

function notice(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = readdirSync(root).filter((entry) => licenceFile.test(entry));
  if (files.length === 0) throw new Error(`${name} ${version} is in the bundle and has no licence file (${root})`);
  const texts = files
    .toSorted()
    .map((entry) => readFileSync(join(root, entry), 'utf8').trim().replaceAll('\r\n', '\n'));
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

const heading = 'kg contains code of the packages below, each under its own licence.\n';
const rule = `${'-'.repeat(80)}\n`;
