import type { Language } from './language.ts';

/** What one source file declares, takes from other files and uses, as far as its text alone tells. Lines are counted from 1. */
export type FileSymbols = {
  readonly language: Language;
  /** The line at which the grammar stumbled first, if it did: then the rest is empty. */
  readonly errors: readonly number[];
  readonly declarations: readonly Declaration[];
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** Whether names come in or go out that the text does not spell: a wildcard import, a computed part of `module.exports`, `export =`. */
  readonly open: { readonly imports: boolean; readonly exports: boolean };
  /** Uses of names that are bound at the top of the file, by name. */
  readonly uses: ReadonlyMap<string, readonly number[]>;
  /** Uses of names that nothing in the file binds: globals, names of the same package, and mistakes. */
  readonly free: ReadonlyMap<string, readonly number[]>;
  /** Names that stand where their meaning cannot be told, as in the tokens of a macro. */
  readonly vague: readonly string[];
  readonly calls: readonly Call[];
  /** `object.name` where `object` is bound at the top of the file, or not at all. */
  readonly accesses: readonly Access[];
  /** Names that are declared twice where the language allows one. */
  readonly duplicates: readonly Duplicate[];
  /** Go and Java: the name that the file gives to its package; none where the file is compiled under a condition only. */
  readonly package: string | null;
};

export type Declaration = {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** Name of the declaration that it is a member of; `null` at the top of the file. */
  readonly container: string | null;
  readonly exported: boolean;
  readonly line: number;
  readonly lastLine: number;
  /** What users see of it, without comments and layout: a signature, the body of a type, the annotation of a value. */
  readonly contract: string;
  /** Changes with every other text of the declaration than its name and its layout. */
  readonly digest: string;
  /** Of what can be called, and takes its parameters in no way that the text leaves open. */
  readonly arity?: Arity;
  /** Names of the members of an enumeration. */
  readonly members?: readonly string[];
  /** The text around may change what the name stands for: a decorator, an attribute that leaves it out. */
  readonly altered?: true;
  /** A class that takes members from elsewhere. */
  readonly extends?: true;
  /** Of a signature without a body, beside others or alone. */
  readonly overload?: true;
};

export type DeclarationKind =
  | 'function'
  | 'method'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'value'
  | 'namespace'
  | 'macro';

export type Arity = {
  readonly least: number;
  /** `null`: any number. */
  readonly most: number | null;
  /** Python: the parameters by name, in order; those behind a bare `*` are by name only. */
  readonly named?: readonly Parameter[];
};

export type Parameter = {
  readonly name: string;
  readonly required: boolean;
  readonly by: 'place' | 'name' | 'both' | 'rest' | 'names';
};

export type Import = {
  /** As it is written: `./user.js`, `..models`, `crate::user`. */
  readonly from: string;
  /** What is taken: a name, `default`, `*` for the whole module, or nothing when it is only run. */
  readonly name: string | null;
  /** What the file calls it. */
  readonly as: string | null;
  readonly line: number;
};

export type Export = {
  /** `default` for the default one, `*` for all of another module. */
  readonly name: string;
  /** The name in this file or in `from`; `null` where there is none. */
  readonly of: string | null;
  /** The module that it is passed on from. */
  readonly from: string | null;
  readonly line: number;
};

export type Call = {
  readonly name: string;
  /** What stands before the dot. */
  readonly on: string | null;
  /** Arguments by place. */
  readonly count: number;
  /** Python: arguments by name. */
  readonly named?: readonly string[];
  readonly line: number;
};

export type Access = { readonly object: string; readonly name: string; readonly line: number };

export type Duplicate = {
  readonly name: string;
  /** Names of the declarations around it, joined by a dot; empty at the top of the file. */
  readonly within: string;
  /** Of all its declarations. */
  readonly lines: readonly number[];
};
