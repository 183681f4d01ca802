/** Something that is wrong in the merge of two sides, each of which is right: git merges it without a conflict all the same. */
export type SemanticFinding = {
  readonly rule: SemanticRule;
  /** The file of the merge that is wrong, and the line in it. */
  readonly path: string;
  readonly line: number;
  /** The name in question: of what is used, declared twice, imported or called; the specifier of a module. */
  readonly name: string;
  /** One plain sentence. */
  readonly message: string;
  readonly a: Evidence | null;
  readonly b: Evidence | null;
};

/**
 * `syntax`: does not parse. `name`: a name that nothing declares any more. `twice`: declared by both sides. `export`: imported,
 * but no longer exported. `module`: imported, but gone. `arguments`: called with a number of arguments that is not accepted.
 * `member`: a case that the enumeration no longer has.
 */
export type SemanticRule = (typeof semanticRules)[number];

export const semanticRules = ['syntax', 'name', 'twice', 'export', 'module', 'arguments', 'member'] as const;

/** What one side did. Lines are those of its own file. */
export type Evidence = {
  readonly did: 'uses' | 'declares' | 'changed' | 'removed' | 'edited';
  readonly path: string;
  /** `null` where there is nothing left to point at. */
  readonly line: number | null;
  /** The contract before and after, where that is what changed. */
  readonly was?: string;
  readonly is?: string;
};

/** What may be worth knowing of two sides, and is no mistake by itself. */
export type SemanticNote = {
  /**
   * `contract used`: one side changed the contract of what a changed line of the other uses. `same symbol`: both edited one
   * declaration. `same name`: both added an exported declaration of one name.
   */
  readonly kind: 'contract used' | 'same symbol' | 'same name';
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly a: Evidence | null;
  readonly b: Evidence | null;
};

/** What the symbols of a pair say. */
export type SemanticPair = {
  readonly findings: readonly SemanticFinding[];
  readonly notes: readonly SemanticNote[];
  /** Files that could not be looked at, and why. */
  readonly skipped: readonly SemanticSkip[];
};

export type SemanticSkip = {
  readonly path: string;
  /**
   * `syntax`: the grammar stumbles over it on one of the sides already. `unreadable`: too large, or no text. `missing`: its
   * content is not in the repository, as in a partial clone.
   */
  readonly reason: (typeof skipReasons)[number];
};

export const skipReasons = ['syntax', 'unreadable', 'missing'] as const;
