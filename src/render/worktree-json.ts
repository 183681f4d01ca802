import { join } from 'node:path';
import type { Surveyed } from '../survey/surveyed.ts';
import { sessionJson } from './session-json.ts';

/** A worktree as it stands in `kg list --json`. */
export function worktreeJson(worktree: Surveyed) {
  const { path, branch, head, main, current, state, locked, operation, distance, changes, overlap, sessions, folded } =
    worktree;
  return {
    path,
    branch,
    head,
    main,
    current,
    state,
    ...(locked === undefined ? {} : { locked }),
    ...(operation === undefined ? {} : { operation }),
    ahead: distance?.ahead ?? null,
    behind: distance?.behind ?? null,
    changes: changes === null ? null : changesJson(changes),
    overlap: { level: overlap.level, with: [...overlap.with] },
    sessions: sessions.map(sessionJson),
    ...(folded > 0 ? { folded } : {}),
    verdict: worktree.verdict,
    checkpoint: worktree.saved === null ? null : savedJson(worktree.saved),
  };
}

function savedJson({ checkpoint, filesSince }: NonNullable<Surveyed['saved']>) {
  const { id, at, worktree, note } = checkpoint;
  return { id, at, path: join(worktree, '.keepgoing', 'checkpoint.md'), ...(note && { note }), filesSince };
}

function changesJson({ files, added, deleted, uncommitted, untracked }: NonNullable<Surveyed['changes']>) {
  return { files, added, deleted, uncommitted, untracked };
}
