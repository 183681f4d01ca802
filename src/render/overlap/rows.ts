import type { OverlapPicture } from '../../survey/overlap-picture.ts';
import type { Row } from '../columns.ts';
import { counted } from '../counted.ts';
import type { OverlapFilter } from './options.ts';
import { blockRows } from './block.ts';
import type { SideOptions } from './sides.ts';
import type { OverlapPlan, Planned } from './plan.ts';
import { sharedRows } from './shared.ts';
import { highestOf, levelWords, uncheckedWhy } from './words.ts';
import { plain } from '../text.ts';

export type RowsOptions = SideOptions & {
  readonly picture: OverlapPicture;
  readonly plan: OverlapPlan;
  readonly filter: OverlapFilter;
};

/** All blocks for a terminal, a blank line between them: what git would stop at first, the trunk at the end. */
export function overlapRows(options: RowsOptions): readonly Row[] {
  const { picture, plan } = options;
  const conflicts = plan.conflicts.slice(0, mostPairs);
  const others = plan.others.slice(0, mostPairs - conflicts.length);
  const rest = [...plan.conflicts.slice(conflicts.length), ...plan.others.slice(others.length)];
  const block = (planned: Planned): readonly Row[] => pairRows(planned, options);
  return joined([
    ...conflicts.map(block),
    ...sharedRows(picture, options),
    ...others.map(block),
    ...(rest.length === 0 ? [] : [[more(rest, 'more pair')]]),
    ...trunkRows(options),
  ]);
}

/** More than these nobody reads on a screen; a pipe and JSON have all. */
const mostPairs = 20;
const mostTrunkPairs = 8;

function trunkRows(options: RowsOptions): readonly (readonly Row[])[] {
  const { picture, plan } = options;
  if (plan.trunk.length === 0) return [];
  const words =
    picture.against === undefined
      ? `Drift against the trunk, ${picture.trunk ?? 'unknown'}`
      : `Against ${picture.against}`;
  const [first = [], ...others] = plan.trunk.slice(0, mostTrunkPairs).map((planned) => pairRows(planned, options));
  const rest = plan.trunk.slice(mostTrunkPairs);
  return [
    [{ line: [{ text: words, role: 'heading' }] }, ...first],
    ...others,
    ...(rest.length === 0 ? [] : [[more(rest, 'more worktree')]]),
  ];
}

function pairRows({ pair, files, inherited }: Planned, options: RowsOptions): readonly Row[] {
  const { picture, names, filter } = options;
  const doubt = picture.overlaps.unchecked.find(({ a, b }) => a === pair.a && b === pair.b);
  const [a, b] = [names.selector(pair.a), names.selector(pair.b)];
  const beside = [
    ...(inherited === true ? [`inherited from ${plain(picture.trunk ?? 'the trunk')}`] : []),
    ...(doubt === undefined ? [] : [`not merged: ${uncheckedWhy(doubt)}`]),
  ];
  const narrow = names.isWorktree(pair.b) ? `kg overlap ${a} ${b}` : `kg overlap ${a} --against ${b}`;
  return blockRows(
    {
      pair,
      files,
      most: mostFiles(options),
      beside,
      all: filter.narrowed === true ? 'kg overlap --json' : narrow,
    },
    options,
  );
}

/** Where one pair was asked for, its files are the answer; where there are many pairs, they are. */
function mostFiles({ plan, filter }: RowsOptions): number {
  if (filter.narrowed === true) return 60;
  return plan.conflicts.length + plan.others.length > 5 ? 3 : 8;
}

function more(rest: readonly Planned[], noun: string): Row {
  const levels = Map.groupBy(rest, ({ files }) => levelWords[highestOf(files)].word);
  const words = [...levels].map(([word, planned]) => `${planned.length} ${word}`).join(', ');
  return { line: [{ text: `… and ${counted(rest.length, noun)}: ${words} (all with --json)` }] };
}

function joined(blocks: readonly (readonly Row[])[]): readonly Row[] {
  return blocks.flatMap((block, at) => (at === 0 ? block : [{ line: [] }, ...block]));
}
