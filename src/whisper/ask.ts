import { join } from 'node:path';
import type { Config } from '../config/settle.ts';
import type { Kg } from '../kg.ts';
import { findFile, type PlacedFile } from './find-file.ts';
import { readKnown, saveKnown, type Known } from './known.ts';
import { findSuspects, type Suspect } from './suspects.ts';
import type { FindSessionsHere } from './sessions-here.ts';
import { readTold, saveTold, tell, untold, type Told } from './told.ts';
import type { TouchedFile, Whisper } from './whisper.ts';

export type WhisperOptions = {
  readonly cache: string;
  /** Whose files they are; `null`: not known, then nothing is remembered. */
  readonly session: string | null;
  /** Absolute paths. */
  readonly files: readonly TouchedFile[];
  /** Milliseconds after which what is known without a look must do. */
  readonly patience: number;
  readonly sessionsHere: FindSessionsHere;
  /** Opens kg in a worktree. Called only where somebody else may have changed one of the files. */
  readonly open: (directory: string) => Promise<Kg>;
  /** Of a process that stays: looks again after the answer was given. */
  readonly later?: Later;
};

/** Where looks that nobody waits for are done, and what they found, by session and file. */
export type Later = {
  readonly take: (key: string) => Whisper | null;
  readonly plan: (look: () => Promise<readonly (readonly [key: string, whisper: Whisper | null])[]>) => void;
};

/** What is new to the session, and what its project's config says about asking; `null`: nothing was looked at. */
export type Whispered = { readonly whispers: readonly Whisper[]; readonly ask: Config['claude']['ask'] | null };

type Suspected = {
  readonly file: PlacedFile;
  readonly touched: TouchedFile;
  readonly suspects: readonly Suspect[];
  /** Of the states that the others hold now. */
  readonly stamps: readonly string[];
};

/**
 * Finds what a session should hear of files that it is about to change, or has just changed. Where nobody else has touched them
 * that is known without starting git. Never waits longer than `patience`; what takes longer is told by the path alone, or not
 * at all.
 */
export async function whisper(options: WhisperOptions): Promise<Whispered> {
  const suspected = await suspectedFiles(options);
  const [first] = suspected;
  if (first === undefined) return silence;
  const told = readTold(options.cache, options.session);
  // All files of one call lie in one worktree; what lies elsewhere has its own turn when it is edited.
  const here = suspected.filter(({ file }) => file.gitDirectory === first.file.gitDirectory);
  const fresh = here.filter(({ file, stamps }) => {
    const looked = told.looked.get(pathOf(file)) ?? [];
    return stamps.some((stamp) => !looked.includes(stamp));
  });
  if (fresh.length === 0) return again(options, told, here);
  const looking = look(options, fresh);
  const looked = await within(options.patience, looking);
  if (looked === null) return byPath(options, told, fresh);
  const stamps = fresh.map(
    ({ file, stamps: before }) => [pathOf(file), [...before, ...seen(looked.known, file)]] as const,
  );
  return said(options, told, { ...looked, worktree: first.file.worktree, looked: new Map(stamps) });
}

const silence: Whispered = { whispers: [], ask: null };

async function suspectedFiles({ cache, session, files, sessionsHere }: WhisperOptions): Promise<readonly Suspected[]> {
  const found = await Promise.all(
    files.map(async (touched): Promise<Suspected | null> => {
      const file = findFile(touched.path);
      if (file === null) return null;
      const known = readKnown(cache, file.commonDirectory);
      const suspects = known === null ? [] : findSuspects(known, file);
      const here = await sessionsHere(file, session);
      const stamps = [
        ...(known === null ? ['nothing is known'] : suspects.map(({ stamp }) => stamp)),
        ...(here === null ? [] : [here]),
      ];
      return stamps.length === 0 ? null : { file, touched, suspects, stamps };
    }),
  );
  return found.filter((one) => one !== null);
}

/** States that the look has certainly seen: those in which nothing has moved since it began. */
function seen(known: Known, file: PlacedFile): readonly string[] {
  return findSuspects(known, file).flatMap(({ why, stamp }) => (why === 'changed' ? [stamp] : []));
}

type Seen = Whispered & { readonly known: Known };

async function look(options: WhisperOptions, files: readonly Suspected[]): Promise<Seen | null> {
  const { cache, session, open } = options;
  const [first] = files;
  if (first === undefined) return null;
  const { worktree, commonDirectory } = first.file;
  const [kg, { lookAtFiles }] = await Promise.all([open(worktree), import('./look.ts')]);
  const asked = files.map(({ file, touched }) => ({ path: file.path, edit: touched.edit }));
  const looked = await lookAtFiles({ kg, files: asked, session });
  if (looked === null) return null;
  await saveKnown(cache, commonDirectory, looked.known);
  return { ...looked, ask: kg.config.claude.ask };
}

/** `null` when the time is over first, or it failed: a hook has nobody to tell of that. */
async function within<T>(milliseconds: number, work: Promise<T | null>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  const safe = work.catch(() => null);
  const first = await Promise.race([safe, promise]);
  clearTimeout(timer);
  return first;
}

/** All this was looked at before: what a later look has found is told, and another one is planned, since the own side moves. */
async function again(options: WhisperOptions, told: Told, files: readonly Suspected[]): Promise<Whispered> {
  const { later, session } = options;
  const [first] = files;
  if (later === undefined || first === undefined) return silence;
  const keyOf = (path: string): string => `${session ?? ''}\0${join(first.file.worktree, path)}`;
  const whispers = files.flatMap(({ file }) => later.take(keyOf(file.path)) ?? []);
  later.plan(async () => {
    // The edit that is about to be made says nothing of the next one.
    const looked = await look(
      options,
      files.map((one) => ({ ...one, touched: { ...one.touched, edit: null } })),
    );
    return files.map(({ file }) => [keyOf(file.path), looked?.whispers.find(({ path }) => path === file.path) ?? null]);
  });
  const { ask } = whispers.length === 0 ? silence : await configOf(options, first.file.worktree);
  return said(options, told, { whispers, ask, worktree: first.file.worktree, looked: new Map() });
}

async function configOf({ open }: WhisperOptions, directory: string): Promise<Pick<Whispered, 'ask'>> {
  return open(directory).then(
    ({ config }) => ({ ask: config.claude.ask }),
    () => silence,
  );
}

/** There was no time: what the last look knew, and what has not moved since, is a fact. */
function byPath(options: WhisperOptions, told: Told, files: readonly Suspected[]): Promise<Whispered> {
  const whispers = files.flatMap(({ file, suspects }): Whisper[] => {
    const certain = suspects.filter(({ why }) => why === 'changed');
    const others = certain.map(({ worktree, branch, stamp }) =>
      Object.assign({ worktree, branch, content: stamp }, unseen),
    );
    return others.length === 0 ? [] : [{ path: file.path, others }];
  });
  const worktree = files[0]?.file.worktree ?? '';
  return said(options, told, { whispers, ask: null, worktree, looked: new Map() });
}

const unseen = {
  where: 'worktree',
  change: null,
  state: null,
  lines: [],
  edit: null,
  verdict: 'not compared',
  sessions: [],
  at: null,
} as const;

async function said(
  { cache, session }: WhisperOptions,
  told: Told,
  answer: Whispered & { readonly worktree: string; readonly looked: Told['looked'] },
): Promise<Whispered> {
  const whispers = untold(told, answer.worktree, answer.whispers);
  if (whispers.length === 0 && answer.looked.size === 0) return silence;
  await saveTold(cache, session, tell(told, { ...answer, whispers }));
  return { whispers, ask: answer.ask };
}

function pathOf({ worktree, path }: PlacedFile): string {
  return join(worktree, path);
}
