import type { Removal } from '../../checkpoint-removal.ts';
import type { Traces } from '../../checkpoints/history/prune-everything.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import { homePath } from '../path.ts';
import type { Style } from '../style.ts';
import { byteSize } from './pruned.ts';

/** What `kg checkpoint prune --all` would take away, before anybody agrees to it. */
export function renderTraces(
  { pruned, copies, excluded, store }: Traces,
  { style, home }: { readonly style: Style; readonly home: string },
): readonly string[] {
  const line = (path: string, what: string) => `${style.paint('path', homePath(path, home))}  ${what}`;
  const gone = pruned.gone === 0 ? '' : `, ${pruned.gone} of worktrees that are gone`;
  const what = `${counted(pruned.removed.length, 'checkpoint')}${gone}, with ${byteSize(pruned.before)} of code`;
  return [
    ...(store === null ? [] : [line(store, what)]),
    ...copies.map(({ directory }) => line(directory, 'the latest checkpoint of the worktree')),
    ...(excluded === null ? [] : [line(excluded, 'the line /.keepgoing/')]),
    ...(pruned.removed.length === 0
      ? []
      : [`${style.paint('warning', '▲')} What these checkpoints hold is nowhere else`]),
  ];
}

/** What became of it. */
export function renderRemoval(
  { outcome, traces, undone }: Removal,
  { style, home }: { readonly style: Style; readonly home: string },
): Rendered['notes'] {
  const [mark, warn] = [style.paint('dim', '○'), style.paint('warning', '▲')];
  const hint = `${style.paint('dim', '↳')} To do it, run kg checkpoint prune --all --yes`;
  const words: Readonly<Record<Removal['outcome'], readonly string[]>> = {
    done: [`${style.paint('success', '✓')} Removed all checkpoints, and what they had put into the repository`],
    nothing: [`${mark} Nothing to remove: no checkpoint has put anything into this repository`],
    shown: [`${mark} Nothing was removed`],
    declined: [`${mark} Nothing was removed`],
    unasked: [`${warn} Nothing was removed, since there is no terminal to ask on`, hint],
    busy: [`${warn} Not all was removed, since another kg was saving or pruning at the time`, hint],
  };
  const unseen = outcome === 'nothing' ? [] : traces.unseen;
  return [
    ...words[outcome],
    ...(undone?.stayed ?? []).map(
      (path) => `${mark} Left in place, since it is not kg's or could not be removed: ${homePath(path, home)}`,
    ),
    ...unseen.map((path) => `${mark} Could not be looked at, so what is there stays: ${homePath(path, home)}`),
  ];
}
