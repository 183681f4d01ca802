// Writes oclif.manifest.json from the bundled commands, so that starting kg reads one file instead of importing every command.
import { writeFileSync } from 'node:fs';
import { Config } from '@oclif/core';

const config = await Config.load({ root: process.cwd(), ignoreManifest: true });
const commands = Object.fromEntries(
  config.commands.map((command) => [command.id, JSON.parse(JSON.stringify(command))]),
);
writeFileSync('oclif.manifest.json', `${JSON.stringify({ version: config.version, commands }, null, 2)}\n`);
console.log(`oclif.manifest.json: ${Object.keys(commands).join(', ')}`);
