#!/usr/bin/env node
// What `kg` starts. Plain JavaScript for any Node, so that an old one gets a sentence and not a stack; nothing is
// imported before the version is known to do, and oclif only for what the fast path does not answer.
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const supported = major >= 24 || (major === 22 && minor >= 18);

if (supported) await start();
else await startOnDevelopmentNode();

async function start() {
  quietWhenTheReaderLeaves();
  const { fastPath, isQuickList } = await import('../dist/fast.js').catch(notBuilt);
  if (fastPath(process)) return;
  if (isQuickList(process)) {
    const { quickList } = await import('../dist/quick-list.js').catch(notBuilt);
    if (await quickList(process)) return;
  }
  const { main } = await import('../dist/main.js').catch(notBuilt);
  await main(import.meta.url);
}

/** `kg list | head -1` closes our standard output early; that is no failure of ours. */
function quietWhenTheReaderLeaves() {
  const leave = (error) => process.exit(error.code === 'EPIPE' ? 0 : 2);
  process.stdout.on('error', leave);
  process.stderr.on('error', leave);
}

/** In a clone, `npm ci` brings a supported Node beside us; an installed package has none and says what it needs. */
async function startOnDevelopmentNode() {
  const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (process.env.KG_REEXECUTED || !isExecutable(node)) {
    process.stderr.write(
      `✗ kg needs Node 22.18 or later (23 excepted); this is ${process.version} (${process.execPath})\n`,
    );
    process.exitCode = 2;
    return;
  }
  const { spawnSync } = await import('node:child_process');
  const self = fileURLToPath(import.meta.url);
  const child = spawnSync(node, [self, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, KG_REEXECUTED: '1' },
  });
  if (child.signal) process.kill(process.pid, child.signal);
  process.exitCode = child.status ?? 2;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function notBuilt(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('✗ kg is not built in this clone\n↳ To build it, run npm run build\n');
  process.exit(2);
}
