import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language as Grammar, Parser, Query, type Node, type QueryCapture } from 'web-tree-sitter';
import type { Language } from './language.ts';

/** A stretch of the source that a query captured; offsets in UTF-16 units, lines from 0. */
export type Piece = {
  /** Name of the capture. */
  readonly as: string;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  /** Named parts of the node; counted for captures called `arguments` and `given.all` only. */
  readonly parts: number;
};

/** The pieces that one match of a pattern captured, by the names of their captures. */
export type Match = ReadonlyMap<string, Piece>;

export type Parsed = {
  /** Rows of syntax errors, as far as they were looked for: where there is one, the rest is empty. */
  readonly errors: readonly number[];
  readonly matches: readonly Match[];
  /** In the order of the source. */
  readonly names: readonly Piece[];
};

/** Queries of one language: what is declared around what, and where names are bound and used. */
export type Queries = { readonly structure: string; readonly names: string };

export type LoadedGrammar = {
  /** `null` when the text was given up on: too much work for the parser. */
  readonly parse: (text: string) => Parsed | null;
};

/** Loads the parser and one grammar, compiled to WebAssembly: no code of the machine, no code of the repository. */
export async function loadGrammar(language: Language, queries: Queries): Promise<LoadedGrammar> {
  const [runtime, wasm] = await Promise.all([readFile(findRuntime()), readFile(findGrammar(language))]);
  await Parser.init({ wasmBinary: runtime });
  const grammar = await Grammar.load(wasm);
  // One query for both: the parser walks the tree once.
  const query = new Query(grammar, queries.structure + queries.names);
  const isStructure = (pattern: number): boolean => query.startIndexForPattern(pattern) < queries.structure.length;
  const structured = Array.from({ length: query.patternCount() }, (_, pattern) => isStructure(pattern));
  return {
    parse: (text) => {
      const parser = new Parser();
      parser.setLanguage(grammar);
      let left = MOST_STEPS;
      // A parser that gives up remembers where it was, so each text has one of its own.
      const tree = parser.parse(text, null, { progressCallback: () => (left -= 1) < 0 });
      try {
        if (tree === null) return null;
        const { rootNode } = tree;
        // What is left of a broken text is not to be relied on, and queries take their time over it.
        if (rootNode.hasError) return { errors: [firstError(rootNode)], matches: [], names: [] };
        const within = { progressCallback: () => (left -= 1) < 0 };
        const matches: Match[] = [];
        const names: Piece[] = [];
        for (const { patternIndex, captures } of query.matches(rootNode, within)) {
          if (structured[patternIndex] === true) matches.push(new Map(captures.map(keyed)));
          else for (const capture of captures) names.push(piece(capture));
        }
        return left < 0 ? null : { errors: [], matches, names: names.toSorted(outerFirst) };
      } finally {
        tree?.delete();
        parser.delete();
      }
    },
  };
}

/** Each stands for a hundred steps of the parser. A megabyte of dense code takes some ten thousand. */
const MOST_STEPS = 100_000;

/** In the order of the source, and what lies around another before it. */
function outerFirst(a: Piece, b: Piece): number {
  return a.start - b.start || b.end - a.end;
}

/** The row at which the first error begins; by a cursor, since a query takes long over a broken text of many tokens. */
function firstError(root: Node): number {
  const cursor = root.walk();
  try {
    while (!cursor.currentNode.isError && !cursor.currentNode.isMissing && cursor.gotoFirstChild()) {
      while (!cursor.currentNode.hasError && cursor.gotoNextSibling());
    }
    return cursor.startPosition.row;
  } finally {
    cursor.delete();
  }
}

function keyed(capture: QueryCapture): [string, Piece] {
  return [capture.name, piece(capture)];
}

function piece({ name, node }: QueryCapture): Piece {
  return {
    as: name,
    start: node.startIndex,
    end: node.endIndex,
    row: node.startPosition.row,
    parts: name === 'arguments' || name === 'given.all' ? node.namedChildCount : 0,
  };
}

/** In the package they lie beside the chunks; in a work tree they are in the packages that they come from. */
function findGrammar(language: Language): string {
  const file = `tree-sitter-${language}.wasm`;
  return packed(file) ?? createRequire(import.meta.url).resolve(`@vscode/tree-sitter-wasm/wasm/${file}`);
}

function findRuntime(): string {
  const file = 'web-tree-sitter.wasm';
  return packed(file) ?? createRequire(import.meta.url).resolve(`web-tree-sitter/${file}`);
}

function packed(file: string): string | null {
  const path = fileURLToPath(new URL(`../grammars/${file}`, import.meta.url));
  return existsSync(path) ? path : null;
}
