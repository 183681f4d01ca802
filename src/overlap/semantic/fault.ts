import type { SemanticRule } from './finding.ts';

/** What does not fit in one state of the files. Most are harmless by themselves: they count where no side had them. */
export type Fault = {
  readonly rule: SemanticRule;
  readonly line: number;
  readonly name: string;
  /** Equal for the same fault of another view. */
  readonly key: string;
  /** The file that it does not fit with. */
  readonly target?: string;
  readonly detail?: string;
  /** The import that it rests on, where the name of that is no place: it counts only where a side shows that it leads there. */
  readonly way?: Way;
};

/** What is taken, and from where, as it is written; all of it where there is no name. */
export type Way = { readonly from: string; readonly name: string | null };
