/**
 * How the tray speaks with a native icon on macOS and Windows: one JSON object a line in each direction. To it: the whole
 * picture, a notice, a withdrawal, the end. From it: the number of what was clicked, that the menu opens, that it is ready.
 */
import type { Notice } from '../../render/notice.ts';
import type { Click } from '../click.ts';
import type { MenuItem, TrayModel } from '../model.ts';

/** What a native icon is told. Labels are plain text of one line. */
export type ToNative =
  | {
      readonly show: {
        readonly badge: number;
        readonly state: TrayModel['state'];
        readonly tooltip: string;
        readonly menu: readonly NativeItem[];
      };
    }
  | {
      readonly notify: {
        readonly slot: string;
        readonly title: string;
        readonly body: string;
        readonly click: number | null;
      };
    }
  | { readonly withdraw: string }
  | { readonly quit: true };

export type NativeItem = {
  readonly label: string;
  /** What is answered when it is clicked; `null` for text, lines and sub-menus. */
  readonly click: number | null;
  readonly separator: boolean;
  readonly checked: boolean;
  readonly items: readonly NativeItem[];
};

/** What a native icon answers. */
export type FromNative =
  | { readonly click: number }
  | { readonly open: true }
  | { readonly ready: true }
  | { readonly failed: string };

/** Gives numbers to clicks: the icon never needs to know what they mean, and can ask for nothing else. */
export type Clicks = {
  readonly number: (click: Click) => number;
  readonly click: (number: number) => Click | undefined;
};

export function openClicks(): Clicks {
  const known = new Map<string, number>();
  const all: Click[] = [];
  return {
    number: (click) => {
      const key = JSON.stringify(click);
      const before = known.get(key);
      if (before !== undefined) return before;
      all.push(click);
      known.set(key, all.length);
      return all.length;
    },
    click: (number) => all[number - 1],
  };
}

/** A picture as a line. */
export function showLine({ badge, state, title, lines, menu }: TrayModel, clicks: Clicks): string {
  const tooltip = [`kg: ${title}`, ...lines].join('\n');
  return line({ show: { badge, state, tooltip, menu: menu.map((item) => nativeItem(item, clicks)) } });
}

/** A notice as a line. What is clicked on it is its first action. */
export function noticeLine({ slot, title, body, actions }: Notice<Click>, clicks: Clicks): string {
  const [first] = actions;
  return line({ notify: { slot, title, body, click: first === undefined ? null : clicks.number(first.click) } });
}

/** One message as a line. */
export function line(message: ToNative): string {
  return JSON.stringify(message);
}

/** Reads an answer; `null` for anything that is none. */
export function parseAnswer(text: string): FromNative | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if ('click' in value && typeof value.click === 'number') return { click: value.click };
    if ('open' in value && value.open === true) return { open: true };
    if ('ready' in value && value.ready === true) return { ready: true };
    return 'failed' in value && typeof value.failed === 'string' ? { failed: value.failed } : null;
  } catch {
    return null;
  }
}

function nativeItem({ label, click, items, checked, separator }: MenuItem, clicks: Clicks): NativeItem {
  return {
    label,
    click: click === undefined ? null : clicks.number(click),
    separator: separator === true,
    checked: checked === true,
    items: (items ?? []).map((item) => nativeItem(item, clicks)),
  };
}
