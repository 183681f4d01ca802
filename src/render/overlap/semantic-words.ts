import type { SemanticNote } from '../../overlap/semantic/finding.ts';
import { fit, plain, prose } from '../text.ts';

/** A contract in one line. */
export function contractWords(contract: string): string {
  return fit(prose(contract), 200);
}

/** What two sides did to one symbol, by the names of the sides. */
export function noteWords({ kind, name, a, b }: SemanticNote, left: string, right: string): string {
  const symbol = prose(name);
  if (kind === 'same symbol') return `both edited ${symbol}`;
  if (kind === 'same name') return `both added ${symbol}, ${right} in ${plain(b?.path ?? '')}`;
  const [who, user] = a?.did === 'uses' ? [right, left] : [left, right];
  const change = a?.did === 'uses' ? b : a;
  const words =
    change?.was === undefined || change.is === undefined
      ? ''
      : `: ${contractWords(change.was)} → ${contractWords(change.is)}`;
  return `${user} uses ${symbol}, whose contract ${who} changed${words}`;
}
