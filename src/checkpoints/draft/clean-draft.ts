import type { Problem } from '../../errors.ts';
import type { CheckpointSession, CommandRun, Done, Statement } from '../checkpoint.ts';
import type { Draft } from './draft-input.ts';
import type { SavedCode } from '../code/saved-code.ts';
import { shorten, visible, type Form } from './shorten.ts';
import { openSecretFilter, type SecretFilter } from '../secrets/filter.ts';

/** Takes a text and the most characters that may be left of it. Only where `lines` are asked for does it keep them. */
type Clean = (text: string, limit: number, form?: Form) => string;

/** Characters of each kind of text that are kept. */
const limits = {
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

/**
 * Sends every free text of a draft through the secret filter, and only then shortens it, so that no secret can be cut in two.
 * When the filter fails, free text is left out and a problem says so: nothing goes on unfiltered.
 */
export async function cleanDraft(draft: Draft, open: () => Promise<SecretFilter>): Promise<Draft> {
  const texts: string[] = [];
  mapTexts(draft, (text) => {
    texts.push(visible(text));
    return text;
  });
  try {
    const filter = await open();
    const filtered = await filter(texts);
    let at = 0;
    return mapTexts(draft, (_, limit, form) => {
      const text = filtered[at] ?? '';
      at += 1;
      return shorten(text, limit, form);
    });
  } catch {
    return withoutTexts(draft);
  }
}

/** The paths of saved code, which name files and may hold a token all the same; a path is only changed where it does. */
export async function cleanCode(
  code: SavedCode,
  open: () => Promise<SecretFilter> = openSecretFilter,
): Promise<SavedCode> {
  const paths = [
    ...code.files.flatMap(({ path, from }) => [path, from ?? '']),
    ...code.skipped.map(({ path }) => path),
  ];
  const filter = await open().catch(() => null);
  const filtered = await filter?.(paths).catch(() => null);
  let at = 0;
  const next = (): string => {
    at += 1;
    return filtered?.[at - 1] ?? leftOut;
  };
  const files = code.files.map(({ change, from, mode, base, now }) => {
    const [path, old] = [next(), next()];
    return from === undefined ? { path, change, mode, base, now } : { path, change, from: old, mode, base, now };
  });
  return { ...code, files, skipped: code.skipped.map(({ reason }) => ({ path: next(), reason })) };
}

/** One text alone, such as a model's; `null` when the filter fails. */
export async function cleanText(
  text: string,
  { limit, open }: { readonly limit: number; readonly open: () => Promise<SecretFilter> },
): Promise<string | null> {
  try {
    const filter = await open();
    const [filtered = ''] = await filter([visible(text)]);
    return shorten(filtered, limit, 'lines');
  } catch {
    return null;
  }
}

/** Everything that somebody wrote, or that holds what somebody wrote. Ids, times, kinds and counts are no such thing. */
function mapTexts(draft: Draft, clean: Clean): Draft {
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

/** What no filter has seen is not kept: left are ids, times, kinds and counts. */
function withoutTexts(draft: Draft): Draft {
  const { note: _, ...rest } = mapTexts({ ...draft, problems: [] }, () => leftOut);
  const problem: Problem = {
    code: 'TEXT_LEFT_OUT',
    message: 'The secret filter could not be used, so prompts, commands, names and paths were left out',
    worktree: draft.worktree,
  };
  return {
    ...rest,
    session: rest.session === null ? null : withoutNames(rest.session),
    ...(rest.others === undefined ? {} : { others: [] }),
    goal: [],
    lastAsk: null,
    next: [],
    tests: null,
    commands: [],
    blockers: rest.blockers.map(({ kind, source }) => ({ kind, text: kind, source })),
    problems: [problem],
  };
}

function withoutNames({ id, kind, status, lastActivity, configDirectory }: CheckpointSession): CheckpointSession {
  const unknown = { name: null, lastAction: null, transcript: null, resume: null };
  return { id, kind, status, lastActivity, configDirectory, ...unknown };
}

const leftOut = '[left out]';
