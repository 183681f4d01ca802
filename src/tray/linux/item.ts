/**
 * An icon by the StatusNotifierItem protocol, as KDE, Xfce, Waybar, and GNOME with its AppIndicator extension show it.
 * https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/
 */
import { drawIcon, iconSizes } from '../icon.ts';
import type { TrayModel } from '../model.ts';
import type { Bus } from './bus.ts';
import { exportProperties, type Property } from './properties.ts';

const itemInterface = 'org.kde.StatusNotifierItem';
const itemPath = '/StatusNotifierItem';
export const menuPath = '/MenuBar';

export type ItemState = Pick<TrayModel, 'badge' | 'state' | 'title' | 'lines'>;

export type Item = {
  /** Shows another picture; says on the bus only what differs from the one before. */
  readonly show: (next: ItemState) => void;
};

/** Offers the item on the bus. `onActivate` is a primary click in panels that do not open the menu for it. */
export function exportItem(
  bus: Bus,
  { first, onActivate }: { readonly first: ItemState; readonly onActivate: () => void },
): Item {
  let shown = first;
  exportProperties(bus, { path: itemPath, interface: itemInterface, read: () => propertiesOf(shown) });
  bus.serve((call) => {
    if (call.path !== itemPath || call.interface !== itemInterface) return null;
    if (call.member === 'Activate') onActivate();
    return ['Activate', 'SecondaryActivate', 'ContextMenu', 'Scroll'].includes(call.member) ? {} : null;
  });
  const say = (member: string, ...body: readonly string[]) =>
    bus.emit({
      path: itemPath,
      interface: itemInterface,
      member,
      ...(body.length > 0 ? { signature: 's', body } : {}),
    });
  return {
    show: (next) => {
      const before = shown;
      shown = next;
      if (before.badge !== next.badge || before.state !== next.state) {
        say('NewIcon');
        say('NewAttentionIcon');
      }
      if (statusOf(before) !== statusOf(next)) say('NewStatus', statusOf(next));
      if (before.title !== next.title || before.lines.join('\n') !== next.lines.join('\n')) {
        say('NewTitle');
        say('NewToolTip');
      }
    },
  };
}

/** Panels may hide what is passive, and make seen what needs attention. */
function statusOf({ badge }: ItemState): 'NeedsAttention' | 'Active' {
  return badge > 0 ? 'NeedsAttention' : 'Active';
}

function propertiesOf(state: ItemState): Readonly<Record<string, Property>> {
  const pixmaps = iconSizes.map((size) => {
    const { argb } = drawIcon({ ...state, size });
    return [size, size, Buffer.from(argb)];
  });
  const icon: Property = ['a(iiay)', pixmaps];
  const none: Property = ['a(iiay)', []];
  return {
    Category: ['s', 'ApplicationStatus'],
    Id: ['s', 'keepgoing'],
    Title: ['s', `kg: ${state.title}`],
    Status: ['s', statusOf(state)],
    WindowId: ['i', 0],
    IconName: ['s', ''],
    IconThemePath: ['s', ''],
    IconPixmap: icon,
    OverlayIconName: ['s', ''],
    OverlayIconPixmap: none,
    AttentionIconName: ['s', ''],
    AttentionIconPixmap: icon,
    AttentionMovieName: ['s', ''],
    ToolTip: ['(sa(iiay)ss)', ['', [], `kg: ${state.title}`, state.lines.map(escapeMarkup).join('\n')]],
    ItemIsMenu: ['b', true],
    Menu: ['o', menuPath],
  };
}

/** Tooltips and notifications take a little HTML; what comes from transcripts must not be any. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
