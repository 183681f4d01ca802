import { describe, expect, test } from 'vitest';
import { showSaved } from '../../src/render/show/saved.ts';
import type { Style } from '../../src/render/style.ts';
import type { Since } from '../../src/since.ts';
import { checkpoint, sinceWithEverything } from '../helpers/checkpoint.ts';
import { page, pipe, terminal } from '../helpers/ink.ts';
import { now } from '../helpers/shop.ts';

function show(since: Since, style: Style): string {
  return page(showSaved(since, { style, now }));
}

const empty: Since = {
  checkpoint: checkpoint(),
  commits: [],
  rewritten: false,
  files: [],
  overlaps: { appeared: [], gone: [] },
};

describe('the last checkpoint, and what has happened since', () => {
  test('with everything in it', () => {
    expect(show(sinceWithEverything(), terminal(80))).toMatchInlineSnapshot(`
      "

      Checkpoint  2h ago, 20261122T100000000Z-4f9a2c
        goal      Add OAuth login (session title)
        last ask  Now the refresh (last prompt)
        done      2 commits since the fork point
        blocked   waits for a permission (registry)
        tests     npm test -- oauth: failed (exit 1) 2h ago, files changed after it
        next      Refresh expired tokens (task list)
        next      Ask Grace about scopes
        note      half way

      Since then  1 commit, 2 files
        4f2a9c0  20m  Add the callback
        modified  src/oauth.ts
        renamed   src/old.ts → src/new.ts
        appeared  conflict with feature/cart, 1 file
        gone      near with main, 3 files
      "
    `);
    expect(show(sinceWithEverything(), pipe)).toMatchInlineSnapshot(`
      "

      Checkpoint  2h ago, 20261122T100000000Z-4f9a2c
      goal	Add OAuth login (session title)
      last ask	Now the refresh (last prompt)
      done	2 commits since the fork point
      blocked	waits for a permission (registry)
      tests	npm test -- oauth: failed (exit 1) 2h ago, files changed after it
      next	Refresh expired tokens (task list)
      next	Ask Grace about scopes
      note	half way

      Since then  1 commit, 2 files
      4f2a9c0	2026-11-22T11:40:00.000Z	Add the callback
      modified	src/oauth.ts
      renamed	src/old.ts → src/new.ts
      appeared	conflict with feature/cart, 1 file
      gone	near with main, 3 files
      "
    `);
  });

  test('where nothing was said and nothing has changed', () => {
    expect(show(empty, terminal(80))).toMatchInlineSnapshot(`
      "

      Checkpoint  2h ago, 20261122T100000000Z-4f9a2c

      Since then  nothing has changed
      "
    `);
  });

  test('where the history was rewritten and the files cannot be compared', () => {
    const lost = { ...empty, commits: null, rewritten: true, files: null, overlaps: null };
    expect(show(lost, terminal(80))).toMatchInlineSnapshot(`
      "

      Checkpoint  2h ago, 20261122T100000000Z-4f9a2c

      Since then  history rewritten, files could not be compared
      "
    `);
  });

  test('of very many files the first', () => {
    const files = Array.from({ length: 30 }, (_, index) => ({
      path: `src/${index}.ts`,
      change: 'modified' as const,
      before: null,
      after: null,
    }));
    expect(showSaved({ ...empty, files }, { style: terminal(80), now }).slice(-2)).toMatchInlineSnapshot(`
      [
        "  modified  src/11.ts",
        "  … and 18 more: kg show --json lists all of them",
      ]
    `);
  });

  test('nothing where there is none', () => {
    expect(showSaved(null, { style: pipe, now })).toEqual([]);
  });
});
