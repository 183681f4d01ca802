/** What one check found. */
export type Diagnosis = {
  /** Stable, for scripts: "git", "claude-agents". */
  readonly id: string;
  /** What was looked at, for people: "git", "Claude Code". */
  readonly subject: string;
  /** `failure`: part of kg, or all of it, cannot work. `warning`: it works, and something should be mended. */
  readonly verdict: 'ok' | 'warning' | 'failure' | 'skipped';
  /** One sentence without a full stop. */
  readonly says: string;
  readonly evidence?: readonly string[];
  /** How to mend it: "To …, run …". Every failure and every warning has one. */
  readonly mend?: string;
};

/** 2: kg cannot work at all. 1: something is to be mended. 0: all is well. */
export function exitCode(diagnoses: readonly Diagnosis[]): 0 | 1 | 2 {
  if (diagnoses.some(({ id, verdict }) => verdict === 'failure' && needed.has(id))) return 2;
  return diagnoses.some(({ verdict }) => verdict === 'failure' || verdict === 'warning') ? 1 : 0;
}

/** Without these there is no answer to anything. */
const needed: ReadonlySet<string> = new Set(['node', 'git']);
