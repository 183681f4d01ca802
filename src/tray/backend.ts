import type { Notice } from '../render/notice.ts';
import type { Click } from './click.ts';
import type { TrayModel } from './model.ts';

/** What shows a tray on one platform, and tells what was clicked. */
export type Backend = {
  readonly show: (model: TrayModel) => void;
  /** Shows a notice in place of the one in the same slot. Never rejects: a desktop without notifications has none. */
  readonly notify: (notice: Notice<Click>) => Promise<void>;
  readonly withdraw: (slot: string) => Promise<void>;
  readonly close: () => void;
};

export type BackendOptions = {
  readonly first: TrayModel;
  /** The model of this moment, asked when the menu opens. */
  readonly fresh: () => TrayModel;
  readonly onClick: (click: Click) => void;
  /** One plain sentence for the person who started the tray: how it stands with the desktop. */
  readonly say: (sentence: string) => void;
};
