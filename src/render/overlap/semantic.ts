import type { Evidence, SemanticFinding } from '../../overlap/semantic/finding.ts';
import type { ComparedSymbols, Semantics } from '../../survey/overlap-semantics.ts';
import { fitCell, type Span } from '../list/cell.ts';
import { evidenceWords } from './evidence-words.ts';
import type { OverlapNames } from './names.ts';
import { contractWords, noteWords } from './semantic-words.ts';
import { semanticTable } from './semantic-table.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type SemanticOptions = {
  readonly semantics: Semantics;
  readonly names: OverlapNames;
  readonly style: Style;
};

/** What is wrong in merges that git calls clean, pair by pair, and below it what may be worth knowing. A pipe gets a line each. */
export function renderSemantics(options: SemanticOptions): readonly string[] {
  const { semantics, style } = options;
  if (style.columns === null) return semanticTable(options);
  const wrong = semantics.pairs.filter(({ findings }) => findings.length > 0);
  const noted = semantics.pairs.filter(({ notes }) => notes.length > 0);
  const heading = line(style, [
    { text: 'For information: the same symbols on both sides, nothing wrong', role: 'heading' },
  ]);
  const blocks = wrong.map((pair) => pairLines(pair, options));
  if (noted.length > 0) blocks.push([heading, ...noted.flatMap((pair) => noteLines(pair, options))]);
  return blocks.flatMap((block, at) => (at === 0 ? block : [''].concat(block)));
}

function pairLines({ a, b, findings }: ComparedSymbols, { names, style }: SemanticOptions): readonly string[] {
  const [left, right] = [names.name(a), names.name(b)];
  const shown = findings.slice(0, MOST);
  return [
    line(style, [
      { text: '▲', role: 'warning' },
      { text: ' ' },
      { text: left, role: 'branch', give: 'middle' },
      { text: ' ↔ ' },
      { text: right, role: 'branch', give: 'middle' },
      { text: '  ' },
      { text: 'merges cleanly into code that is wrong', role: 'warning' },
    ]),
    ...shown.flatMap((finding) => findingLines(finding, left, right, style)),
    ...moreLines(findings.length - shown.length),
  ];
}

const MOST = 12;

function moreLines(rest: number): readonly string[] {
  return rest > 0 ? [`    … and ${rest} more (all with --json)`] : [];
}

/** One line of the terminal: what is too long gives way, the end of it first. */
function line(style: Style, spans: readonly Span[]): string {
  const shown = fitCell({ spans }, style.columns ?? Number.POSITIVE_INFINITY);
  return shown.map(({ text, role }) => (role === undefined ? text : style.paint(role, text))).join('');
}

function findingLines({ path, line: at, message, a, b }: SemanticFinding, left: string, right: string, style: Style) {
  return [
    line(style, [
      { text: '    ' },
      { text: `${plain(path)}:${at}`, role: 'path' },
      { text: `  ${prose(message)}`, give: 'end' },
    ]),
    ...evidenceLines(left, a, style),
    ...evidenceLines(right, b, style),
  ];
}

/** Of a contract both texts, each in a line of its own: what changed in a long one is mostly near its end. */
function evidenceLines(who: string, evidence: Evidence | null, style: Style): readonly string[] {
  if (evidence === null) return [];
  const { was, is } = evidence;
  const changed = was !== undefined && is !== undefined && was !== is;
  const texts = changed ? [`        was ${contractWords(was)}`, `        now ${contractWords(is)}`] : [];
  return [
    line(style, [
      { text: '      ' },
      { text: who, give: 'middle' },
      { text: ' ' },
      { text: evidenceWords(evidence), give: 'end' },
    ]),
    ...texts.map((text) => line(style, [{ text, give: 'end' }])),
  ];
}

function noteLines({ a, b, notes }: ComparedSymbols, { names, style }: SemanticOptions): readonly string[] {
  const [left, right] = [names.name(a), names.name(b)];
  const shown = notes.slice(0, MOST);
  return [
    line(style, [
      { text: '  ' },
      { text: left, role: 'branch', give: 'middle' },
      { text: ' ↔ ' },
      { text: right, role: 'branch', give: 'middle' },
    ]),
    ...shown.map((note) =>
      line(style, [
        { text: '    ' },
        { text: `${plain(note.path)}:${note.line}`, role: 'path' },
        { text: `  ${noteWords(note, left, right)}`, give: 'end' },
      ]),
    ),
    ...moreLines(notes.length - shown.length),
  ];
}
