import { open, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FoundKg } from './facts.ts';

/** Tells what a program named `kg` is, from its file alone: a program that kg does not know is not run. */
export async function recogniseKg(path: string, self: string): Promise<FoundKg> {
  const [real, own] = await Promise.all([path, self].map((file) => realpath(file).catch(() => file)));
  if (real === own) return { path, is: 'self' };
  const version = await versionOfCopy(dirname(real ?? path));
  if (version !== null) return { path, is: 'keepgoing', version };
  const start = (own ?? self).toLowerCase().replaceAll('\\', '/');
  const words = await wordsIn(real ?? path, ['graph.db', 'keepgoing', 'heartbeat', shim, start]).catch(
    () => new Set<string>(),
  );
  // A script that starts this very file, by which somebody chose the Node that it runs on.
  if (words.has(start)) return { path, is: 'self' };
  if (words.has(shim)) return { path, is: 'keepgoing' };
  if (words.has('keepgoing') && words.has('heartbeat')) return { path, is: 'old' };
  return { path, is: words.has('graph.db') ? 'graph' : 'unknown' };
}

/** npm and pnpm put a small script where links do not work, on Windows for one. */
const shim = 'keepgoing/bin/run.js';

/** Version of the package that a file belongs to, when that is keepgoing; the package file is one or two levels up. */
async function versionOfCopy(directory: string): Promise<string | null> {
  for (const folder of [directory, dirname(directory)]) {
    try {
      const read: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      const fields = new Map<string, unknown>(typeof read === 'object' && read !== null ? Object.entries(read) : []);
      const version = fields.get('version');
      if (fields.get('name') === 'keepgoing' && fields.has('bin')) return typeof version === 'string' ? version : '';
    } catch {
      // No package file here, or one that is not JSON: not this package.
    }
  }
  return null;
}

/** Which of some words stand in a file, script or binary, in any case. Reads at most 64 MiB, a piece at a time. */
async function wordsIn(file: string, words: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const longest = Math.max(...words.map((word) => word.length));
  const piece = Buffer.alloc(1024 * 1024);
  const handle = await open(file, 'r');
  try {
    let tail = '';
    for (let count = 0; count < 64 && found.size < words.length; count += 1) {
      const { bytesRead } = await handle.read(piece, 0, piece.length);
      if (bytesRead === 0) break;
      const text = tail + piece.toString('latin1', 0, bytesRead).toLowerCase().replaceAll('\\', '/');
      for (const word of words) if (text.includes(word)) found.add(word);
      tail = text.slice(-longest);
    }
  } finally {
    await handle.close();
  }
  return found;
}
