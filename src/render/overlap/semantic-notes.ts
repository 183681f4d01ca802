import type { SemanticSkip } from '../../overlap/semantic/finding.ts';
import { counted } from '../counted.ts';
import { plain } from '../text.ts';
import type { SemanticOptions } from './semantic.ts';

/** What is said below: how many merges were looked at, and what could not be. */
export function semanticNotes({ semantics, names, style }: SemanticOptions): readonly string[] {
  const { checked, unchecked, pairs } = semantics;
  const mistakes = pairs.reduce((sum, { findings }) => sum + findings.length, 0);
  const found = mistakes === 0 ? 'nothing wrong found' : `${counted(mistakes, 'mistake')} that git does not see`;
  const rest = unchecked === 0 ? '' : `; ${counted(unchecked, 'pair')} not merged cleanly, so not looked at`;
  const skipped = pairs.flatMap(({ a, b, skipped: some }) =>
    [...Map.groupBy(some, ({ reason }) => reason)].map(
      ([reason, same]) => `${names.name(a)} ↔ ${names.name(b)}: ${skipWords(reason, same)}`,
    ),
  );
  return [...skipped, `Symbols of ${counted(checked, 'clean merge')}: ${found}${rest}`].map(
    (text) => `${style.paint('dim', '○')} ${style.paint('dim', text)}`,
  );
}

function skipWords(reason: SemanticSkip['reason'], some: readonly SemanticSkip[]): string {
  const named = some.slice(0, MOST).map(({ path }) => plain(path));
  const more = some.length > MOST ? [`${some.length - MOST} more`] : [];
  const paths = [...named, ...more];
  const last = paths.at(-1) ?? '';
  const all = paths.length > 1 ? `${paths.slice(0, -1).join(', ')} and ${last}` : last;
  return `${all} ${some.length > 1 ? reasons[reason].many : reasons[reason].one}, so not looked at`;
}

const MOST = 3;

const reasons: Readonly<Record<SemanticSkip['reason'], { readonly one: string; readonly many: string }>> = {
  syntax: { one: 'does not parse on one side already', many: 'do not parse on one side already' },
  unreadable: { one: 'is too large, or no text', many: 'are too large, or no text' },
  missing: { one: 'is not in the repository with its content', many: 'are not in the repository with their content' },
};
