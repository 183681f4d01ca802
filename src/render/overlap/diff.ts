import type { DiffedFile, DiffedPair, OverlapPicture } from '../../survey/overlap-picture.ts';
import type { FileDiff } from '../../overlap/diff.ts';
import type { Region } from '../../overlap/three-way.ts';
import { counted } from '../counted.ts';
import { overlapNames } from './names.ts';
import type { Role, Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type OverlapDiffOptions = {
  readonly picture: OverlapPicture;
  readonly diffs: readonly DiffedPair[];
  readonly style: Style;
  readonly home: string;
};

/**
 * Both sides of every file, three-way: where both changed the same stretch, what the one has, what was there before, and what
 * the other has, between the marks that git leaves in a conflict; else what was there and what is there now. No line is cut.
 */
export function renderOverlapDiff({ picture, diffs, style, home }: OverlapDiffOptions): readonly string[] {
  const names = overlapNames(picture, home);
  const files = diffs.flatMap(({ a, b, files: all }) =>
    all.map((file) =>
      fileLines(file, { a: names.name(a), b: names.name(b), trunk: picture.trunk ?? 'the trunk' }, style),
    ),
  );
  return files.flatMap((lines) => [''].concat(lines)).slice(1);
}

type Labels = Readonly<Record<'a' | 'b' | 'trunk', string>>;

function fileLines({ path, diff, reason }: DiffedFile, labels: Labels, style: Style): readonly string[] {
  const { a, b } = labels;
  const taken = inheritedLines(diff, labels).map((line) => style.paint('dim', line));
  const title = `${style.paint('path', plain(path))}  ${style.paint('branch', a)} ↔ ${style.paint('branch', b)}`;
  const regions = diff?.regions ?? null;
  if (diff === null || regions === null || regions.length + taken.length === 0) {
    return [title, `    ${reason === undefined ? 'no lines to compare' : prose(reason)}`];
  }
  return [title, ...regions.flatMap((region) => regionLines(region, diff, labels, style)), ...taken];
}

function inheritedLines(diff: FileDiff | null, labels: Labels): readonly string[] {
  return (['a', 'b'] as const).flatMap((side) => {
    const count = diff?.inherited[side] ?? 0;
    const what = `${counted(count, 'stretch', 'stretches')} that ${labels[side]} took over from ${labels.trunk}`;
    return count === 0 ? [] : [`    ${what} not shown`];
  });
}

function regionLines(region: Region, { lines }: FileDiff, labels: Labels, style: Style): readonly string[] {
  const part = (side: 'base' | 'a' | 'b'): readonly string[] => lines[side].slice(region[side].start, region[side].end);
  const sides = region.changed === 'both' ? (['a', 'b'] as const) : ([region.changed] as const);
  const places = sides.map((side) => `${labels[side]} ${numbers(region[side])}`);
  const ink = (role: Role, all: readonly string[], sign = ''): readonly string[] =>
    all.map((line) => style.paint(role, `${sign}${code(line)}`));
  const bare = (side: 'a' | 'b'): readonly string[] => part(side).map(code);
  const head = ink('dim', [`@@ ${places.join(' ↔ ')} @@`]);
  const alike = region.changed === 'both' && part('a').join('\n') === part('b').join('\n');
  if (region.changed !== 'both' || alike) {
    const now = part(region.changed === 'b' ? 'b' : 'a');
    return [...head, ...ink('deleted', part('base'), '-'), ...ink('added', now, '+')];
  }
  return [
    ...head,
    ...ink('warning', [`<<<<<<< ${labels.a}`]),
    ...bare('a'),
    ...ink('warning', ['||||||| before']),
    ...ink('dim', part('base')),
    ...ink('warning', ['=======']),
    ...bare('b'),
    ...ink('warning', [`>>>>>>> ${labels.b}`]),
  ];
}

/** As people count lines; a stretch that a side emptied is the line before it. */
function numbers({ start, end }: Region['base']): string {
  return end - start <= 1 ? String(Math.max(end, 1)) : `${start + 1}–${end}`;
}

/** A line of a file: nothing in it acts on a terminal, but its tabs stay. */
function code(line: string): string {
  return line.split('\t').map(plain).join('\t');
}
