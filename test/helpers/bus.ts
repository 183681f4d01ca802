/** A session bus of the test's own, and stand-ins for what a desktop has on it: a panel that shows icons, and notifications. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Bus, Call } from '../../src/tray/linux/bus.ts';
import { until } from './until.ts';

const program = '/usr/bin/dbus-daemon';

/** Why no bus can be started here; `null` when one can. */
export function noBus(): string | null {
  return existsSync(program) ? null : `${program} is not installed`;
}

export type SessionBus = { readonly address: string; readonly close: () => void };

/** Starts a bus. */
export async function startBus(address?: string): Promise<SessionBus> {
  const where = address === undefined ? [] : [`--address=${address.replace(/,guid=.*/u, '')}`];
  const child = spawn(program, ['--session', '--nofork', '--print-address', ...where], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line]: unknown[] = await once(child.stdout, 'data');
  return { address: String(line).trim(), close: () => void child.kill('SIGKILL') };
}

export type Panel = {
  /** Waits until an item is registered, and gives its name. */
  readonly item: () => Promise<string>;
  readonly registered: () => readonly string[];
  readonly property: (item: string, name: string) => Promise<unknown>;
  /** The labels of the menu as a panel reads them, sub-menus indented; a separator is a line, a check mark a box. */
  readonly labels: (item: string) => Promise<readonly string[]>;
  /** Clicks the entry whose label begins so. */
  readonly click: (item: string, label: string) => Promise<void>;
  /** What a panel says before it opens the menu. */
  readonly open: (item: string) => Promise<unknown>;
  readonly leave: () => void;
};

const watcher = 'org.kde.StatusNotifierWatcher';

/** An entry of a menu as it comes over the bus; the root has no label of its own. */
export type MenuNode = {
  readonly id: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly nodes: readonly MenuNode[];
};

function callMenu(bus: Bus, item: string, asked: Pick<Call, 'member' | 'signature' | 'body'>): ReturnType<Bus['call']> {
  return bus.call({ destination: item, path: '/MenuBar', interface: 'com.canonical.dbusmenu', ...asked });
}

/** Reads the menu of an item whole. */
export async function readMenu(bus: Bus, item: string): Promise<MenuNode> {
  const [, root] = await callMenu(bus, item, { member: 'GetLayout', signature: 'iias', body: [0, -1, []] });
  return nodeOf(root);
}

export function labelOf({ properties }: MenuNode): string {
  const { label } = properties;
  return typeof label === 'string' ? label : '';
}

/** Becomes what shows icons on a bus. */
export async function openPanel(bus: Bus): Promise<Panel> {
  const items: string[] = [];
  bus.serve(({ interface: name, member, body }) => {
    if (name !== watcher || member !== 'RegisterStatusNotifierItem') return null;
    items.push(String(body[0]));
    return {};
  });
  await takeName(bus, watcher);
  return {
    item: async () => {
      await until({ what: 'an item to register', read: () => items.length, accept: (number) => number > 0 });
      return items.at(-1) ?? '';
    },
    registered: () => items,
    property: async (item, name) => {
      const address = { destination: item, path: '/StatusNotifierItem', interface: 'org.freedesktop.DBus.Properties' };
      const [value] = await bus.call({
        ...address,
        member: 'Get',
        signature: 'ss',
        body: ['org.kde.StatusNotifierItem', name],
      });
      return valueOf(value);
    },
    labels: async (item) => (await readMenu(bus, item)).nodes.flatMap((node) => told(node, '')),
    click: async (item, label) => {
      const found = find(await readMenu(bus, item), label);
      if (found === null) throw new Error(`no entry begins with ${label}`);
      const body = [found.id, 'clicked', bus.variant('i', 0), 0];
      await callMenu(bus, item, { member: 'Event', signature: 'isvu', body });
    },
    open: async (item) => (await callMenu(bus, item, { member: 'AboutToShow', signature: 'i', body: [0] }))[0],
    leave: () => bus.close(),
  };
}

export type Desk = {
  /** What was notified, the last last: what it replaces, and the words. */
  readonly shown: () => readonly {
    readonly id: number;
    readonly replaces: number;
    readonly text: string;
    readonly actions: readonly unknown[];
  }[];
  readonly closed: () => readonly unknown[];
  readonly choose: (id: number, action: string) => void;
};

const notifications = { path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' };

/** Becomes what shows notifications on a bus. `hasty` names an action that is chosen before a notification is even acknowledged. */
export async function openDesk(bus: Bus, { hasty }: { readonly hasty?: string } = {}): Promise<Desk> {
  const shown: { id: number; replaces: number; text: string; actions: readonly unknown[] }[] = [];
  const closed: unknown[] = [];
  const choose = (id: number, action: string) =>
    bus.emit({ ...notifications, member: 'ActionInvoked', signature: 'us', body: [id, action] });
  bus.serve(({ interface: name, member, body }) => {
    if (name !== notifications.interface) return null;
    if (member === 'GetCapabilities') return { signature: 'as', body: [['body', 'body-markup', 'actions']] };
    if (member === 'CloseNotification') {
      closed.push(body[0]);
      return {};
    }
    if (member !== 'Notify') return null;
    const [, replaces, , title, text, actions] = body;
    const id = Number(replaces) || shown.length + 1;
    shown.push({
      id,
      replaces: Number(replaces),
      text: [title, text].join('\n'),
      actions: Array.isArray(actions) ? actions : [],
    });
    if (hasty !== undefined) choose(id, hasty);
    return { signature: 'u', body: [id] };
  });
  await takeName(bus, notifications.interface);
  return { shown: () => shown, closed: () => closed, choose };
}

async function takeName(bus: Bus, name: string): Promise<void> {
  const driver = {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
  };
  await bus.call({ ...driver, member: 'RequestName', signature: 'su', body: [name, 4] });
}

function valueOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'signature' in value && 'value' in value ? value.value : value;
}

function nodeOf(value: unknown): MenuNode {
  const parts = valueOf(value);
  const [id, properties, nodes]: unknown[] = Array.isArray(parts) ? parts : [];
  const entries = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  return {
    id: Number(id),
    properties: Object.fromEntries(entries.map(([key, one]) => [key, valueOf(one)])),
    nodes: Array.isArray(nodes) ? nodes.map(nodeOf) : [],
  };
}

function told({ properties, nodes }: MenuNode, indent: string): readonly string[] {
  const { type, label, enabled, 'toggle-type': toggle, 'toggle-state': state } = properties;
  const box = toggle === 'checkmark' ? `[${state === 1 ? 'x' : ' '}] ` : '';
  const own = type === 'separator' ? '---' : `${box}${String(label)}${enabled === false ? ' (text)' : ''}`;
  return [`${indent}${own}`, ...nodes.flatMap((node) => told(node, `${indent}  `))];
}

function find(node: MenuNode, label: string): MenuNode | null {
  if (labelOf(node).startsWith(label)) return node;
  for (const child of node.nodes) {
    const found = find(child, label);
    if (found !== null) return found;
  }
  return null;
}
