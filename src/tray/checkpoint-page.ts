import type { Checkpoint } from '../checkpoints/checkpoint.ts';
import { age } from '../render/age.ts';
import { counted } from '../render/counted.ts';
import { folderName } from '../render/path.ts';
import type { Page, PagePart } from './page.ts';

/** Lays a checkpoint out as a page: what a person needs to carry on, the most useful first. Parts without content are left out. */
export function checkpointPage(checkpoint: Checkpoint, now: Date): Page {
  const { branch, worktree, at, session, note, summary } = checkpoint;
  const status =
    session === null ? '' : `, ${session.status}${session.waitingFor === undefined ? '' : ` (${session.waitingFor})`}`;
  return {
    title: branch ?? folderName(worktree),
    subtitle: `${worktree} · checkpoint of ${at} (${age(at, now)} ago)${status}`,
    parts: [
      list('Note', note === undefined ? [] : [note]),
      list(
        'Goal',
        checkpoint.goal.map(({ text, source }) => `${text} (${source})`),
      ),
      list('Asked last', checkpoint.lastAsk === null ? [] : [checkpoint.lastAsk.text]),
      list(
        'Next',
        checkpoint.next.map(({ text, source }) => `${text} (${source})`),
      ),
      list(
        'In the way',
        checkpoint.blockers.map(({ text, source }) => `${text} (${source})`),
      ),
      list('In flight', inFlight(checkpoint)),
      list('Commits since the fork', commits(checkpoint)),
      list('Tests', checkpoint.tests === null ? [] : [run(checkpoint.tests)]),
      list('Commands', checkpoint.commands.map(run)),
      list('Overlaps', overlaps(checkpoint)),
      list('Summary by a model', summary === undefined ? [] : [summary.text]),
      { heading: 'Back in', text: session?.resume ?? '' },
    ].filter((part) => ('text' in part ? part.text !== '' : part.items.length > 0)),
  };
}

function list(heading: string, items: readonly string[]): PagePart {
  return { heading, items };
}

function inFlight({ inFlight: work }: Checkpoint): readonly string[] {
  if (work === null || work.total === 0) return [];
  const files = work.files.map(({ path, change, added, deleted }) => {
    const lines = added === null || deleted === null ? '' : `, +${added} -${deleted}`;
    return `${path} (${change}${lines})`;
  });
  return [...files, ...beyond(work.total - files.length, 'file')];
}

function commits({ done: { sinceFork } }: Checkpoint): readonly string[] {
  if (sinceFork === null) return [];
  const listed = sinceFork.commits.map(({ oid, subject }) => `${oid.slice(0, 7)} ${subject}`);
  return [...listed, ...beyond(sinceFork.total - listed.length, 'commit')];
}

function overlaps({ overlaps: found }: Checkpoint): readonly string[] {
  return (found ?? []).map(({ with: other, branch, level, files, total }) => {
    const names = [...files.map(({ path }) => path), ...beyond(total - files.length, 'file')];
    return `${level} with ${branch ?? folderName(other)}: ${names.join(', ')}`;
  });
}

function run({ command, outcome, exit, stale }: NonNullable<Checkpoint['tests']>): string {
  const code = exit === null ? '' : `, exit ${exit}`;
  return `${command} (${outcome}${code}${stale === true ? ', files changed since' : ''})`;
}

function beyond(number: number, noun: string): readonly string[] {
  return number > 0 ? [`and ${counted(number, `other ${noun}`)}`] : [];
}
