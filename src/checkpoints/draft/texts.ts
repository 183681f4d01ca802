import type { CheckpointSession, CommandRun, Done, Statement } from '../checkpoint.ts';
import type { Draft } from './draft-input.ts';
import type { Form } from './shorten.ts';

/** Takes a text and the most characters that may be left of it. Only where `lines` are asked for does it keep them. */
export type Clean = (text: string, limit: number, form?: Form) => string;

/** Characters of each kind of text that are kept. */
export const limits = {
  name: 200,
  statement: 600,
  plan: 3000,
  note: 2000,
  command: 300,
  subject: 200,
  path: 1000,
  problem: 500,
  line: 4000,
} as const;

/** Everything in a draft that somebody wrote, or that holds what somebody wrote. Ids, times, kinds and counts are no such thing. */
export function mapTexts(draft: Draft, clean: Clean): Draft {
  const statement = (one: Statement): Statement => {
    if (one.source === 'plan') return { ...one, text: clean(one.text, limits.plan, 'lines') };
    return { ...one, text: clean(one.text, one.source === 'note' ? limits.note : limits.statement) };
  };
  const run = (one: CommandRun): CommandRun => ({ ...one, command: clean(one.command, limits.command) });
  const path = (one: string): string => clean(one, limits.path);
  const named = <Item extends { readonly path: string }>(item: Item): Item => ({ ...item, path: path(item.path) });
  return {
    ...draft,
    branch: draft.branch === null ? null : path(draft.branch),
    trunk: draft.trunk === null ? null : path(draft.trunk),
    session: draft.session === null ? null : sessionTexts(draft.session, clean),
    ...(draft.others === undefined ? {} : { others: draft.others.map((one) => sessionTexts(one, clean)) }),
    goal: draft.goal.map(statement),
    lastAsk: draft.lastAsk === null ? null : statement(draft.lastAsk),
    done: doneTexts(draft.done, clean),
    inFlight: draft.inFlight === null ? null : { ...draft.inFlight, files: draft.inFlight.files.map(named) },
    next: draft.next.map(statement),
    blockers: draft.blockers.map((one) => ({ ...one, text: clean(one.text, limits.statement) })),
    tests: draft.tests === null ? null : run(draft.tests),
    commands: draft.commands.map(run),
    overlaps:
      draft.overlaps?.map((one) => ({
        ...one,
        with: path(one.with),
        branch: one.branch === null ? null : path(one.branch),
        files: one.files.map(named),
      })) ?? null,
    drift: draft.drift?.map((one) => ({ ...one, path: path(one.path), writer: path(one.writer) })) ?? null,
    ...(draft.note === undefined ? {} : { note: clean(draft.note, limits.note) }),
    problems: draft.problems.map((one) => ({ ...one, message: clean(one.message, limits.problem) })),
  };
}

function sessionTexts(session: CheckpointSession, clean: Clean): CheckpointSession {
  return {
    ...session,
    name: session.name === null ? null : clean(session.name, limits.name),
    ...(session.waitingFor === undefined ? {} : { waitingFor: clean(session.waitingFor, limits.name) }),
    lastAction: session.lastAction === null ? null : clean(session.lastAction, limits.command),
    configDirectory: clean(session.configDirectory, limits.line),
    transcript: session.transcript === null ? null : clean(session.transcript, limits.line),
    resume: session.resume === null ? null : clean(session.resume, limits.line),
  };
}

function doneTexts({ sinceFork, sincePrevious }: Done, clean: Clean): Done {
  const commits = (list: NonNullable<Done['sinceFork']>['commits']) =>
    list.map(({ oid, at, subject }) => ({ oid, at, subject: clean(subject, limits.subject) }));
  return {
    sinceFork: sinceFork === null ? null : { total: sinceFork.total, commits: commits(sinceFork.commits) },
    ...(sincePrevious === undefined
      ? {}
      : { sincePrevious: { ...sincePrevious, commits: commits(sincePrevious.commits) } }),
  };
}
