// Bundles kg into dist/: the fast path, the entry, the help, and one chunk per command, with what they share in chunks of its own.
// oclif finds the commands by their place (dist/commands/*.js), so the folder tree is kept. Beside dist/ it writes
// THIRD-PARTY-NOTICES.txt from the modules that really went into the bundle.
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { late } from './late.mjs';
import { writeNotices } from './notices.mjs';

/**
 * Packages that oclif imports at every start for what kg never asks of it: the check of the Node version (bin/run.js does it),
 * the search for plugins and for commands without a manifest, tsconfig files, and spinners; and the XML parser of the bus, which
 * only proxies need. A stub in their place throws when used, so that a future release that needs one is found by the first test.
 * Decision and figures: docs/decisions/bundling.md.
 */
const absent = ['ansi-escapes', 'cli-spinners', 'fast-xml-parser', 'minimatch', 'semver', 'tinyglobby', 'typescript'];

const commands = readdirSync('src/commands', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

// Built beside and put in place whole: a build that fails leaves the last one as it was.
const making = `dist/.making-${process.pid}`;
process.on('exit', () => rmSync(making, { recursive: true, force: true }));
const stub = fileURLToPath(new URL('absent.cjs', import.meta.url));
const ownProcess = fileURLToPath(new URL('process.mjs', import.meta.url));
const shared = {
  platform: 'node',
  resolve: { alias: { ...Object.fromEntries(absent.map((name) => [name, stub])), 'node:process': ownProcess } },
  plugins: [late()],
  logLevel: 'warn',
  // Emscripten's glue evaluates the code that a module brings along as text; a grammar brings none.
  onLog: (level, log, handle) => {
    if (log.code !== 'EVAL' || !String(log.message).includes('web-tree-sitter')) handle(level, log);
  },
  write: true,
};
const output = { dir: making, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };

// The fast path is one file of its own: finding a second one would cost it more than reading what it needs.
// All that go around oclif are CommonJS, which Node loads sooner.
const sooner = {
  ...output,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  // They are run as scripts, in which there is no import().
  dynamicImportInCjs: false,
};
const fast = await build({ ...shared, input: { fast: 'src/fast.ts' }, output: sooner });
const around = await build({ ...shared, input: { around: 'src/around.ts' }, output: sooner });
const quick = await build({ ...shared, input: { 'quick-answer': 'src/quick-answer.ts' }, output: sooner });
const watch = await build({ ...shared, input: { watch: 'src/dashboard/door.ts' }, output: sooner });
const hook = await build({ ...shared, input: { hook: 'src/hooks/claude/door.ts' }, output: sooner });
const mcp = await build({ ...shared, input: { mcp: 'src/mcp/door.ts' }, output: sooner });
const whole = await build({
  ...shared,
  input: {
    help: 'src/help.ts',
    main: 'src/main.ts',
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
  },
  output,
});
const chunks = [
  ...fast.output,
  ...around.output,
  ...quick.output,
  ...watch.output,
  ...hook.output,
  ...mcp.output,
  ...whole.output,
].filter((file) => file.type === 'chunk');
const grammars = copyGrammars();
const packages = writeNotices({
  modules: [
    ...chunks.flatMap((chunk) => Object.keys(chunk.modules).filter((id) => chunk.modules[id].renderedLength > 0)),
    ...grammars,
  ],
  file: 'THIRD-PARTY-NOTICES.txt',
});
putInPlace();
const bytes = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk.code), 0);
console.log(`dist: ${chunks.length} files, ${Math.round(bytes / 1000)} kB, from src and ${packages} packages`);

/** The parser and the grammars, compiled to WebAssembly: read from beside the chunks, and only when symbols are asked for. */
function copyGrammars() {
  const languages = ['go', 'java', 'javascript', 'python', 'rust', 'tsx', 'typescript'];
  const files = [
    ...languages.map((name) => `@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`),
    'web-tree-sitter/web-tree-sitter.wasm',
  ].map((name) => fileURLToPath(import.meta.resolve(name)));
  mkdirSync(`${making}/grammars`, { recursive: true });
  for (const file of files) copyFileSync(file, `${making}/grammars/${basename(file)}`);
  return files;
}

function putInPlace() {
  const made = readdirSync(making);
  for (const name of readdirSync('dist')) if (!name.startsWith('.making-')) rmSync(`dist/${name}`, { recursive: true });
  for (const name of made) renameSync(`${making}/${name}`, `dist/${name}`);
}
