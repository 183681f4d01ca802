import type { OverlapLevel } from '../../overlap/overlap.ts';
import type { OverlapPicture } from '../../survey/overlap-picture.ts';
import type { Style } from '../style.ts';

export type OverlapOptions = {
  readonly picture: OverlapPicture;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
  readonly filter?: OverlapFilter;
};

/** What was asked for. The level is left out here; pairs and paths are left out of the picture already. */
export type OverlapFilter = {
  /** The lowest level that is shown. */
  readonly level?: OverlapLevel;
  /** The pattern that paths were chosen by, for the words. */
  readonly path?: string;
  /** Whether one pair or one worktree was named: then there is room for all its files. */
  readonly narrowed?: boolean;
  /** Whether both sides are printed too, so that nobody needs to be told how. */
  readonly diff?: boolean;
};
