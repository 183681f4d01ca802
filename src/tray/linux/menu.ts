/**
 * The menu by the protocol that panels read (com.canonical.dbusmenu, version 3), as libdbusmenu documents it:
 * https://github.com/AyatanaIndicators/libdbusmenu/blob/main/libdbusmenu-glib/dbus-menu.xml
 */
import type { Click } from '../click.ts';
import type { MenuItem } from '../model.ts';
import type { Answer, Bus } from './bus.ts';
import { menuPath } from './item.ts';
import { findNode, layoutOf, nodeProperties, openNumbers, type LayoutNode } from './menu-layout.ts';
import { exportProperties } from './properties.ts';

export const menuInterface = 'com.canonical.dbusmenu';

export type Menu = { readonly show: (next: readonly MenuItem[]) => void };

export type MenuOptions = {
  readonly first: readonly MenuItem[];
  readonly onClick: (click: Click) => void;
  /** Asked when the person opens the menu, so that ages are those of that moment. */
  readonly fresh: () => readonly MenuItem[];
};

/** Offers the menu on the bus. */
export function exportMenu(bus: Bus, { first, onClick, fresh }: MenuOptions): Menu {
  const numbers = openNumbers();
  let layout = layoutOf(first, numbers);
  let shown = JSON.stringify(first);
  let revision = 1;

  const take = (next: readonly MenuItem[]): boolean => {
    const text = JSON.stringify(next);
    if (text === shown) return false;
    shown = text;
    layout = layoutOf(next, numbers);
    revision += 1;
    return true;
  };
  const clicked = (id: unknown, event: unknown): void => {
    const click = typeof id === 'number' && event === 'clicked' ? findNode(layout, id)?.item?.click : undefined;
    if (click !== undefined) onClick(click);
  };
  const typed = (node: LayoutNode) =>
    Object.fromEntries(
      Object.entries(nodeProperties(node)).map(([key, [signature, value]]) => [key, bus.variant(signature, value)]),
    );
  const tree = (node: LayoutNode, depth: number): readonly unknown[] => [
    node.id,
    typed(node),
    depth === 0 ? [] : node.nodes.map((child) => bus.variant('(ia{sv}av)', tree(child, depth - 1))),
  ];
  const empty: LayoutNode = { id: 0, item: null, nodes: [] };

  const answers: Readonly<Record<string, (body: readonly unknown[]) => Answer>> = {
    GetLayout: ([parent, depth]) => {
      const node = (typeof parent === 'number' ? findNode(layout, parent) : null) ?? empty;
      return { signature: 'u(ia{sv}av)', body: [revision, tree(node, typeof depth === 'number' ? depth : -1)] };
    },
    GetGroupProperties: ([ids]) => {
      const nodes = (Array.isArray(ids) && ids.length > 0 ? ids : everyId(layout)).flatMap((id: unknown) =>
        typeof id === 'number' ? (findNode(layout, id) ?? []) : [],
      );
      return { signature: 'a(ia{sv})', body: [nodes.map((node) => [node.id, typed(node)])] };
    },
    GetProperty: ([id, name]) => {
      const node = typeof id === 'number' ? findNode(layout, id) : null;
      const found = node === null || typeof name !== 'string' ? undefined : nodeProperties(node)[name];
      return { signature: 'v', body: [found === undefined ? bus.variant('s', '') : bus.variant(found[0], found[1])] };
    },
    Event: ([id, event]) => {
      clicked(id, event);
      return {};
    },
    EventGroup: ([events]) => {
      for (const one of Array.isArray(events) ? events : []) if (Array.isArray(one)) clicked(one[0], one[1]);
      return { signature: 'ai', body: [[]] };
    },
    AboutToShow: ([id]) => ({ signature: 'b', body: [id === 0 && take(fresh())] }),
    AboutToShowGroup: ([ids]) => {
      const moved = Array.isArray(ids) && ids.includes(0) && take(fresh());
      return { signature: 'aiai', body: [moved ? [0] : [], []] };
    },
  };

  exportProperties(bus, {
    path: menuPath,
    interface: menuInterface,
    read: () => ({
      Version: ['u', 3],
      TextDirection: ['s', 'ltr'],
      Status: ['s', 'normal'],
      IconThemePath: ['as', []],
    }),
  });
  bus.serve(({ path, interface: name, member, body }) => {
    if (path !== menuPath || name !== menuInterface) return null;
    return answers[member]?.(body) ?? null;
  });
  return {
    show: (next) => {
      if (!take(next)) return;
      bus.emit({
        path: menuPath,
        interface: menuInterface,
        member: 'LayoutUpdated',
        signature: 'ui',
        body: [revision, 0],
      });
    },
  };
}

function everyId(node: LayoutNode): readonly number[] {
  return [node.id, ...node.nodes.flatMap(everyId)];
}
