import type { Source } from './source.ts';

/** A rule about one module. `broken` names what breaks it; the reason is shown beside. */
export type Rule = {
  readonly name: string;
  readonly reason: string;
  readonly broken: (source: Source) => readonly string[];
};

/** One line for each breach, with the reason: what somebody who breaks the rule gets to read. */
export function breaches(rule: Rule, sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    rule.broken(source).map((what) => `${source.path}: ${what} (${rule.name}: ${rule.reason})`),
  );
}
