import { expect, test } from 'vitest';
import { semanticNotes } from '../../src/render/overlap/semantic-notes.ts';
import { openStyle } from '../../src/render/style.ts';

test('what could not be looked at is told by pair and by reason, a few of many by name', () => {
  const skip = (reason: 'syntax' | 'unreadable' | 'missing', ...paths: readonly string[]) =>
    paths.map((path) => ({ path, reason }));
  const skipped = [
    ...skip('syntax', 'a.ts'),
    ...skip('unreadable', 'b.ts', 'c.ts'),
    ...skip('missing', 'd.ts', 'e.ts', 'f\u001b[31m.ts', 'g.ts', 'h.ts'),
  ];
  const semantics = { checked: 1, unchecked: 0, pairs: [{ a: '/a', b: '/b', findings: [], notes: [], skipped }] };
  const names = { name: (path: string) => path.slice(1), isWorktree: () => true, selector: (path: string) => path };
  const notes = semanticNotes({ semantics, names, style: openStyle({ isTTY: false, env: {} }) });
  expect(notes).toEqual([
    '○ a ↔ b: a.ts does not parse on one side already, so not looked at',
    '○ a ↔ b: b.ts and c.ts are too large, or no text, so not looked at',
    '○ a ↔ b: d.ts, e.ts, f␛[31m.ts and 2 more are not in the repository with their content, so not looked at',
    '○ Symbols of 1 clean merge: nothing wrong found',
  ]);
});
