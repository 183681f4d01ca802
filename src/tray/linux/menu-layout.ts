import type { MenuItem } from '../model.ts';

/** A menu entry with the number that panels know it by; the root is 0. */
export type LayoutNode = { readonly id: number; readonly item: MenuItem | null; readonly nodes: readonly LayoutNode[] };

/** Gives out numbers: the same entry keeps its number, and no number ever means another entry. */
export type Numbers = { readonly of: (id: string) => number; readonly idOf: (number: number) => string | undefined };

export function openNumbers(): Numbers {
  const byId = new Map<string, number>();
  const byNumber = new Map<number, string>();
  return {
    of: (id) => {
      const known = byId.get(id);
      if (known !== undefined) return known;
      const number = byId.size + 1;
      byId.set(id, number);
      byNumber.set(number, id);
      return number;
    },
    idOf: (number) => byNumber.get(number),
  };
}

/** Numbers a menu. */
export function layoutOf(menu: readonly MenuItem[], numbers: Numbers): LayoutNode {
  const node = (item: MenuItem): LayoutNode => ({
    id: numbers.of(item.id),
    item,
    nodes: (item.items ?? []).map(node),
  });
  return { id: 0, item: null, nodes: menu.map(node) };
}

/** The node of a number, and everything below it. */
export function findNode(node: LayoutNode, id: number): LayoutNode | null {
  if (node.id === id) return node;
  for (const child of node.nodes) {
    const found = findNode(child, id);
    if (found !== null) return found;
  }
  return null;
}

/** Properties of an entry, as com.canonical.dbusmenu names them, with their types. What is usual is left out. */
export function nodeProperties({ item, nodes }: LayoutNode): Readonly<Record<string, readonly [string, unknown]>> {
  if (item === null) return { 'children-display': ['s', 'submenu'] };
  if (item.separator) return { type: ['s', 'separator'] };
  return {
    // A single underscore would mark a key to press.
    label: ['s', item.label.replaceAll('_', '__')],
    ...(item.click === undefined && item.items === undefined ? { enabled: ['b', false] } : {}),
    ...(nodes.length > 0 ? { 'children-display': ['s', 'submenu'] } : {}),
    ...(item.checked === undefined
      ? {}
      : { 'toggle-type': ['s', 'checkmark'], 'toggle-state': ['i', item.checked ? 1 : 0] }),
  };
}
