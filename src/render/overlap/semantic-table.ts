import type { SemanticFinding, SemanticNote } from '../../overlap/semantic/finding.ts';
import { type Column, layOut, type Row } from '../columns.ts';
import { cell } from '../list/cell.ts';
import type { SemanticOptions } from './semantic.ts';
import { noteWords } from './semantic-words.ts';

const columns: readonly Column[] = ['Kind', 'Rule', 'Path', 'Line', 'Name', 'A', 'B', 'Message'].map((name) => ({
  key: name,
  name,
}));

/** A line each, for a pipe. */
export function semanticTable({ semantics, names, style }: SemanticOptions): readonly string[] {
  const rows = semantics.pairs.flatMap(({ a, b, findings, notes }): Row[] => {
    const row = (kind: string, rule: string, one: SemanticFinding | SemanticNote, message: string): Row => ({
      cells: {
        Kind: cell(kind),
        Rule: cell(rule),
        Path: cell(one.path),
        Line: cell(String(one.line)),
        Name: cell(one.name),
        A: cell(names.name(a)),
        B: cell(names.name(b)),
        Message: cell(message),
      },
    });
    return [
      ...findings.map((one) => row('wrong', one.rule, one, one.message)),
      ...notes.map((one) => row('information', one.kind, one, noteWords(one, names.name(a), names.name(b)))),
    ];
  });
  return rows.length === 0 ? [] : layOut({ columns, rows, style }).lines;
}
