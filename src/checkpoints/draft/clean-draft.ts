import type { Problem } from '../../errors.ts';
import type { CheckpointSession } from '../checkpoint.ts';
import type { Draft } from './draft-input.ts';
import { shorten, visible } from './shorten.ts';
import type { SecretFilter } from '../secrets/filter.ts';
import { mapTexts } from './texts.ts';

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
