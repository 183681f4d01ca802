import type { Declaration, DeclarationKind, FileSymbols } from './file-symbols.ts';
import { languageOf } from './language.ts';
import { openSymbolReader, type SymbolReader } from './read-symbols.ts';

/** What others see of one declaration, before and after. */
export type ContractChange = {
  /** A member is named with its type: `User.rename`. The name before, where it was renamed. */
  readonly name: string;
  readonly kind: DeclarationKind;
  /** The contract in one line; `null` where there was none. */
  readonly was: string | null;
  readonly is: string | null;
  readonly how: 'added' | 'removed' | 'signature' | 'renamed';
  /** The name after, where it was renamed. */
  readonly to?: string;
  /** Counted from 1, in the file after; in the file before where it was removed. */
  readonly line: number;
};

/**
 * What changed in the contracts of the exported declarations of a file, in their order. `null` for a file without a grammar, or
 * whose text the grammar does not understand before or after.
 */
export async function changedContracts(options: {
  readonly path: string;
  /** `null`: there was no such file. */
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  /** To be shared by many calls: it holds the grammars. */
  readonly reader?: SymbolReader;
}): Promise<readonly ContractChange[] | null> {
  const { path, before, after, reader = openSymbolReader() } = options;
  const language = languageOf(path);
  if (language === null) return null;
  const read = (source: Buffer | null) => (source === null ? nothing : reader.read({ language, source }));
  const [older, newer] = await Promise.all([read(before), read(after)]);
  if (older === null || newer === null || older.errors.length + newer.errors.length > 0) return null;
  return compareContracts(older, newer);
}

const nothing = { errors: [], declarations: [], exports: [] } as const;

type Contracts = Pick<FileSymbols, 'declarations' | 'exports'>;

/** Pure: the same of symbols that were read already. */
export function compareContracts(before: Contracts, after: Contracts): readonly ContractChange[] {
  const [older, newer] = [seenOf(before), seenOf(after)];
  const gone = [...older].filter(([name]) => !newer.has(name));
  const fresh = [...newer].filter(([name]) => !older.has(name));
  const moved = new Map(
    gone.flatMap(([name, one]) => {
      const same = fresh.filter(([, other]) => isSame(one, other));
      const [to] = same;
      return to === undefined || same.length > 1 ? [] : [[name, to] as const];
    }),
  );
  const taken = new Set([...moved.values()].map(([name]) => name));
  const removed = gone.map(([name, one]): ContractChange => {
    const [to, other] = moved.get(name) ?? [];
    const { kind, line, contract: was } = one;
    if (to === undefined || other === undefined) return { name, kind, was, is: null, how: 'removed', line };
    return { name, kind, was, is: other.contract, how: 'renamed', to, line: other.line };
  });
  const rest = [...newer].flatMap(([name, one]): ContractChange[] => {
    const was = older.get(name);
    const { kind, line, contract: is } = one;
    if (was === undefined) return taken.has(name) ? [] : [{ name, kind, was: null, is, how: 'added', line }];
    if (was.contract === is) return [];
    return [{ name, kind, was: was.contract, is, how: 'signature', line }];
  });
  return [...removed, ...rest].toSorted((a, b) => a.line - b.line);
}

type Seen = Pick<Declaration, 'kind' | 'contract' | 'digest' | 'line'>;

/** What is exported, by the name that it is known by here; overloads are one contract. */
function seenOf({ declarations, exports }: Contracts): ReadonlyMap<string, Seen> {
  const exported = new Set(exports.flatMap(({ of, from }) => (from === null && of !== null ? [of] : [])));
  const seen = new Map<string, Seen>();
  for (const one of declarations) {
    if (!exported.has(one.container ?? one.name) || isPrivate(one)) continue;
    const name = one.container === null ? one.name : `${one.container}.${one.name}`;
    const known = seen.get(name);
    const { kind, contract, digest, line } = one;
    if (known === undefined) seen.set(name, { kind, contract, digest, line });
    else seen.set(name, { ...known, contract: `${known.contract}; ${contract}`, digest: known.digest + digest });
  }
  return seen;
}

function isPrivate({ name, contract }: Declaration): boolean {
  return name.startsWith('#') || /^(?:\w+ )*private /u.test(contract);
}

/** The same text under another name. */
function isSame(one: Seen, other: Seen): boolean {
  return one.kind === other.kind && one.digest === other.digest;
}
