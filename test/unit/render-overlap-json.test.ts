import { expect, test } from 'vitest';
import { overlapJson } from '../../src/render/overlap/json.ts';
import { by, conflict, pair, picture, side } from '../helpers/overlap-picture.ts';
import { auth, cart } from '../helpers/shop.ts';

test('the answer of kg overlap --json', () => {
  const file = conflict('src/session.ts', {
    a: side([[40, 58]], { uncommitted: true, sessions: [by()] }),
    b: side([], { change: 'renamed', from: 'src/old.ts', path: 'src/new.ts' }),
  });
  const shown = picture([pair(auth, cart, [file])], {
    worktrees: [auth, cart],
    overlaps: {
      checked: 0,
      unchecked: [{ a: auth.path, b: cart.path, reason: 'failed', detail: 'fatal: bad object' }],
      trunk: [pair(auth, 'main', [conflict('src/price.ts', { b: null })])],
    },
    skipped: [{ worktree: cart.path, path: 'dump.sql', reason: 'too-large', size: 312_000_000 }],
  });
  const { sessions, ...answer } = overlapJson(shown);
  expect(sessions.map(({ id }) => id)).toEqual(auth.sessions.map(({ id }) => id));
  expect(answer).toMatchInlineSnapshot(`
    {
      "checked": 0,
      "pairs": [
        {
          "a": "/home/ada/code/shop.auth",
          "b": "/home/ada/code/shop.cart",
          "files": [
            {
              "a": {
                "change": "modified",
                "lines": [
                  [
                    40,
                    58,
                  ],
                ],
                "sessions": [
                  {
                    "at": "2026-11-22T11:58:00.000Z",
                    "grade": "certain",
                    "id": "11111111-2222-4333-8444-555555555555",
                  },
                ],
                "uncommitted": true,
              },
              "b": {
                "change": "renamed",
                "from": "src/old.ts",
                "lines": [],
                "path": "src/new.ts",
                "sessions": [],
                "uncommitted": false,
              },
              "class": "source",
              "kind": "content",
              "level": "conflict",
              "path": "src/session.ts",
            },
          ],
          "level": "conflict",
          "receiver": "/home/ada/code/shop",
        },
      ],
      "problems": [],
      "project": {
        "root": "/home/ada/code/shop",
        "trunk": "main",
      },
      "schema": 1,
      "shared": [],
      "skipped": [
        {
          "path": "dump.sql",
          "reason": "too-large",
          "size": 312000000,
          "worktree": "/home/ada/code/shop.cart",
        },
      ],
      "takenAt": "2026-11-22T12:00:00.000Z",
      "trunkPairs": [
        {
          "a": "/home/ada/code/shop.auth",
          "b": "main",
          "files": [
            {
              "a": {
                "change": "modified",
                "lines": [
                  [
                    40,
                    58,
                  ],
                ],
                "sessions": [],
                "uncommitted": false,
              },
              "b": null,
              "class": "source",
              "kind": "content",
              "level": "conflict",
              "path": "src/price.ts",
            },
          ],
          "level": "conflict",
          "receiver": "/home/ada/code/shop",
        },
      ],
      "unchecked": [
        {
          "a": "/home/ada/code/shop.auth",
          "b": "/home/ada/code/shop.cart",
          "detail": "fatal: bad object",
          "reason": "failed",
        },
      ],
      "worktrees": [
        {
          "branch": "feature/auth",
          "path": "/home/ada/code/shop.auth",
        },
        {
          "branch": "feature/cart",
          "path": "/home/ada/code/shop.cart",
        },
      ],
    }
  `);
});
