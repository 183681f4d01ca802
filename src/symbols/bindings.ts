import type { Piece } from './parser.ts';

/** A scope of the source; the whole file is the one without a parent. */
export type Scope = {
  readonly parent: Scope | null;
  readonly start: number;
  readonly end: number;
  readonly isFunction: boolean;
  /** Names may come in that the text does not spell. */
  open: boolean;
  readonly names: Map<string, Binding[]>;
};

export type Binding = { readonly name: string; readonly start: number; readonly row: number; readonly how: string };

/** What a name that is used stands for, as far as its file tells. */
export type Use = {
  readonly name: string;
  readonly row: number;
  /** `top`: bound at the top of the file. `local`: further in. `free`: nowhere. `unknown`: a wildcard may bring it in. */
  readonly to: 'top' | 'local' | 'free' | 'unknown';
};

export type Bindings = {
  readonly file: Scope;
  readonly scopes: readonly Scope[];
  /** By the offset at which the name stands. */
  readonly uses: ReadonlyMap<number, Use>;
  readonly vague: ReadonlySet<string>;
};

/**
 * Pure: finds what each name is bound to. The captures say what a name is: `local` binds it in the scope that it stands in,
 * `outer` in the one around that, `hoist` in the function, `global` at the top of the file; `use` uses it, `tag` too unless it
 * is in small letters, `skip` does neither, and `vague` could be anything; `path` binds the last part of one. What is `sure`
 * counts before all else. Whatever is not known to bind a name is taken for a
 * use of it, so that a form of declaration that nobody thought of makes its name one that the file does not bind.
 */
export function bindNames(pieces: readonly Piece[], text: string): Bindings {
  const roles = rolesOf(pieces);
  const file = newScope(null, { start: 0, end: text.length, isFunction: true });
  const scopes = [file];
  const used: { readonly name: string; readonly piece: Piece; readonly scope: Scope }[] = [];
  const vague = new Set<string>();
  let here = file;
  for (const piece of pieces) {
    while (here.parent !== null && here.end <= piece.start) here = here.parent;
    if (piece.as === 'scope' || piece.as === 'scope.function') {
      if (here.start === piece.start && here.end === piece.end && here.parent !== null) continue;
      here = newScope(here, { start: piece.start, end: piece.end, isFunction: piece.as === 'scope.function' });
      scopes.push(here);
    } else if (piece.as === 'open') {
      here.open = true;
    } else if (roles.get(piece.start) === piece.as) {
      roles.delete(piece.start);
      const spelt = text.slice(piece.start, piece.end);
      const name = piece.as === 'path' ? packageOf(spelt) : spelt;
      if (piece.as === 'vague') vague.add(name);
      const isUse = piece.as === 'use' || piece.as === 'sure.use' || (piece.as === 'tag' && !/^[a-z]/u.test(name));
      if (isUse) used.push({ name, piece, scope: here });
      else bind(home(here, piece.as), { name, start: piece.start, row: piece.row, how: piece.as });
    }
  }
  const uses = used.map(
    ({ name, piece, scope }) => [piece.start, { name, row: piece.row, to: find(scope, name) }] as const,
  );
  return { file, scopes, uses: new Map(uses), vague };
}

const order = ['sure.local', 'sure.use', 'skip', 'hoist', 'global', 'outer', 'local', 'path', 'vague', 'tag', 'use'];

/** Go: what a package is mostly called by its path. Where it is called otherwise, the name is one that the file does not bind. */
function packageOf(path: string): string {
  const parts = path.replaceAll(/["`]/gu, '').split('/');
  const last = parts.findLast((part) => !/^v\d+$/u.test(part)) ?? '';
  return last.replace(/\.v\d+$/u, '').replace(/^go-/u, '');
}

/** Several patterns may match one name: what says most about it counts. */
function rolesOf(pieces: readonly Piece[]): Map<number, string> {
  const roles = new Map<number, string>();
  for (const { as, start } of pieces) {
    const rank = order.indexOf(as);
    const known = roles.get(start);
    if (rank !== -1 && (known === undefined || rank < order.indexOf(known))) roles.set(start, as);
  }
  return roles;
}

function newScope(parent: Scope | null, at: Pick<Scope, 'start' | 'end' | 'isFunction'>): Scope {
  return { ...at, parent, open: false, names: new Map() };
}

/** The scope that a name is bound in; `null` when it is not bound. */
function home(here: Scope, how: string): Scope | null {
  switch (how) {
    case 'local':
    case 'sure.local':
    case 'path':
      return here;
    case 'outer':
      return here.parent ?? here;
    case 'hoist':
      return outwards(here, ({ isFunction }) => isFunction);
    case 'global':
      return outwards(here, ({ parent }) => parent === null);
    default:
      return null;
  }
}

function outwards(from: Scope, isRight: (scope: Scope) => boolean): Scope | null {
  let scope: Scope | null = from;
  while (scope !== null && !isRight(scope)) scope = scope.parent;
  return scope;
}

function bind(scope: Scope | null, binding: Binding): void {
  const known = scope?.names.get(binding.name);
  if (known === undefined) scope?.names.set(binding.name, [binding]);
  else known.push(binding);
}

function find(from: Scope, name: string): Use['to'] {
  let open = false;
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    if (scope.names.has(name)) return scope.parent === null ? 'top' : 'local';
    open ||= scope.open;
  }
  return open ? 'unknown' : 'free';
}
