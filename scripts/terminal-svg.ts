import type { IBufferCell, Terminal } from '@xterm/headless';

export type Theme = {
  readonly background: string;
  readonly foreground: string;
  /** The eight ANSI colours. */
  readonly ansi: readonly string[];
};

/** Colours that are told apart with every kind of colour vision, on dark and on light. */
export const themes: Readonly<Record<'dark' | 'light', Theme>> = {
  dark: {
    background: '#11151a',
    foreground: '#d7dde4',
    ansi: ['#3b434d', '#ff8a7a', '#7fd1a8', '#f2c14e', '#7fb2ff', '#d79be8', '#6fd3e0', '#d7dde4'],
  },
  light: {
    background: '#ffffff',
    foreground: '#1d232a',
    ansi: ['#1d232a', '#b3261e', '#0b6b4f', '#8a5a00', '#0b57d0', '#8e2a9e', '#006874', '#59636e'],
  },
};

const size = { font: 14, width: 8.43, height: 19, padding: 14 };

/** The screen of a terminal as an SVG: text stays text, so that it can be searched, read aloud and zoomed. */
export function terminalSvg(
  terminal: Terminal,
  options: { readonly theme: Theme; readonly title: string; readonly rows: number },
): string {
  const { theme, title, rows } = options;
  const width = Math.ceil(terminal.cols * size.width + 2 * size.padding);
  const height = rows * size.height + 2 * size.padding;
  const { active } = terminal.buffer;
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    return line === undefined
      ? ''
      : runsOf(terminal.cols, (column) => line.getCell(column))
          .map((run) => draw(run, row, theme))
          .join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${theme.background}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size.font}" xml:space="preserve">`,
    ...lines.filter((line) => line !== ''),
    '</g></svg>',
    '',
  ].join('\n');
}

type Run = { readonly column: number; readonly text: string; readonly cells: number; readonly look: Look };
type Look = { readonly colour: number; readonly bold: boolean; readonly dim: boolean; readonly reverse: boolean };

/** Neighbouring cells that look alike. */
function runsOf(columns: number, cellAt: (column: number) => IBufferCell | undefined): readonly Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = cellAt(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const last = runs.at(-1);
    const text = cell.getChars() === '' ? ' ' : cell.getChars();
    if (last !== undefined && last.column + last.cells === column && sameLook(last.look, look)) {
      runs[runs.length - 1] = { ...last, text: last.text + text, cells: last.cells + cell.getWidth() };
    } else runs.push({ column, text, cells: cell.getWidth(), look });
  }
  return runs.filter(({ text, look }) => look.reverse || text.trim() !== '');
}

function lookOf(cell: IBufferCell): Look {
  return {
    colour: cell.isFgPalette() ? cell.getFgColor() : -1,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    reverse: cell.isInverse() !== 0,
  };
}

function sameLook(a: Look, b: Look): boolean {
  return a.colour === b.colour && a.bold === b.bold && a.dim === b.dim && a.reverse === b.reverse;
}

function draw({ column, text, cells, look }: Run, row: number, theme: Theme): string {
  const x = (size.padding + column * size.width).toFixed(1);
  const top = size.padding + row * size.height;
  const ink = theme.ansi[look.colour] ?? theme.foreground;
  const width = (cells * size.width).toFixed(1);
  const box = look.reverse ? `<rect x="${x}" y="${top}" width="${width}" height="${size.height}" fill="${ink}"/>` : '';
  const attributes = [
    `x="${x}" y="${top + size.font}"`,
    `textLength="${width}"`,
    `fill="${look.reverse ? theme.background : ink}"`,
    ...(look.bold ? ['font-weight="bold"'] : []),
    ...(look.dim ? ['opacity="0.65"'] : []),
  ];
  return `${box}<text ${attributes.join(' ')}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
