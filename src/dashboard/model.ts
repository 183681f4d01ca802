import type { Style } from '../render/style.ts';
import type { Survey } from '../survey/surveyed.ts';

/** All that the screen depends on. Changed by `update` alone, and shown by `view`. */
export type Model = {
  /** The rows keep their places from one survey to the next. */
  readonly survey: Survey | null;
  /** What is shown until the first survey is there; `null` when nothing is remembered. */
  readonly past: Past | null;
  readonly scope: Scope;
  /** Path of the worktree under the cursor; it stays there however the rows change. */
  readonly selected: string | null;
  readonly filter: string;
  /** The person is typing the filter. */
  readonly filtering: boolean;
  /** Shown instead of the table. */
  readonly page: Page | null;
  /** First line of the help that is shown; `null` while it is not. */
  readonly help: number | null;
  /** One line about what was just done, until the next key. */
  readonly notice: string | null;
  /** The scope was changed, and what is shown is still of the other one. */
  readonly changing: boolean;
  /** What could not be read as a whole; the last picture stays. */
  readonly trouble: readonly string[];
  /** Lines of the terminal. */
  readonly height: number;
  /** First row of the table that is shown. */
  readonly top: number;
};

/** A table as it was when kg last looked: its lines without ink, the first one the headings. */
export type Past = { readonly takenAt: string; readonly lines: readonly string[] };

export type Scope = 'project' | 'all';

export type Page = {
  readonly title: string;
  /** The worktree that it is about. */
  readonly path: string;
  /** Made anew for every width. */
  readonly body: (style: Style) => readonly string[];
  /** Files to choose from, one a line of the body, in its order. */
  readonly files: readonly string[] | null;
  readonly chosen: number;
  /** What lies below it, and comes back with Escape. */
  readonly under: Page | null;
  /** First line of the body that is shown. */
  readonly top: number;
};

/** What the world must do; the answer comes back as an event. */
export type Action =
  | { readonly do: 'quit' | 'suspend' | 'repaint' }
  | { readonly do: 'show' | 'overlap' | 'files' | 'checkpoint' | 'copy'; readonly path: string }
  | { readonly do: 'who'; readonly path: string; readonly file: string }
  | { readonly do: 'survey'; readonly scope: Scope };

export type Updated = { readonly model: Model; readonly actions: readonly Action[] };

export function emptyModel(scope: Scope, height: number): Model {
  return {
    survey: null,
    past: null,
    scope,
    selected: null,
    filter: '',
    filtering: false,
    page: null,
    help: null,
    notice: null,
    changing: false,
    trouble: [],
    height,
    top: 0,
  };
}
