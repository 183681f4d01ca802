import type { AttributedFile, AttributedSide } from '../../survey/overlap-picture.ts';
import type { Session } from '../../sessions/session.ts';
import type { Row } from '../columns.ts';
import type { OverlapNames } from './names.ts';
import { sameHands, unknown, whoOf } from './who.ts';
import type { Style } from '../style.ts';
import { widthOf } from '../text.ts';

export type SideOptions = {
  readonly names: OverlapNames;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly now: Date;
  readonly style: Style;
};

/** One side of all files of a pair. */
export type Beside = {
  readonly name: string;
  /** Whether sessions can work there: the trunk itself is nobody's. */
  readonly worktree: boolean;
  readonly side: (file: AttributedFile) => AttributedSide | null;
};

/**
 * Whose the changes of each side are, where the same is true of all its files; the fields stand below each other. Nothing
 * where there is nothing to tell: all committed, and nobody known.
 */
export function sideRows(
  sides: readonly Beside[],
  files: readonly AttributedFile[],
  options: SideOptions,
): readonly Row[] {
  const told = sides.flatMap((one) => {
    const changes = changesOf(one, files);
    if (!one.worktree || changes.length === 0) return [];
    const who = sameHands(changes) ? whoOf(changes, options) : { words: 'several sessions', ago: '' };
    return [{ name: one.name, open: openness(changes), ago: who.ago, words: who.words }];
  });
  if (told.every(({ open, words }) => open === 'committed' && words === unknown)) return [];
  const pad = (key: 'name' | 'open' | 'ago', text: string): string => {
    const width = Math.max(...told.map((fields) => widthOf(fields[key])));
    return width === 0 ? '' : `${text}${' '.repeat(width - widthOf(text))}  `;
  };
  return told.map(({ name, open, ago, words }) => ({
    line: [
      { text: `    ${pad('name', name)}` },
      { text: `${pad('open', open)}${pad('ago', ago)}`, role: 'dim' },
      { text: words },
    ],
  }));
}

/** What a side did to those of the files that it changed. */
export function changesOf({ side }: Beside, files: readonly AttributedFile[]): readonly AttributedSide[] {
  return files.flatMap((file) => side(file) ?? []);
}

/** Whether changes are committed. */
export function openness(changes: readonly AttributedSide[]): 'uncommitted' | 'committed' | 'partly uncommitted' {
  const open = changes.filter(({ uncommitted }) => uncommitted).length;
  if (open === 0) return 'committed';
  return open === changes.length ? 'uncommitted' : 'partly uncommitted';
}

/** Whose the change of one side of one file is. */
export function handRow({ name, side }: Beside, file: AttributedFile, options: SideOptions): readonly Row[] {
  const change = side(file);
  if (change === null) return [];
  const { words, ago } = whoOf([change], options);
  return [indented(`${name}: ${ago === '' ? '' : `${ago}, `}${words}`, 6)];
}

/** A line of its own below a pair or a file. */
export function indented(text: string, columns: number): Row {
  return { line: [{ text: `${' '.repeat(columns)}${text}` }] };
}
