import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KgError } from '../errors.ts';
import type { Surroundings } from '../places.ts';
import { homePath } from '../render/path.ts';
import { prose } from '../render/text.ts';
import { isErrorCode } from '../worktrees/file-error.ts';
import { autostartEntry, isOwnEntry, type AutostartEntry } from './autostart-entry.ts';

export type AutostartOptions = {
  readonly kg: Surroundings;
  readonly argv: readonly string[];
  readonly remove: boolean;
  readonly yes: boolean;
  /** Shows lines to the person and asks; answers whether it may be done. */
  readonly confirm: (lines: readonly string[]) => Promise<boolean>;
};

export type AutostartChange = {
  readonly lines: readonly string[];
  readonly json: { readonly schema: 1; readonly file: string; readonly done: 'written' | 'removed' | 'nothing' };
};

/** Writes or removes the entry that starts the tray with every login, after showing it. Throws USAGE rather than touch a file that is not ours. */
export async function changeAutostart({ kg, argv, remove, yes, confirm }: AutostartOptions): Promise<AutostartChange> {
  const entry = entryOf(argv, kg);
  const there = await readEntry(entry.file);
  const where = homePath(entry.file, kg.home);
  const ended = (done: AutostartChange['json']['done'], line: string): AutostartChange => ({
    lines: [line],
    json: { schema: 1, file: entry.file, done },
  });
  if (there !== null && !isOwnEntry(there)) {
    throw new KgError('USAGE', {
      message: `${where} was changed since kg wrote it, or is not from kg, and is left alone`,
    });
  }
  if (remove) {
    if (there === null) return ended('nothing', `○ Nothing to remove: ${where} is not there`);
    if (!yes && !(await confirm([`kg would remove ${where}`]))) return ended('nothing', '○ Nothing removed');
    await rm(entry.file);
    return ended('removed', `✓ Removed ${where}`);
  }
  if (there?.equals(entry.bytes)) return ended('nothing', `○ ${where} is there already`);
  if (!yes && !(await confirm(preview(entry, where)))) return ended('nothing', '○ Nothing written');
  await writeEntry(entry);
  return ended('written', `✓ Wrote ${where}: kg tray starts with the next login`);
}

function entryOf(argv: readonly string[], surroundings: Surroundings): AutostartEntry {
  if (argv.some((word) => /\p{Cc}/u.test(word))) {
    throw new KgError('USAGE', {
      message: 'kg lies in a directory whose name cannot be written into an autostart entry',
    });
  }
  const entry = autostartEntry(argv, surroundings);
  if (entry === null) throw new KgError('USAGE', { message: `There is no autostart on ${surroundings.platform}` });
  return entry;
}

async function readEntry(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** What a person sees before anything is written. */
function preview({ file, bytes }: AutostartEntry, where: string): readonly string[] {
  const text = file.endsWith('.vbs') ? bytes.toString('utf16le') : bytes.toString('utf8');
  const lines = text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .filter((line) => line !== '');
  return [`kg would write ${where}:`, ...lines.map((line) => `    ${prose(line)}`)];
}

async function writeEntry({ file, bytes }: AutostartEntry): Promise<void> {
  const beside = `${file}.new`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(beside, bytes, { mode: 0o644 });
  await rename(beside, file);
}
