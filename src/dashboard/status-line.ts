import type { Style } from '../render/style.ts';
import { fit, plain, widthOf } from '../render/text.ts';
import { keysOf, type Key } from './help-lines.ts';
import type { Model } from './model.ts';

/** The last line: what is being typed, what was just done, or what can be done. */
export function statusLine(model: Model, { style }: { readonly style: Style }): string {
  const { filter, filtering, notice, page } = model;
  const width = style.columns ?? 80;
  if (filtering) return fit(`/${plain(filter)}▏`, width);
  if (notice !== null) return fit(plain(notice), width);
  const kept = filter === '' || page !== null ? '' : `filter ${plain(filter)} (Esc clears)`;
  return style.paint('dim', fit(joined(kept, fitting(kept, keysOf(model), width)), width));
}

/** Without those that there is no room for, the last first; help and the way out stay. */
function fitting(kept: string, keys: readonly Key[], width: number): readonly Key[] {
  if (widthOf(joined(kept, keys)) <= width) return keys;
  const least = keys.findLastIndex(({ firm }) => firm !== true);
  return least < 0 ? keys : fitting(kept, keys.toSpliced(least, 1), width);
}

function joined(kept: string, keys: readonly Key[]): string {
  return [...(kept === '' ? [] : [kept]), ...keys.map(({ key, does }) => `${key} ${does}`)].join('  ');
}
