import { createHash } from 'node:crypto';
import type { Bindings } from './bindings.ts';
import type { Arity, Declaration, DeclarationKind, Parameter } from './file-symbols.ts';
import type { Match, Piece } from './parser.ts';

/** A declaration with where it stands in the text. */
export type Declared = Declaration & {
  readonly start: number;
  readonly end: number;
  /** Offset of its name. */
  readonly nameAt: number;
  /** Names of the declarations around it, the outermost first. */
  readonly within: readonly string[];
  readonly variant: string;
};

export type Source = { readonly text: string; readonly lineAt: (offset: number) => number };

const kinds: Readonly<Record<string, DeclarationKind>> = {
  function: 'function',
  method: 'method',
  member: 'value',
  value: 'value',
  class: 'class',
  interface: 'interface',
  type: 'type',
  enum: 'enum',
  namespace: 'namespace',
  macro: 'macro',
};

/** What members can be declared in. */
const holders = new Set<DeclarationKind>(['class', 'interface', 'enum', 'namespace']);

/**
 * Pure: the declarations that others can see: at the top of the file, and the members of those. A capture is called after the
 * kind, with what else is known behind a dot.
 */
export function findDeclarations(matches: readonly Match[], bindings: Bindings, source: Source): readonly Declared[] {
  const marks = collectMarks(matches);
  const found = matches.flatMap((match) => drafts(match));
  const byStart = Map.groupBy(found, ({ node }) => node.start);
  const drafted = [...byStart.values()].flatMap(
    (same) => same.find(({ form }) => form.includes('.')) ?? same.slice(0, 1),
  );
  const atTop = new Set([...bindings.file.names.values()].flatMap((all) => all.map(({ start }) => start)));
  const around: { readonly node: Piece; readonly declared: Declared | null }[] = [];
  const declared: Declared[] = [];
  for (const draft of drafted.toSorted((a, b) => a.node.start - b.node.start || b.node.end - a.node.end)) {
    while (around.length > 0 && (around.at(-1)?.node.end ?? 0) <= draft.node.start) around.pop();
    const parent = around.at(-1);
    const isMember = parent?.declared != null && holders.has(parent.declared.kind);
    const isTop = parent === undefined && (atTop.has(draft.name.start) || draft.form === 'method.receiver');
    const one = isTop || isMember ? declare(draft, parent?.declared ?? null, { marks, source }) : null;
    around.push({ node: draft.node, declared: one });
    if (one !== null) declared.push(one);
  }
  return declared;
}

type Draft = { readonly form: string; readonly node: Piece; readonly name: Piece; readonly match: Match };

function drafts(match: Match): readonly Draft[] {
  const name = match.get('name');
  if (name === undefined) return [];
  return [...match.values()].flatMap((node) => {
    const [kind = ''] = node.as.split('.');
    return Object.hasOwn(kinds, kind) ? [{ form: node.as, node, name, match }] : [];
  });
}

type Marks = ReturnType<typeof collectMarks>;

/** What patterns of their own say about places in the text. */
function collectMarks(matches: readonly Match[]) {
  const exported: Piece[] = [];
  const comments: Piece[] = [];
  const starts = { altered: new Set<number>(), heir: new Set<number>(), hidden: new Set<number>() };
  const accessors = new Map<number, string>();
  const cases: Piece[] = [];
  const parameters = new Map<number, Piece[]>();
  for (const match of matches) {
    for (const piece of match.values()) {
      if (piece.as === 'exported' || piece.as === 'exported.default') exported.push(piece);
      else if (piece.as === 'comment') comments.push(piece);
      else if (piece.as === 'altered') starts.altered.add(piece.start);
      else if (piece.as === 'heir') starts.heir.add(piece.start);
      else if (piece.as === 'case') cases.push(piece);
      else if (piece.as === 'accessor' || piece.as === 'static') accessors.set(piece.start, piece.as);
      else if (piece.as.startsWith('parameter.')) {
        const list = match.get('parameters')?.start ?? -1;
        parameters.set(list, [...(parameters.get(list) ?? []), piece]);
      }
    }
  }
  return { exported, comments, ...starts, accessors, cases, parameters };
}

function declare(
  { form, node, name, match }: Draft,
  parent: Declared | null,
  { marks, source }: { readonly marks: Marks; readonly source: Source },
): Declared {
  const [first = '', detail = ''] = form.split('.');
  const kind = kinds[first] ?? 'value';
  const list = match.get('parameters');
  const until = match.get('body')?.start ?? node.end;
  const label = source.text.slice(name.start, name.end);
  const altered = marks.altered.has(node.start);
  const members = kind === 'enum' ? marks.cases.filter((one) => isInside(one, node)) : [];
  const head = source.text.slice(node.start, name.start);
  return {
    name: label,
    kind,
    container: parent?.name ?? null,
    exported: parent?.exported ?? marks.exported.some((one) => isInside(node, one)),
    line: source.lineAt(node.start),
    lastLine: source.lineAt(node.end),
    contract: flatText(source.text, { start: node.start, end: until }, marks.comments),
    digest: digestOf(source.text, { node, name }, marks.comments),
    ...(list !== undefined && !altered ? arityOf(marks.parameters.get(list.start) ?? [], source.text) : {}),
    ...(kind === 'enum' ? { members: members.map((one) => unquoted(source.text.slice(one.start, one.end))) } : {}),
    ...(altered ? { altered } : {}),
    ...(marks.heir.has(node.start) ? { extends: true } : {}),
    ...(detail === 'signature' ? { overload: true } : {}),
    start: node.start,
    end: node.end,
    nameAt: name.start,
    within: parent === null ? [] : [...parent.within, parent.name],
    variant: `${form} ${/\bstatic\b/u.test(head) ? 'static' : ''} ${/\b[gs]et\s*$/u.exec(head)?.[0] ?? ''}`.trim(),
  };
}

function isInside(piece: Pick<Piece, 'start' | 'end'>, around: Pick<Piece, 'start' | 'end'>): boolean {
  return piece.start >= around.start && piece.end <= around.end;
}

/** A stretch of text without comments, laid out in one way: a change of layout is no change of a contract. */
function flatText(text: string, { start, end }: Pick<Piece, 'start' | 'end'>, comments: readonly Piece[]): string {
  let flat = '';
  let at = start;
  for (const comment of comments) {
    if (comment.start < at || comment.end > end) continue;
    flat += text.slice(at, comment.start);
    at = comment.end;
  }
  return (flat + text.slice(at, end))
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/,? ?([)\]}])/gu, '$1')
    .replaceAll(/([([{]) /gu, '$1')
    .replaceAll(/\{(?!\})/gu, '{ ')
    .replaceAll(/(?<!\{)\}/gu, ' }')
    .replace(/(?: ?=>? ?|[ :{;,])+$/u, '');
}

function digestOf(text: string, { node, name }: Pick<Draft, 'node' | 'name'>, comments: readonly Piece[]): string {
  const before = flatText(text, { start: node.start, end: name.start }, comments);
  const after = flatText(text, { start: name.end, end: node.end }, comments);
  return createHash('sha256').update(`${before}\0${after}`).digest('base64').slice(0, 16);
}

function arityOf(pieces: readonly Piece[], text: string): { readonly arity: Arity } {
  const sorted = pieces.toSorted((a, b) => a.start - b.start);
  const places = sorted.filter(({ as }) => !/\.(?:rest|names|only)/u.test(as));
  const least = 1 + places.findLastIndex(({ as }) => as.startsWith('parameter.required'));
  const isOpen = sorted.some(({ as }) => as === 'parameter.rest');
  const named = sorted.flatMap((piece) => parameterOf(piece, text));
  return { arity: { least, most: isOpen ? null : places.length, ...(named.length === 0 ? {} : { named }) } };
}

/** Only of a language whose captures tell how an argument may be given. */
function parameterOf({ as, start, end }: Piece, text: string): readonly Parameter[] {
  const [, how = '', by] = as.split('.');
  if (by !== 'place' && by !== 'name' && by !== 'both' && by !== 'rest' && by !== 'names') return [];
  const name = /^[\w*]+/u.exec(text.slice(start, end))?.[0] ?? '';
  return [{ name, required: how === 'required', by }];
}

function unquoted(name: string): string {
  return /^(['"])(.*)\1$/u.exec(name)?.[2] ?? name;
}
