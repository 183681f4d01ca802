import type { Source } from './declarations.ts';
import type { Match, Piece } from './parser.ts';

/** What patterns of their own say about places in the text. Sets hold the offsets of declarations. */
export type Marks = {
  readonly exported: readonly Piece[];
  /** In the order of the text. */
  readonly comments: readonly Piece[];
  readonly altered: ReadonlySet<number>;
  readonly heirs: ReadonlySet<number>;
  /** Classes that are enumerations. */
  readonly enums: ReadonlySet<number>;
  /** Cases of enumerations. */
  readonly cases: readonly Piece[];
  /** Parameters by the offset of their list. */
  readonly parameters: ReadonlyMap<number, readonly Piece[]>;
  /** The column at which the body of a declaration stands. */
  readonly columnIn: (node: Piece, source: Pick<Source, 'columnAt'>) => number;
};

export function collectMarks(matches: readonly Match[]): Marks {
  const found: Record<string, Piece[]> = {};
  const parameters = new Map<number, Piece[]>();
  const bodies = new Map<number, Piece>();
  for (const match of matches) {
    const [list, body] = [match.get('parameters'), match.get('body')];
    for (const piece of match.values()) {
      const kind = kindOf(piece);
      if (kind === 'parameter' && list !== undefined) put(parameters, list.start, piece);
      else (found[kind] ??= []).push(piece);
      if (body !== undefined) bodies.set(piece.start, body);
    }
  }
  const starts = (kind: string): ReadonlySet<number> => new Set(found[kind]?.map(({ start }) => start));
  return {
    exported: found['exported'] ?? [],
    comments: (found['comment'] ?? []).toSorted((a, b) => a.start - b.start),
    altered: starts('altered'),
    heirs: starts('heir'),
    enums: starts('enumeration'),
    cases: found['case'] ?? [],
    parameters,
    columnIn: (node, { columnAt }) => columnAt(bodies.get(node.start)?.start ?? node.start),
  };
}

/** What a capture is called, without what else is known of it behind a dot. */
export function kindOf({ as }: Pick<Piece, 'as'>): string {
  const dot = as.indexOf('.');
  return dot === -1 ? as : as.slice(0, dot);
}

export function isInside(piece: Pick<Piece, 'start' | 'end'>, around: Pick<Piece, 'start' | 'end'>): boolean {
  return piece.start >= around.start && piece.end <= around.end;
}

function put(lists: Map<number, Piece[]>, key: number, piece: Piece): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [piece]);
  else if (!list.some(({ start }) => start === piece.start)) list.push(piece);
}
