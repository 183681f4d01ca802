import type { Problem } from '../../errors.ts';
import type { CheckpointSession } from '../checkpoint.ts';
import type { Draft } from './draft-input.ts';
import { shorten, visible } from './shorten.ts';
import type { SecretFilter } from '../secrets/filter.ts';
import { mapTexts } from './texts.ts';

/**
 * Sends every free text of a draft through the secret filter, and only then shortens it, so that no secret can be cut in two.
 * When the filter fails, free text is left out and a problem says so: nothing goes on unfiltered. In the commands that get back in
 * the path of the worktree stays, which the checkpoint names anyway: a directory of a random name would cost the way back.
 */
export async function cleanDraft(draft: Draft, open: () => Promise<SecretFilter>): Promise<Draft> {
  const texts: string[] = [];
  const waysIn = new Set([draft.session, ...(draft.others ?? [])].map((session) => session?.resume));
  mapTexts(draft, (text) => {
    texts.push(waysIn.has(text) ? visible(text).replaceAll(draft.worktree, MARK) : visible(text));
    return text;
  });
  try {
    const filter = await open();
    const filtered = await filter(texts);
    let at = 0;
    return mapTexts(draft, (original, limit, form) => {
      const text = filtered[at] ?? '';
      at += 1;
      const whole = waysIn.has(original) ? text.replaceAll(MARK, () => draft.worktree) : text;
      return shorten(whole, limit, form);
    });
  } catch {
    return withoutTexts(draft);
  }
}

/** Of the private use area: no part of any secret. */
const MARK = '\uE000';

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

/** Stands where a text would be that no filter has seen. */
export const leftOut = '[left out]';
