import { expect, test } from 'vitest';
import { attentionOf } from '../../src/attention.ts';
import { emptyModel } from '../../src/dashboard/model.ts';
import { update } from '../../src/dashboard/update.ts';
import { view } from '../../src/dashboard/view.ts';
import { glance } from '../../src/glance.ts';
import { glanceLine } from '../../src/glance-line.ts';
import { attentionJson } from '../../src/render/attention-json.ts';
import { renderBar } from '../../src/render/glance-bars.ts';
import { listJson } from '../../src/render/json.ts';
import { renderList } from '../../src/render/list/list.ts';
import { trayModel } from '../../src/tray/model.ts';
import { pipe, terminal } from '../helpers/ink.ts';
import { home, minutesAgo, now, project, session, survey, worktree } from '../helpers/shop.ts';

const statuses = ['waiting', 'crashed', 'active', 'idle', 'unknown'] as const;
/** Branches whose names say nothing of what their sessions do. */
const branchOf = { waiting: 'fox', crashed: 'owl', active: 'hen', idle: 'bee', unknown: 'cow' } as const;

/** A worktree for each status, the first two of them in conflict. */
const paths = statuses.map((status) => worktree(branchOf[status]).path);
const picture = survey([
  project(
    statuses.map((status, index) =>
      worktree(branchOf[status], {
        sessions: [session({ id: status, status, since: minutesAgo(9) })],
        overlap: index < 2 ? { level: 'conflict', with: [paths[1 - index] ?? ''] } : { level: 'none', with: [] },
      }),
    ),
  ),
]);
const attention = attentionOf(picture);

/** Which branch has which status, and whether it conflicts, as one door tells it: a line of text each. */
function told(lines: readonly string[]): readonly string[] {
  return statuses.flatMap((status) => {
    const line = lines.find((one) => one.split(/[\t ]/u).find((word) => word in branches) === branchOf[status]);
    const word = statuses.find((other) => line?.includes(other));
    return line === undefined ? [] : [`${status} is ${word}${line.includes('conflict') ? ', conflicts' : ''}`];
  });
}

const branches = Object.fromEntries(Object.values(branchOf).map((branch) => [branch, true]));

const truth = [
  'waiting is waiting, conflicts',
  'crashed is crashed, conflicts',
  'active is active',
  'idle is idle',
  'unknown is unknown',
];

test('every door tells the same of one survey', () => {
  const table = renderList({ survey: picture, style: pipe, now, home });
  expect(told(table.lines)).toEqual(truth);

  const { model } = update(emptyModel('project', 20), { is: 'survey', survey: picture });
  expect(told(view(model, { style: terminal(160), now, home }).lines)).toEqual(truth);

  const { menu } = trayModel({ attention, now, home, silent: false });
  const sessions = menu.filter(({ id }) => id.startsWith('session:')).map(({ label }) => label);
  expect(told(sessions)).toEqual(truth);

  const { worktrees } = listJson(picture).projects[0] ?? { worktrees: [] };
  const rows = worktrees.map(({ branch, overlap, sessions: own }) => `${branch} ${own[0]?.status} ${overlap.level}`);
  expect(told(rows)).toEqual(truth);

  const needed = attentionJson(attention).projects.flatMap((one) => one.sessions);
  expect(told(needed.map((row) => `${row.branch} ${row.session.status} ${row.overlap.level}`))).toEqual(truth);

  const brief = glance(picture).sessions;
  expect(told(brief.map((row) => `${row.branch} ${row.status} ${row.conflict ? 'conflict' : ''}`))).toEqual(truth);
});

test('and the same sums', () => {
  const kg = { node: 'node', self: 'kg' };
  const brief = glance(picture);
  expect(renderBar('text', { ...brief, takenAt: now.toISOString() }, { now, kg })).toBe(
    '1 waiting 9m · 1 crashed · 1 active · 1 idle · 1 conflict',
  );
  expect(glanceLine(brief)).toMatch(/^1 waiting since 11:51, 1 crashed, 1 active, 1 idle, 1 conflict/u);
  const tray = trayModel({ attention, now, home, silent: false });
  expect(tray).toMatchObject({ badge: 2, state: 'waiting' });
  expect(tray.title).toContain('1 conflict');
  expect(attentionJson(attention)).toMatchObject({ needs: 2, conflicts: 1, worst: 'waiting' });
  expect({ needs: brief.needs, conflicts: brief.conflicts, worst: brief.worst }).toEqual({
    needs: 2,
    conflicts: 1,
    worst: 'waiting',
  });
  const { notes } = renderList({ survey: picture, style: terminal(160), now, home });
  expect(notes.join('\n')).toContain('1 waiting for an answer, 1 crashed, 1 unknown, 1 conflict');
});
