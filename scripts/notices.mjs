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
  const { name, version, license, author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = readdirSync(root).filter((entry) => licenceFile.test(entry));
  const texts = files.toSorted((a, b) => (a < b ? -1 : 1)).map((entry) => readFileSync(join(root, entry), 'utf8'));
  const elsewhere = withoutFile[name];
  if (texts.length === 0 && elsewhere?.license !== license) {
    throw new Error(`${name} ${version} is in the bundle and has no licence file (${root})`);
  }
  const said = texts.length > 0 ? texts : [`By ${author?.name ?? author}`, ...elsewhere.texts(root)];
  return `${name} ${version} (${license})\n\n${said.map((text) => text.trim().replaceAll('\r\n', '\n')).join('\n\n')}\n`;
}

/** Packages that carry no licence file, and where its text is. Each was looked at by hand, and holds for this licence only. */
const withoutFile = {
  // Names the licence in its manifest; ejs carries the same text.
  'clean-git-ref': {
    license: 'Apache-2.0',
    texts: (root) => [readFileSync(join(root, '..', 'ejs', 'LICENSE'), 'utf8')],
  },
  // Says it at the head of each of its two files.
  diff3: {
    license: 'MIT',
    texts: (root) => ['diff3.js', 'onp.js'].map((file) => headComment(readFileSync(join(root, file), 'utf8'))),
  },
};

function headComment(source) {
  const [comment] = /^(?:\/\/.*\n)+|^\/\*[\s\S]*?\*\//u.exec(source) ?? [];
  if (comment === undefined || !comment.includes('Copyright'))
    throw new Error('A licence is no longer at the head of its file');
  return comment;
}

const heading = 'kg contains code of the packages below, each under its own licence.\n';
const rule = `${'-'.repeat(80)}\n`;
