#!/usr/bin/env node
// What `kg` starts. Plain JavaScript for any Node, so that an old one gets a sentence and not a stack; nothing is
// loaded before the version is known to do, and oclif only for what the fast path does not answer. CommonJS (see
// package.json beside it), since Node starts that several milliseconds sooner than a module.
'use strict';

const [major, minor] = process.versions.node.split('.').map(Number);
// A hook of Claude Code that ends with 2 blocks the edit; ours never does, whatever becomes of kg.
const couldNot = process.argv[2] === 'hook' && process.argv[3] === 'claude' ? 0 : 2;
const supported = major >= 24 || (major === 22 && minor >= 18);

if (supported) void start();
else startOnDevelopmentNode();

async function start() {
  quietWhenTheReaderLeaves();
  if (process.argv[2] === 'glance' && built(() => require('../dist/fast.cjs')).fastPath(process)) return;
  const { claudeDoor, loadCompiled, quickQuestion, watchSwitches } = built(() => require('../dist/around.cjs'));
  const { dirname, join } = require('node:path');
  const root = dirname(__dirname);
  const load = (name, question) => built(() => loadCompiled(process, join(root, 'dist', name), question));
  const door = claudeDoor(process);
  if (door === 'hook') {
    await load('hook.cjs', 'event').claudeHook(process);
    return;
  }
  if (door === 'mcp') {
    await load('mcp.cjs', 'serve').serveClaude(process, root);
    return;
  }
  const question = quickQuestion(process);
  if (question !== null) {
    const { quickAnswer } = load('quick-answer.cjs', `${question.command}-${question.json ? 'json' : 'text'}`);
    if (await quickAnswer(process, question)) return endWritten();
  }
  const switches = watchSwitches(process);
  if (switches !== null) {
    await load('watch.cjs', 'watch').openWatch(process, switches);
    return;
  }
  const { main } = await import('../dist/main.js').catch(notBuilt);
  await main(root);
}

/** Once all is written, without waiting for what nobody needs any more. */
function endWritten() {
  process.stdout.write('', () => process.exit());
}

/** `kg list | head -1` closes our standard output early; that is no failure of ours. */
function quietWhenTheReaderLeaves() {
  const leave = (error) => process.exit(error.code === 'EPIPE' ? 0 : couldNot);
  process.stdout.on('error', leave);
  process.stderr.on('error', leave);
}

/** In a clone, `npm ci` brings a supported Node beside us; an installed package has none and says what it needs. */
function startOnDevelopmentNode() {
  const node = require('path').join(__dirname, '../node_modules/.bin/node');
  if (process.env.KG_REEXECUTED || !isExecutable(node)) {
    process.stderr.write(
      `✗ kg needs Node 22.18 or later (23 excepted); this is ${process.version} (${process.execPath})\n`,
    );
    process.exitCode = couldNot;
    return;
  }
  const { spawnSync } = require('child_process');
  const child = spawnSync(node, [__filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, KG_REEXECUTED: '1' },
  });
  if (child.signal) process.kill(process.pid, child.signal);
  process.exitCode = child.status === null ? couldNot : child.status;
}

function isExecutable(file) {
  const { accessSync, constants } = require('fs');
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function built(load) {
  try {
    return load();
  } catch (error) {
    return notBuilt(error);
  }
}

function notBuilt(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') throw error;
  process.stderr.write('✗ kg is not built in this clone\n↳ To build it, run npm run build\n');
  process.exit(couldNot);
}
