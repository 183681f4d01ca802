import type { AttributedFile, AttributedPair } from '../../survey/overlap-picture.ts';
import { cell, fitCell, type Cell, type Span } from '../list/cell.ts';
import type { Column, Row } from '../columns.ts';
import { counted } from '../counted.ts';
import { fileDetails, fileWords, highestOf, isLesser, levelWords, linesWords } from './words.ts';
import { type Beside, changesOf, handRow, indented, openness, sideRows, type SideOptions } from './sides.ts';
import { sameHands } from './who.ts';

/** What is shown of a pair: its files, in their order, and why there is no exact answer where there is none. */
export type Block = {
  readonly pair: AttributedPair;
  readonly files: readonly AttributedFile[];
  /** How many files are shown of it. */
  readonly most: number;
  /** What else must be known of the pair. */
  readonly beside?: readonly string[];
  /** The command that shows all of its files. */
  readonly all: string;
};

/** A pair as rows: who against whom, whose the changes are, then file by file. */
export function blockRows(block: Block, options: SideOptions): readonly Row[] {
  const { pair, files, most, beside = [], all } = block;
  const { names, style } = options;
  const sides: readonly Beside[] = [
    { name: names.name(pair.a), worktree: names.isWorktree(pair.a), side: ({ a }) => a },
    { name: names.name(pair.b), worktree: names.isWorktree(pair.b), side: ({ b }) => b },
  ];
  const mixed = sides.filter((one) => !sameHands(changesOf(one, files)));
  const partly = sides.filter((one) => openness(changesOf(one, files)) === 'partly uncommitted');
  const rest = files.length - most;
  return [
    { line: fitCell({ spans: header(block, sides) }, style.columns ?? Number.POSITIVE_INFINITY) },
    ...beside.map((text) => indented(text, 4)),
    ...(pair.merging ?? []).map((path) => indented(`in the middle of a merge: ${names.name(path)}`, 4)),
    ...sideRows(sides, files, options),
    ...files.slice(0, most).flatMap((file) => fileRows(file, { ...options, pair, mixed, partly })),
    ...(rest > 0 ? [indented(`… and ${counted(rest, 'more file')}: ${all} lists all of them`, 4)] : []),
  ];
}

/** A file in one line, and below it what else must be known of it. */
function fileRows(
  file: AttributedFile,
  options: SideOptions & {
    readonly pair: AttributedPair;
    /** The sides whose hands must be told file by file. */
    readonly mixed: readonly Beside[];
    /** The sides of which some files are committed, and some not. */
    readonly partly: readonly Beside[];
  },
): readonly Row[] {
  const { pair, mixed, partly, names } = options;
  const details = fileDetails(file, pair, names).map((text) => indented(text, 6));
  const hands = mixed.flatMap((one) => handRow(one, file, options));
  const open = partly.filter(({ side }) => side(file)?.uncommitted === true).map(({ name }) => name);
  const uncommitted = open.length === 0 ? [] : [indented(`uncommitted in ${open.join(' and ')}`, 6)];
  return [fileRow(file), ...details, ...uncommitted, ...hands];
}

function header({ files }: Block, [a, b]: readonly Beside[]): readonly Span[] {
  const level = highestOf(files);
  const { word, sign, role } = levelWords[level];
  const classes = [...new Set(files.filter((file) => file.level === level).map((file) => file.class))];
  const only = classes.every((one) => isLesser(one)) ? ` in ${classes.join(' and ')} only` : '';
  return [
    { text: sign, role },
    { text: ' ' },
    { text: a?.name ?? '', role: 'branch', give: 'middle' },
    { text: ' ↔ ' },
    { text: b?.name ?? '', role: 'branch', give: 'middle' },
    { text: '  ' },
    { text: `${word}${only}`, role },
  ];
}

function fileRow(file: AttributedFile): Row {
  const cells: Readonly<Record<string, Cell>> = {
    path: { spans: [{ text: file.path, role: 'path', give: 'middle' }] },
    lines: cell(linesWords(file, mostRanges)),
    word: cell(fileWords(file), levelWords[file.level].role),
  };
  return { cells };
}

const mostRanges = 3;

/** The columns of all blocks: the path gives way first, and on a narrow terminal the lines go before the verdict. */
export function blockColumns(columns: number): readonly Column[] {
  return [
    { key: 'indent', name: '' },
    { key: 'path', name: 'path', gap: 4, min: 16, max: Math.max(24, Math.floor(columns * 0.4)) },
    { key: 'lines', name: 'lines', min: 13, max: 32, drop: 1 },
    { key: 'word', name: '' },
  ];
}
