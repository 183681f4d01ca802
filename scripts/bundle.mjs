// Bundles kg into dist/: the fast path, the entry, and one chunk per command, with what they share in chunks of its own.
// oclif finds the commands by their place (dist/commands/*.js), so the folder tree is kept.
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'rolldown';

const commands = readdirSync('src/commands', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

rmSync('dist', { recursive: true, force: true });
const result = await build({
  input: {
    fast: 'src/fast.ts',
    main: 'src/main.ts',
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
  },
  platform: 'node',
  logLevel: 'warn',
  write: true,
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
console.log(`dist: ${result.output.filter((file) => file.type === 'chunk').length} files`);
