import { lstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobPair } from '../git/line-changes.ts';
import { objectIdsArgs, objectNamesInput, parseObjectIds } from '../git/objects.ts';
import { encodePath, isText } from '../git/path.ts';
import type { Kg } from '../kg.ts';
import { readLines, type Lines } from '../overlap/lines.ts';
import { sortWritten } from '../overlap/written.ts';
import { survey } from '../survey.ts';
import type { Project, Survey, Surveyed } from '../survey/surveyed.ts';
import type { ProjectOverlaps } from '../survey/overlaps.ts';
import { realPaths } from '../survey/standing.ts';
import { editedLines } from './edited-lines.ts';
import { changesHere, changesThere, type Asked } from './changes.ts';
import { beginKnown, knownFrom, type Known } from './known.ts';
import type { TouchedFile, Whisper } from './whisper.ts';

/** A file by its path from the top of the worktree on. */
export type LookedFile = Pick<TouchedFile, 'edit'> & { readonly path: string };

export type Looked = {
  /** Those of the files that somebody else has changed, too. */
  readonly whispers: readonly Whisper[];
  readonly known: Known;
};

/**
 * Looks who else has changed the files, by git's own verdict on the working states of all worktrees. A survey, and where somebody has three git
 * processes, with one more for each commit whose time is asked. `null` where there is no project, or it could not be compared.
 */
export async function lookAtFiles(options: {
  /** Opened where the files are. */
  readonly kg: Kg;
  readonly files: readonly LookedFile[];
  /** Whose files they are; what it did itself is not told to it. */
  readonly session: string | null;
}): Promise<Looked | null> {
  const { kg, files, session } = options;
  const { project: open } = kg;
  if (open === null) return null;
  const begun = kg.now().getTime();
  const beginning = beginKnown(open.repository.commonDirectory, { worktrees: open.worktrees, begun });
  const taken = await survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: true, overlaps: {} });
  const [project] = taken.projects;
  const own = project?.worktrees.find(({ current }) => current);
  if (project === undefined || own === undefined) return null;
  const known = knownFrom(beginning, project.worktrees);
  if (files.length === 0) return { whispers: [], known };
  return { whispers: await whispersOf({ kg, taken, project, own, files, session }), known };
}

type Question = {
  readonly kg: Kg;
  readonly taken: Survey;
  readonly project: Project;
  readonly own: Surveyed;
  readonly files: readonly LookedFile[];
  readonly session: string | null;
};

async function whispersOf(question: Question): Promise<readonly Whisper[]> {
  const { taken, project, own, files, session } = question;
  const places = realPaths(project.worktrees.map(({ path }) => path));
  const written = sortWritten({ sessions: taken.sessions, worktrees: places });
  const wanted = new Set(files.map(({ path }) => path));
  const sides = project.worktrees
    .filter(({ path }) => path !== own.path)
    .flatMap((worktree) =>
      (worktree.files ?? []).flatMap((file) => {
        const path = [file.path, file.from].find((one) => one !== undefined && wanted.has(one));
        return path === undefined ? [] : [{ worktree, file, path }];
      }),
    );
  const contents = project.overlaps === null ? nothing : await readContents(question, project.overlaps, sides);
  const asked: Asked = { project, own, session, sessions: taken.sessions, written };
  const times = new Map(await Promise.all(sides.map(async (side) => [side, await readTime(question, side)] as const)));
  const texts = new Map<string, string | null>();
  for (const { path, edit } of files) texts.set(path, edit === null ? null : await readText(join(own.path, path)));
  return files.flatMap(({ path, edit }) => {
    const text = texts.get(path) ?? null;
    const ranges = edit === null || text === null ? null : editedLines(text, edit);
    const there = sides
      .filter((side) => side.path === path)
      .flatMap((side) => changesThere(asked, { ...side, ...contents.of(side), ranges, time: times.get(side) ?? null }));
    const others = [...there, ...changesHere(asked, path)].toSorted((a, b) => rank(a.verdict) - rank(b.verdict));
    return others.length === 0 ? [] : [{ path, others }];
  });
}

const urgency = ['conflict', 'near', 'file', 'not compared', 'alone'] as const;

function rank(verdict: (typeof urgency)[number]): number {
  return urgency.indexOf(verdict);
}

type Side = Parameters<Contents['of']>[0];

type Contents = {
  readonly of: (side: {
    readonly worktree: Surveyed;
    readonly file: NonNullable<Surveyed['files']>[number];
    readonly path: string;
  }) => {
    readonly base: string | null;
    readonly theirs: string | null;
    readonly ours: string | null;
    readonly lines: Lines;
  };
};

const nothing: Contents = { of: () => ({ base: null, theirs: null, ours: null, lines: () => null }) };

/** The contents of the files on both sides and where the other side began, by their ids, and the lines between them. */
async function readContents(
  { kg, own }: Question,
  { snapshots, store }: ProjectOverlaps,
  sides: readonly Side[],
): Promise<Contents> {
  if (sides.length === 0) return nothing;
  const commits = new Map(snapshots.map(({ worktree, commit }) => [worktree, commit]));
  const names = sides.flatMap(({ worktree, file, path }) => [
    nameOf(worktree.forkPoint, file.from ?? file.path),
    nameOf(commits.get(worktree.path) ?? null, file.path),
    nameOf(commits.get(own.path) ?? null, path),
  ]);
  const place = { git: kg.git, directory: own.path, env: store.env };
  const input = objectNamesInput(names);
  const answer = await kg.git.run({ cwd: place.directory, env: place.env, args: objectIdsArgs, input });
  const oids = parseObjectIds(answer.stdout, names, 'blob');
  const found = sides.map((_, at) => {
    const [base = null, theirs = null, ours = null] = oids.slice(at * 3, at * 3 + 3);
    return { base, theirs, ours };
  });
  const pairs = found.flatMap(({ base, theirs, ours }): BlobPair[] => [
    { before: base, after: theirs },
    { before: base, after: ours },
  ]);
  const lines = await readLines(place, pairs);
  const bySide = new Map(
    sides.map((side, at) => [`${side.worktree.path}\0${side.file.path}\0${side.path}`, found[at]]),
  );
  return {
    of: ({ worktree, file, path }) => {
      const oid = bySide.get(`${worktree.path}\0${file.path}\0${path}`);
      return { base: oid?.base ?? null, theirs: oid?.theirs ?? null, ours: oid?.ours ?? null, lines };
    },
  };
}

function nameOf(commit: string | null, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${commit ?? '0'.repeat(40)}:`), encodePath(path)]);
}

async function readText(path: string): Promise<string | null> {
  try {
    const found = lstatSync(encodePath(path));
    return found.isFile() && found.size <= LARGEST ? await readFile(encodePath(path), 'utf8') : null;
  } catch {
    // Not there yet: nothing of it can be replaced.
    return null;
  }
}

const LARGEST = 8 * 1024 * 1024;

/** When the change was made as far as git and the file system know: the file's own time, or that of the last commit of it. */
async function readTime({ kg, own }: Question, { worktree, file }: Side): Promise<string | null> {
  if (file.staged || file.unstaged || file.untracked) {
    const found = lstatSync(encodePath(join(worktree.path, file.path)), { throwIfNoEntry: false });
    return found === undefined ? null : found.mtime.toISOString();
  }
  if (worktree.head === null || !isText(file.path)) return null;
  const args = ['log', '-1', '--format=%cI', worktree.head, '--', file.path];
  const { stdout } = await kg.git.run({ cwd: own.path, args, answers: [0, 128] });
  const time = Date.parse(stdout.toString('latin1').trim());
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
