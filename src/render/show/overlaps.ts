import type { AttributedFile, AttributedPair } from '../../survey/overlap-picture.ts';
import type { Shown } from '../../show.ts';
import { cell, type Cell } from '../list/cell.ts';
import { layOut } from '../columns.ts';
import { counted } from '../counted.ts';
import { overlapNames, type OverlapNames } from '../overlap/names.ts';
import { highestOf, levelWords, sideLines } from '../overlap/words.ts';
import { plain } from '../text.ts';
import type { Style } from '../style.ts';

export type ShowOverlapsOptions = { readonly style: Style; readonly home: string };

/** With whom a worktree collides, a line each, and the command that shows where. */
export function showOverlaps({ worktree, overlaps }: Shown, options: ShowOverlapsOptions): readonly string[] {
  const { style, home } = options;
  if (worktree.state === 'bare' || worktree.state === 'missing') return [];
  const head = style.paint('heading', 'Overlaps');
  if (overlaps === null) return ['', `${head}  could not be looked for`];
  const names = overlapNames(overlaps, home);
  const pairs = overlaps.overlaps.pairs.filter(({ level }) => level !== 'same');
  const trunk = overlaps.overlaps.trunk.filter(({ level }) => level === 'conflict');
  const told = [...pairs, ...trunk];
  const unsure = overlaps.overlaps.unchecked.length;
  const sums = [
    told.length === 0 ? 'none' : sumWords(pairs, trunk),
    ...(unsure === 0 ? [] : [`${unsure} could not be checked`]),
    ...(overlaps.shared.length === 0
      ? []
      : [`${counted(overlaps.shared.length, 'file')} written by several sessions here`]),
  ];
  return ['', `${head}  ${sums.join(', ')}`, ...rows(told, worktree.path, names, style), ...hint(told, names)];
}

function sumWords(pairs: readonly AttributedPair[], trunk: readonly AttributedPair[]): string {
  const levels = Map.groupBy(pairs, ({ level }) => levelWords[level].word);
  const worktrees = [...levels].map(([word, some]) => `${some.length} ${word}`);
  return [...worktrees, ...(trunk.length === 0 ? [] : ['conflict with the trunk'])].join(', ');
}

function rows(pairs: readonly AttributedPair[], here: string, names: OverlapNames, style: Style): readonly string[] {
  const laid = layOut({
    columns: [
      ...(style.columns === null ? [] : [{ key: 'indent', name: '' }]),
      { key: 'level', name: '' },
      { key: 'with', name: '', min: 8 },
      { key: 'files', name: '', min: 20 },
    ],
    rows: pairs.map((pair) => {
      const { word, sign, role } = levelWords[highestOf(pair.files)];
      const other = pair.a === here ? pair.b : pair.a;
      return {
        cells: {
          level: {
            spans: [
              { text: sign, role },
              { text: ` ${word}`, role },
            ],
          },
          with: { spans: [{ text: names.name(other), role: 'branch' as const, give: 'middle' as const }] },
          files: filesCell(pair, here),
        },
      };
    }),
    style,
  });
  return laid.lines.slice(1);
}

/** The first files of the highest level, with the lines on this side. */
function filesCell({ a, level, files }: AttributedPair, here: string): Cell {
  const side = (file: AttributedFile) => (a === here ? file.a : file.b);
  const worst = files.filter((file) => file.level === level);
  const shown = worst.slice(0, mostFiles).map((file) => {
    const lines = side(file)?.lines ?? [];
    return `${plain(side(file)?.path ?? file.path)}${lines.length === 0 ? '' : ` (${sideLines(side(file), 2)})`}`;
  });
  const rest = files.length - shown.length;
  return cell([...shown, ...(rest > 0 ? [`+${rest}`] : [])].join(', '));
}

const mostFiles = 2;

function hint([first]: readonly AttributedPair[], names: OverlapNames): readonly string[] {
  if (first === undefined) return [];
  const [a, b] = [names.selector(first.a), names.selector(first.b)];
  const command = names.isWorktree(first.b) ? `kg overlap ${a} ${b} --diff` : `kg overlap ${a} --against ${b} --diff`;
  return [`↳ To see both sides, run ${command}`];
}
