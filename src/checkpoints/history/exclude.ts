import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';

const MARK = '# kg: its checkpoints';
const PATTERN = '/.keepgoing/';

/** Said with the mark, so that the line can be taken out to the byte: what else was made for it. */
const made = {
  nothing: '',
  end: ', and the end of the line above',
  file: ', and this file',
  folder: ', and this file in its folder',
} as const;
type Made = keyof typeof made;

/** The file of the repository's own that lists what all its worktrees ignore, without being part of any commit. */
export function excludeFile(commonDirectory: string): string {
  return join(commonDirectory, 'info', 'exclude');
}

/**
 * Adds one marked line to the repository's own list of ignored files, in one step and with all that stands in there kept. Answers
 * whether it was not there before. Rejects with the error of the file system.
 */
export async function excludeKeepgoing(commonDirectory: string): Promise<boolean> {
  const file = await listedFile(commonDirectory);
  const found = await readText(file);
  if (found?.split(/\r?\n/u).includes(PATTERN) === true) return false;
  const folder = encodePath(dirname(excludeFile(commonDirectory)));
  const isNewFolder = (await mkdir(folder, { recursive: true })) !== undefined;
  const before = found ?? '';
  const ends = before === '' || before.endsWith('\n');
  const what: Made = found === null ? (isNewFolder ? 'folder' : 'file') : ends ? 'nothing' : 'end';
  await replace(file, `${before}${ends ? '' : '\n'}${MARK}${made[what]}\n${PATTERN}\n`, found === null ? 0o644 : null);
  return true;
}

/** Reads whether the line of kg's own is in the list. One that somebody else has put there is not. */
export async function isExcludedByKg(commonDirectory: string): Promise<boolean> {
  const found = await readText(await listedFile(commonDirectory));
  return found !== null && withoutMark(found) !== null;
}

/**
 * Takes the marked line out again: the list is as it was before, to the byte, and one that was made for it goes. Answers whether it
 * was there. Rejects with the error of the file system.
 */
export async function includeKeepgoing(commonDirectory: string): Promise<boolean> {
  const file = await listedFile(commonDirectory);
  const found = await readText(file);
  const rest = found === null ? null : withoutMark(found);
  if (rest === null) return false;
  const { text, what } = rest;
  if (text !== '' || what === 'nothing' || what === 'end') {
    await replace(file, text, null);
    return true;
  }
  await rm(file);
  // It stays where something else came into it.
  if (what === 'folder') await rmdir(encodePath(dirname(excludeFile(commonDirectory)))).catch(() => {});
  return true;
}

/** Pure: a list without what was added to it, and what was made for that; `null`: nothing was. */
function withoutMark(list: string): { readonly text: string; readonly what: Made } | null {
  const [whole, words] = /^# kg: its checkpoints(.*)\n\/\.keepgoing\/(?:\n|$)/mu.exec(list) ?? [];
  if (whole === undefined || words === undefined) return null;
  const at = list.indexOf(whole);
  const [head, tail] = [list.slice(0, at), list.slice(at + whole.length)];
  const what = madeKinds.find((one) => made[one] === words) ?? 'nothing';
  // Where lines have come after it, the one above keeps its end.
  return { text: what === 'end' && tail === '' ? head.replace(/\n$/u, '') : head + tail, what };
}

const madeKinds: readonly Made[] = ['nothing', 'end', 'file', 'folder'];

/** A link leads to a list that somebody shares: that one is meant, and the link stays. */
async function listedFile(commonDirectory: string): Promise<Buffer> {
  const listed = encodePath(excludeFile(commonDirectory));
  return realpath(listed, { encoding: 'buffer' }).catch(() => listed);
}

/** As bytes that are characters: what it says is not for kg to understand. */
async function readText(file: Buffer): Promise<string | null> {
  return readFile(file, 'latin1').catch((error: unknown) => {
    if (isErrorCode(error, 'ENOENT')) return null;
    throw error;
  });
}

/** Beside and renamed; `mode` is that of a new file, and `null` that of the one before. */
async function replace(file: Buffer, text: string, mode: number | null): Promise<void> {
  const beside = Buffer.concat([file, Buffer.from(`.kg-${randomUUID()}`)]);
  try {
    const bits = mode ?? (await stat(file)).mode & 0o777;
    await writeFile(beside, Buffer.from(text, 'latin1'), { mode: bits, flag: 'wx' });
    // The umask had its say in the mode, which is that of the file before.
    if (mode === null) await chmod(beside, bits);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
