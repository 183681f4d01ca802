import { isCount, isText, listOf, oneOf, optional, orNull, withFields } from '../../field-checks.ts';
import {
  semanticRules,
  skipReasons,
  type Evidence,
  type SemanticFinding,
  type SemanticNote,
  type SemanticPair,
  type SemanticSkip,
} from './finding.ts';

/** Whether a value that was read from a cache is what was found in a pair. */
export function isSemanticPair(value: unknown): value is SemanticPair {
  return pair(value);
}

const evidence = orNull(
  withFields<Evidence>({
    did: oneOf(['uses', 'declares', 'changed', 'removed', 'edited']),
    path: isText,
    line: orNull(isCount),
    was: optional(isText),
    is: optional(isText),
  }),
);

const finding = withFields<SemanticFinding>({
  rule: oneOf(semanticRules),
  path: isText,
  line: isCount,
  name: isText,
  message: isText,
  a: evidence,
  b: evidence,
});

const note = withFields<SemanticNote>({
  kind: oneOf(['contract used', 'same symbol', 'same name']),
  path: isText,
  line: isCount,
  name: isText,
  a: evidence,
  b: evidence,
});

const skip = withFields<SemanticSkip>({ path: isText, reason: oneOf(skipReasons) });

const pair = withFields<SemanticPair>({ findings: listOf(finding), notes: listOf(note), skipped: listOf(skip) });
