import type { Checkpoint, CommandRun, SavedCommit } from '../../checkpoints/checkpoint.ts';
import { counted } from '../counted.ts';
import { code } from '../markdown.ts';

const mostCommits = 8;

/** The commits since the checkpoint before, where there is one, then those since the fork point. */
export function doneLines({ done, trunk }: Checkpoint): readonly string[] {
  const { sinceFork, sincePrevious } = done;
  const lines: string[] = [];
  if (sincePrevious !== undefined) {
    const { checkpoint, total } = sincePrevious;
    lines.push(`${counted(total, 'commit')} since checkpoint ${code(checkpoint)}${total === 0 ? '' : ':'}`);
    lines.push(...commitLines(sincePrevious));
  }
  if (sinceFork === null) return lines;
  const from = trunk === null ? 'the fork point' : `the fork from ${code(trunk)}`;
  // The newest are told already; the older ones were told by the checkpoint before.
  const told = sincePrevious !== undefined && sincePrevious.total > 0;
  if (lines.length > 0) lines.push('');
  lines.push(`${counted(sinceFork.total, 'commit')} since ${from}${sinceFork.total === 0 || told ? '' : ':'}`);
  return told ? lines : [...lines, ...commitLines(sinceFork)];
}

function commitLines({ total, commits }: { readonly total: number; readonly commits: readonly SavedCommit[] }) {
  const shown = commits.slice(0, mostCommits);
  const lines = shown.map(({ oid, at, subject }) => `- ${code(oid.slice(0, 10))} ${code(subject)} (${at})`);
  const more = total - shown.length;
  return [...(lines.length === 0 ? [] : ['']), ...lines, ...(more > 0 ? [`- ${more} more`] : [])];
}

/** The uncommitted files. */
export function flightLines(inFlight: Checkpoint['inFlight']): readonly string[] {
  if (inFlight === null) return [];
  const { total, added, deleted, files } = inFlight;
  if (total === 0) return ['Everything is committed'];
  const shown = files.slice(0, 40);
  const more = total - shown.length;
  return [
    `${counted(total, 'uncommitted file')}, +${added} -${deleted}:`,
    '',
    ...shown.map((file) => `- ${file.change} ${code(file.path)}${lineWords(file.added, file.deleted)}`),
    ...(more > 0 ? [`- ${more} more`] : []),
  ];
}

function lineWords(added: number | null, deleted: number | null): string {
  return added === null && deleted === null ? '' : ` +${added ?? 0} -${deleted ?? 0}`;
}

/** A command with how it ended, and what speaks against taking its end for the truth of now. */
export function runLine({ command, at, exit, outcome, doubt, stale }: CommandRun, kind: 'tests' | 'other'): string {
  const end =
    kind === 'other' && outcome === 'passed' ? 'succeeded' : outcome === 'unknown' ? 'result unknown' : outcome;
  const words = [
    ...(exit === null ? [] : [`exit ${exit}`]),
    ...(at === null ? [] : [at]),
    ...(doubt === 'piped' ? ['piped, so the exit is not that of the tests'] : []),
    ...(doubt === 'several commands' ? ['one of several commands, so the exit may be that of another'] : []),
    ...(stale === true ? ['files changed since'] : []),
    'transcript',
  ];
  return `- ${end}: ${code(command)} (${words.join(', ')})`;
}

const mostPairs = 4;
const mostNamed = 3;

/** One line for each worktree that collides with this one. */
export function overlapLines(overlaps: Checkpoint['overlaps']): readonly string[] {
  if (overlaps === null) return [];
  const lines = overlaps.slice(0, mostPairs).map(({ with: other, branch, level, files, total }) => {
    const named = files.slice(0, mostNamed).map(({ path }) => code(path));
    const more = total - named.length;
    const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
    return `- ${level} with ${code(branch ?? other)}: ${list}`;
  });
  const more = overlaps.length - lines.length;
  return more > 0 ? [...lines, `- ${more} more worktrees`] : lines;
}
