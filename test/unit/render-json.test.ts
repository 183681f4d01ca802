import { expect, test } from 'vitest';
import { listJson, toJson } from '../../src/render/json.ts';
import { hostile } from '../helpers/hostile.ts';
import { auth, mainWorktree, project, survey } from '../helpers/shop.ts';

test('kg list --json, field by field', () => {
  expect(toJson(listJson(survey([project([auth])])))).toMatchInlineSnapshot(`
    "{
      "schema": 1,
      "takenAt": "2026-11-22T12:00:00.000Z",
      "projects": [
        {
          "root": "/home/ada/code/shop",
          "commonDir": "/home/ada/code/shop/.git",
          "trunk": "main",
          "worktrees": [
            {
              "path": "/home/ada/code/shop.auth",
              "branch": "feature/auth",
              "head": "4f2a9c01d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b0",
              "main": false,
              "current": true,
              "state": "ok",
              "ahead": 2,
              "behind": 0,
              "changes": {
                "files": 7,
                "added": 120,
                "deleted": 14,
                "uncommitted": 3,
                "untracked": 1
              },
              "overlap": {
                "level": "unknown",
                "with": []
              },
              "sessions": [
                {
                  "id": "11111111-2222-4333-8444-555555555555",
                  "name": null,
                  "task": "Add OAuth login and session refresh",
                  "kind": "interactive",
                  "status": "active",
                  "since": "2026-11-22T11:58:00.000Z",
                  "cwd": null,
                  "lastActivity": "2026-11-22T11:58:00.000Z",
                  "lastAction": "Edit src/user.ts",
                  "evidence": []
                }
              ],
              "verdict": null,
              "checkpoint": null
            }
          ]
        }
      ],
      "problems": []
    }
    "
  `);
});

test('what the core keeps for itself stays inside', () => {
  const secret = { ...mainWorktree(), secret: 'x' };
  expect(toJson(listJson(survey([project([secret])])))).not.toContain('secret');
});

test('text is faithful, and yet does nothing to a terminal', () => {
  const evil = `x${hostile.join('')}y`;
  const text = toJson({ evil });
  expect(JSON.parse(text)).toEqual({ evil });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
});
