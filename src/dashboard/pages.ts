import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { renderOverlapDiff } from '../render/overlap/diff.ts';
import { renderOverlap } from '../render/overlap/overlap.ts';
import { renderShow } from '../render/show/show.ts';
import { plain } from '../render/text.ts';
import { renderWho } from '../render/who/who.ts';
import { resumeCommand } from '../sessions/resume.ts';
import { showWorktree } from '../show.ts';
import { askOverlaps } from '../survey/overlap-question.ts';
import type { Survey, Surveyed } from '../survey/surveyed.ts';
import { askWho } from '../who/ask-who.ts';
import type { Page } from './model.ts';

export type Asked = { readonly kg: Kg; readonly survey: Survey; readonly path: string };

/** All about one worktree, as `kg show` says it. */
export async function showPage({ kg, survey, path }: Asked): Promise<Page> {
  const shown = await showWorktree({ kg, survey, path });
  const { now, home } = kg;
  return page(`kg show ${nameOf(shown.worktree)}`, path, (style) => {
    const { lines, notes } = renderShow({ shown, style, now: now(), home });
    return [...lines, ...notes];
  });
}

/** Where it collides, with both sides, as `kg overlap <worktree> --diff` says it. */
export async function overlapPage({ kg, path, survey }: Asked): Promise<Page> {
  const { now, home } = kg;
  const { picture, diffs } = await askOverlaps(kg, { selectors: [path], staged: false, diff: true });
  return page(`kg overlap ${nameOf(worktreeOf(survey, path))} --diff`, path, (style) => {
    const how = { picture, style, home };
    const { lines, notes } = renderOverlap({ ...how, now: now(), filter: { diff: true, narrowed: true } });
    const both = renderOverlapDiff({ ...how, diffs });
    return [...lines, ...notes, ...(both.length === 0 ? [] : ['', ...both])];
  });
}

/** Its changed files, to choose one from. */
export function filesPage({ survey, path }: Asked): Page {
  const worktree = worktreeOf(survey, path);
  const files = worktree.files?.map((file) => file.path) ?? [];
  const body = files.length === 0 ? ['○ No changed files'] : files.map((file) => plain(file));
  return { ...page(`files of ${nameOf(worktree)}`, path, () => body), files: files.length === 0 ? null : files };
}

/** Who else touched a file, as `kg who` says it. */
export async function whoPage({ kg, path, file }: Omit<Asked, 'survey'> & { readonly file: string }): Promise<Page> {
  const answer = await askWho(kg, file);
  const { now, home } = kg;
  return page(`kg who ${file}`, path, (style) => {
    const { lines, notes } = renderWho({ answer, style, now: now(), home });
    return [...lines, ...notes];
  });
}

/** The command that gets back into the session that a worktree is first about; `null` where it has none. */
export function resumeOf({ kg, survey, path }: Asked): string | null {
  const [session] = worktreeOf(survey, path).sessions;
  const defaultDirectory = kg.env['CLAUDE_CONFIG_DIR'] ?? null;
  return session === undefined ? null : (resumeCommand({ session, home: kg.home, defaultDirectory }) ?? null);
}

function page(title: string, path: string, body: Page['body']): Page {
  return { title, path, body, files: null, chosen: 0, under: null, top: 0 };
}

function worktreeOf({ projects }: Survey, path: string): Surveyed {
  const found = projects.flatMap(({ worktrees }) => worktrees).find((worktree) => worktree.path === path);
  if (found === undefined) throw new KgError('WORKTREE_UNKNOWN', { selector: path, near: [] });
  return found;
}

function nameOf({ branch, path }: Surveyed): string {
  return branch ?? path;
}
