import type { Style } from '../render/style.ts';
import { fit, plain } from '../render/text.ts';
import type { Keys } from './help-lines.ts';
import type { Model } from './model.ts';

/** The last line: what is being typed, what was just done, or what can be done. */
export function statusLine(
  { filter, filtering, notice, page }: Model,
  keys: Keys,
  { style }: { readonly style: Style },
): string {
  const width = style.columns ?? 80;
  if (filtering) return fit(`/${plain(filter)}▏`, width);
  if (notice !== null) return fit(plain(notice), width);
  const kept = filter === '' || page !== null ? [] : [`filter ${plain(filter)} (Esc clears)`];
  return style.paint('dim', fit([...kept, ...keys.map(([key, what]) => `${key} ${what}`)].join('  '), width));
}
