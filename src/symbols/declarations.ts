import type { Bindings } from './bindings.ts';
import type { Declaration, DeclarationKind } from './file-symbols.ts';
import { digestOf, flatText } from './flat-text.ts';
import type { Language } from './language.ts';
import { collectMarks, isInside, kindOf, type Marks } from './marks.ts';
import { arityOf } from './parameters.ts';
import type { Match, Piece } from './parser.ts';
import { isVisible } from './visible.ts';

/** A declaration with where it stands in the text. */
export type Declared = Declaration & {
  readonly start: number;
  readonly end: number;
  /** Offset of its name. */
  readonly nameAt: number;
  /** Names of the declarations around it, the outermost first. */
  readonly within: readonly string[];
  /** What tells apart declarations of one name: its form, whether it is static, reads or writes. */
  readonly variant: string;
  /** Whether it stands further in than what it belongs to: in Python, under a condition. */
  readonly isIndented: boolean;
};

export type Source = {
  readonly language: Language;
  readonly text: string;
  readonly lineAt: (offset: number) => number;
  /** Counted from 0. */
  readonly columnAt: (offset: number) => number;
};

/** What a capture is called after; a block that only adds members to a type declares nothing itself. */
const kinds: Readonly<Record<string, DeclarationKind | null>> = {
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
  members: null,
};

/** What members can be declared in. */
const holders = new Set<string>(['class', 'interface', 'enum', 'namespace', 'members']);

type Around = {
  readonly node: Piece;
  readonly holds: boolean;
  readonly within: readonly string[];
  readonly exported: boolean;
};

/**
 * Pure: the declarations that others can see: at the top of the file, and the members of those. A capture is called after the
 * kind, with what else is known behind a dot.
 */
export function findDeclarations(matches: readonly Match[], bindings: Bindings, source: Source): readonly Declared[] {
  const marks = collectMarks(matches);
  const byStart = Map.groupBy(matches.flatMap(drafts), ({ node, name }) => `${node.start} ${name.start}`);
  const drafted = [...byStart.values()].flatMap(
    (same) => same.find(({ form }) => form.includes('.')) ?? same.slice(0, 1),
  );
  const atTop = new Set([...bindings.file.names.values()].flatMap((all) => all.map(({ start }) => start)));
  const around: Around[] = [];
  const declared: Declared[] = [];
  for (const draft of drafted.toSorted((a, b) => a.node.start - b.node.start || b.node.end - a.node.end)) {
    while (around.length > 0 && !isWithin(draft.node, around.at(-1)?.node)) around.pop();
    const parent = around.at(-1) ?? null;
    const isTop = parent === null && (atTop.has(draft.name.start) || /\.receiver$|^members$/u.test(draft.form));
    const isSeen = isTop || parent?.holds === true;
    const one = isSeen ? declare(draft, parent, { marks, source }) : null;
    const [kind = ''] = draft.form.split('.');
    const name = source.text.slice(draft.name.start, draft.name.end);
    around.push({
      node: draft.node,
      holds: isSeen && holders.has(kind),
      within: [...(parent?.within ?? []), name],
      exported: one?.exported ?? true,
    });
    if (one !== null) declared.push(one);
  }
  return declared;
}

/** Two names of one declaration are beside each other, not one in the other. */
function isWithin(node: Piece, outer: Piece | undefined): boolean {
  return outer !== undefined && node.end <= outer.end && (node.start > outer.start || node.end < outer.end);
}

type Draft = { readonly form: string; readonly node: Piece; readonly name: Piece; readonly match: Match };

function drafts(match: Match): readonly Draft[] {
  const name = match.get('name');
  if (name === undefined) return [];
  return [...match.values()].flatMap((node) =>
    Object.hasOwn(kinds, kindOf(node)) ? [{ form: node.as, node, name, match }] : [],
  );
}

function declare(
  { form, node, name, match }: Draft,
  parent: Around | null,
  { marks, source }: { readonly marks: Marks; readonly source: Source },
): Declared | null {
  const { text, language } = source;
  const [first = '', detail = ''] = form.split('.');
  const plain = kinds[first] ?? null;
  if (plain === null) return null;
  const list = match.get('parameters');
  const body = match.get('body');
  const receiver = match.get('receiver');
  const within = receiver === undefined ? (parent?.within ?? []) : [text.slice(receiver.start, receiver.end)];
  const altered = marks.altered.has(node.start);
  const head = text.slice(node.start, name.start);
  const isEnum = plain === 'enum' || marks.enums.has(node.start);
  const marked = parent?.exported ?? marks.exported.some((one) => isInside(node, one));
  const label = text.slice(name.start, name.end);
  const members = isEnum ? marks.cases.filter((one) => isInside(one, node)) : [];
  const column = source.columnAt(node.start);
  return {
    name: label,
    kind: isEnum ? 'enum' : plain === 'function' && within.length > 0 ? 'method' : plain,
    container: within.at(-1) ?? null,
    exported: isVisible(language, { name: label, head, marked }) && (parent?.exported ?? true),
    line: source.lineAt(node.start),
    lastLine: source.lineAt(node.end),
    contract: flatText(text, { start: node.start, end: body?.start ?? node.end }, marks.comments),
    digest: digestOf(text, { node, name }, marks.comments),
    ...(list === undefined || altered ? {} : { arity: arityOf(marks.parameters.get(list.start) ?? [], text) }),
    ...(isEnum ? { members: members.map((one) => unquoted(text.slice(one.start, one.end))) } : {}),
    ...(altered ? { altered } : {}),
    ...(marks.heirs.has(node.start) ? { extends: true } : {}),
    ...(detail === 'signature' ? { overload: true } : {}),
    start: node.start,
    end: node.end,
    nameAt: name.start,
    within,
    variant: `${form} ${/\bstatic\b/u.test(head) ? 'static' : ''} ${/\b[gs]et\s*$/u.exec(head)?.[0] ?? ''}`.trim(),
    isIndented: language === 'python' && column !== (parent === null ? 0 : marks.columnIn(parent.node, source)),
  };
}

function unquoted(name: string): string {
  return /^(['"])(.*)\1$/u.exec(name)?.[2] ?? name;
}
